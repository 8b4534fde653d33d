"""The shape of the runtime: sync and async alike, small, typed and quick to import."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import acme_runtime as rt
import pytest

RUNTIME = Path(__file__).parents[2] / "templates" / "runtime"
MODULES = sorted(RUNTIME.glob("*.py"))


def test_every_exported_name_is_there() -> None:
    assert len(rt.__all__) == len(set(rt.__all__)) > 80
    for name in rt.__all__:
        assert getattr(rt, name) is not None or name == "None"
        assert name in dir(rt)
    with pytest.raises(AttributeError):
        rt.no_such_name  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_modules_and_functions_are_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 400
    tree = ast.parse(text)
    assert ast.get_docstring(tree) or path.name == "__init__.py"
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            # Signatures of many keyword arguments stand one to a line.
            body = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert body <= 40, f"{path.name}: {node.name} is {body} lines long"
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            assert node.module and not node.module.startswith("acme")


def test_httpx_is_imported_in_one_place() -> None:
    importers: list[str] = []
    for path in MODULES:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Import) and any(a.name == "httpx" for a in node.names):
                importers.append(path.name)
    assert importers == ["http.py"]


SYNC_WORDS = {
    "AsyncBinaryResponse": "BinaryResponse",
    "AsyncClient": "SyncClient",
    "AsyncCore": "SyncCore",
    "AsyncIterable": "Iterable",
    "AsyncIterator": "Iterator",
    "AsyncPage": "SyncPage",
    "AsyncPager": "SyncPage",
    "AsyncPool": "SyncPool",
    "AsyncStream": "Stream",
    "AsyncStreamingResponse": "StreamingResponse",
    "RawAsyncCore": "RawSyncCore",
    "StreamingAsyncCore": "StreamingSyncCore",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "aclose": "close",
    "aiter_bytes": "iter_bytes",
    "aread": "read",
    "core_async": "core_sync",
    "pool_async": "pool_sync",
    "sleep_async": "sleep",
}


def _as_sync(text: str) -> str:
    """Async code with each word in its sync form, without layout and docstrings."""
    tree = ast.unparse(ast.parse(text))
    tree = re.sub(r"\basync |\bawait ", "", tree)
    tree = re.sub(r"\w+", lambda word: SYNC_WORDS.get(word[0], word[0]), tree)
    tree = re.sub(r"Client\b", "SyncClient", tree.replace("SyncClient", "Client"))
    tree = re.sub(r'"""(?:.|\n)*?"""', "", tree)
    return re.sub(r"[\s()]+", " ", tree)


@pytest.mark.parametrize("name", ["exchange", "_attempt", "_send", "_read", "_credentials", "_renew"])
def test_the_async_core_differs_by_await_alone(name: str) -> None:
    def method(kind: str) -> str:
        text = (RUNTIME / f"core_{kind}.py").read_text()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
                return _as_sync(ast.unparse(node))
        raise AssertionError(name)

    assert method("sync") == method("async")


def _methods(kind: type) -> dict[str, tuple[str, ...]]:
    import inspect

    return {
        name: tuple(inspect.signature(value).parameters)
        for name, value in vars(kind).items()
        if inspect.isfunction(value) and not name.startswith("_")
    }


@pytest.mark.parametrize(
    ("sync", "asynchronous"),
    [
        ("SyncCore", "AsyncCore"),
        ("SyncPage", "AsyncPage"),
        ("Stream", "AsyncStream"),
        ("BinaryResponse", "AsyncBinaryResponse"),
        ("StreamingResponse", "AsyncStreamingResponse"),
        ("SyncResource", "AsyncResource"),
    ],
)
def test_sync_and_async_have_the_same_methods(sync: str, asynchronous: str) -> None:
    assert _methods(getattr(rt, sync)) == _methods(getattr(rt, asynchronous))


def test_importing_the_runtime_costs_next_to_nothing(tmp_path: Path) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "_runtime").symlink_to(RUNTIME)
    code = (
        "import sys, httpx, pydantic, time; start = time.process_time(); import pkg._runtime;"
        "print(time.process_time() - start, *[m for m in sys.modules if m.startswith('pkg.')])"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    shown = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    assert float(shown[0]) < 0.02
    assert shown[1:] == ["pkg._runtime"]


def test_importing_a_client_class_loads_neither_httpx_nor_pydantic() -> None:
    code = "import sys; from harbor import Harbor; print('httpx' in sys.modules, 'pydantic' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "generated")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"], done.stderr


TYPED = """
from __future__ import annotations
from typing import TYPE_CHECKING, Literal
import datetime as dt
from pydantic import Field
from pkg import _runtime as rt
from pkg._runtime import Items, Model, Operation, PagedOperation, SyncResource, AsyncResource

class User(Model):
    id: str
    at: rt.DateTime | None = None

class Page(Model):
    data: list[User]

class Extra(Model):
    if TYPE_CHECKING:
        __pydantic_extra__: dict[str, int] = Field(init=False)
    else:
        __pydantic_extra__: dict[str, int]

    name: str

count: int = Extra(name="a").__pydantic_extra__["b"]
User(id="a")
User()  # ERROR
def takes(items: Items[str], roles: Items[Literal["a", "b"]] | None = None) -> None: ...

takes(["a"]); takes(("a",)); takes({"a"}); takes(x for x in ["a"]); takes([], ["a", "b"])
takes("text")  # ERROR
takes([1])  # ERROR

GET: Operation[User] = Operation("GET", "/x", returns={"200": rt.JsonResponse(lambda: User)})
LIST: PagedOperation[User, Page] = PagedOperation(
    "GET", "/x", query={"q": rt.BRACKETS}, pages=rt.CursorPages(items=("data",), parameter="a")
)

class Users(SyncResource):
    def get(self, id: str, *, limit: int = 1) -> User:
        return self._core.call(GET, {}, path={"id": id})
    def list(self) -> rt.SyncPage[User, Page]:
        return self._core.page(LIST, {})

class AsyncUsers(AsyncResource):
    async def get(self, id: str) -> User:
        return await self._core.call(GET, {}, path={"id": id})
    def list(self) -> rt.AsyncPager[User, Page]:
        return self._core.page(LIST, {})

def check(users: Users) -> None:
    raw = rt.raw_method(users.get)
    name: str = raw("1", limit=2).parse().id
    raw(1)  # ERROR
    with rt.streaming_method(users.get)("1") as response:
        at: dt.datetime | None = response.parse().at
    for user in users.list():
        name = user.id
    body: Page = rt.raw_method(users.list)().parse().body
    number: int = body  # ERROR

async def check_async(users: AsyncUsers) -> None:
    name: str = (await rt.async_raw_method(users.get)("1")).parse().id
    async for user in users.list():
        name = user.id
    page: rt.AsyncPage[User, Page] = await users.list()
    async with rt.async_streaming_method(users.list)() as response:
        body: Page = (await response.parse()).body
    raw: rt.APIResponse[rt.AsyncPage[User, Page]] = await rt.async_raw_method(users.list)()
"""


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_the_surface_is_typed(checker: str, tmp_path: Path) -> None:
    tool = Path(sys.executable).with_name(checker)
    if not tool.exists():
        pytest.skip(f"{checker} is not installed")
    package = tmp_path / "pkg"
    (package / "_runtime").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "py.typed").write_text("")
    for path in MODULES:
        (package / "_runtime" / path.name).write_text(path.read_text())
    (tmp_path / "use.py").write_text(TYPED)
    (tmp_path / "pyrightconfig.json").write_text(
        '{"typeCheckingMode": "strict", "reportPrivateUsage": false, "reportUnusedVariable": false}'
    )
    command = {
        "mypy": [tool, "--strict", "--no-incremental", "use.py", "pkg"],
        "pyright": [tool, "--pythonpath", sys.executable, "use.py", "pkg"],
    }[checker]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    wanted = [n for n, line in enumerate(TYPED.split("\n"), 1) if "# ERROR" in line]
    errors = [line for line in shown.splitlines() if "error" in line and ".py:" in line]
    found = [re.search(r"(\w+)\.py:(\d+)", line) for line in errors]
    places = sorted({(m[1], int(m[2])) for m in found if m})
    assert places == [("use", line) for line in wanted], shown
