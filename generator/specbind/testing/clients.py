"""A generated client as a test finds it: its package, its credentials, the operation behind a method.

Nothing of the package is imported by name, so that a copy may be anywhere in a service.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, TypeVar

ClientT = TypeVar("ClientT")

Operation = Any
"""The wire contract of a call: the package's own `_runtime.AnyOperation`, known by its attributes."""


def is_async(client: type[object]) -> bool:
    """Whether the calls of a client are awaited."""
    return hasattr(client, "__aenter__")


def connected(client: type[ClientT], **settings: Any) -> ClientT:
    """A client with a fake credential for each scheme of its API; settings that are given hold."""
    usual: dict[str, Any] = {"max_retries": 0, "strict_responses": True}
    return client(**{**credentials(client), **usual, **settings})


def credentials(client: type[object]) -> dict[str, Any]:
    """The arguments that take credentials, each with a fake one."""
    taken = inspect.signature(client).parameters
    schemes: Mapping[str, Any] = _description(client).schemes
    found = {scheme.argument: _fake(scheme) for scheme in schemes.values()}
    return {name: value for name, value in found.items() if name in taken}


def _fake(scheme: object) -> object:
    return ("user", "fake") if type(scheme).__name__ == "BasicAuth" else "fake"


def _description(client: type[object]) -> Any:
    """What the package says about its API."""
    return vars(_module(client))["API"]


def _module(client: type[object]) -> Any:
    """The module of the generated class among the bases of a client."""
    for each in client.__mro__:
        module = sys.modules.get(each.__module__)
        if module is not None and "API" in vars(module):
            return module
    raise TypeError(f"{client.__name__} is no client that specbind generated")


def operations(client: type[object]) -> Iterator[Operation]:
    """The operations of a client's package."""
    package = importlib.import_module(f"{_module(client).__package__}.operations")
    for found in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        yield from (value for value in vars(module).values() if hasattr(value, "path") and hasattr(value, "returns"))


def template(path: str) -> re.Pattern[str]:
    """The expression of a path with variables, each within a segment."""
    parts = re.split(r"\{[^{}]+\}", path)
    return re.compile("([^/]+)".join(map(re.escape, parts)))


class _CapturedError(Exception):
    def __init__(self, operation: Operation) -> None:
        super().__init__()
        self.operation = operation


class _Capture:
    """Stands for the core of a client: it takes the operation of a call, and makes none."""

    def __getattr__(self, name: str) -> Any:
        def capturing(operation: Operation, *_: object, **__: object) -> NoReturn:
            raise _CapturedError(operation)

        return capturing


def operation_of(method: Any) -> Operation:
    """The operation of a client's method. Raises `TypeError` where it is none."""
    resource = getattr(method, "__self__", None)
    if resource is None or not hasattr(resource, "_core"):
        raise TypeError(f"{method!r} is no method of a client, such as `fake.client.pets.list`, and no `GET /pets`")
    alone = copy.copy(resource)
    alone.__dict__.clear()
    alone._core = _Capture()
    bound = getattr(alone, method.__name__)
    needed = [each for each in inspect.signature(bound).parameters.values() if each.default is each.empty]
    positional = [None for each in needed if each.kind is each.POSITIONAL_OR_KEYWORD]
    named = {each.name: None for each in needed if each.kind is each.KEYWORD_ONLY}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = bound(*positional, **named)
            if inspect.iscoroutine(result):
                result.send(None)
    except _CapturedError as captured:
        return captured.operation
    raise TypeError(f"{method!r} makes no call")
