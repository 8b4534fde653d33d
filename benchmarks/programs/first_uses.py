"""Make first use of models from many threads: `first_uses.py PACKAGE THREADS ROUNDS calls|models`."""

import importlib
import json
import sys
import threading
from collections.abc import Callable
from time import process_time
from typing import Any

import httpx

BODY = b'{"name": "a", "link0": {"name": "b", "link1": {"name": "c", "link2": {"name": "d"}}}, "link2": {"name": "e"}}'


def forget(package: str) -> None:
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        del sys.modules[name]


def uses(package: str, count: int, way: str) -> list[Callable[[], Any]]:
    """What each thread does: load, build and use one model."""
    if way == "models":
        models = importlib.import_module(f"{package}.models")
        return [lambda name=f"Node{index}": getattr(models, name).model_validate_json(BODY) for index in range(count)]  # type: ignore[misc]
    module = importlib.import_module(package)
    client_class = getattr(module, next(name for name in module.__all__ if name.lower() == package.replace("_", "")))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=BODY, headers={"Content-Type": "application/json"})

    client = client_class(
        base_url="https://api.example.com", http_client=httpx.Client(transport=httpx.MockTransport(answer))
    )
    return [lambda name=f"node{index}": getattr(client, name).retrieve() for index in range(count)]  # type: ignore[misc]


def once(package: str, count: int, way: str) -> list[str]:
    """One round: all threads start at once; gives what went wrong."""
    forget(package)
    works = uses(package, count, way)
    barrier = threading.Barrier(count)
    errors: list[str] = []

    def work(index: int) -> None:
        try:
            barrier.wait()
            node = works[index]()
            if node.link0.link1.link2.name != "d" or node.link2.name != "e":
                errors.append(f"Node{index}: wrong data")
        except BaseException as error:
            errors.append(f"Node{index}: {type(error).__name__}: {error}"[:200])

    threads = [threading.Thread(target=work, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def main() -> None:
    package, way = sys.argv[1], sys.argv[4]
    count, rounds = int(sys.argv[2]), int(sys.argv[3])
    sys.setswitchinterval(1e-5)
    before = process_time()
    errors = [error for _ in range(rounds) for error in once(package, count, way)]
    print(json.dumps({"errors": errors, "cpu": process_time() - before}))


if __name__ == "__main__":
    main()
