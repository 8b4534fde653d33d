"""What the modules of a package contain: the values that templates see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeAlias

from specbind.python.layout import NOTHING, Code


@dataclass(frozen=True, slots=True)
class Member:
    """A line of a class body (`name: type = default`) and the docstring below it."""

    code: Code
    doc: Code = NOTHING


@dataclass(frozen=True, slots=True)
class ModelClass:
    """A class with fields: a model or a typed dict."""

    name: Code
    header: Code
    doc: Code
    members: tuple[Member, ...]

    @property
    def body(self) -> bool:
        """Whether anything stands in the class."""
        return bool(self.doc) or bool(self.members)


@dataclass(frozen=True, slots=True)
class Statement:
    """A module-level statement, such as a type alias or a constant, with the docstring below it."""

    code: Code
    doc: Code = NOTHING


@dataclass(frozen=True, slots=True)
class ModelsModule:
    """A module of models: classes first, then the aliases that need them. `pragma` is a comment for type checkers."""

    doc: Code
    classes: tuple[ModelClass, ...]
    statements: tuple[Statement, ...]
    pragma: Code = NOTHING


@dataclass(frozen=True, slots=True)
class ParamsModule:
    """A module of typed dicts: classes first, then the aliases that need them. `pragma` is as in a `ModelsModule`."""

    doc: Code
    classes: tuple[ModelClass, ...]
    statements: tuple[Statement, ...]
    pragma: Code = NOTHING


@dataclass(frozen=True, slots=True)
class OperationsModule:
    """The wire contract of one resource, or what the API sends, as constants."""

    doc: Code
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """A property that gives a child resource; `load` is the import inside it, so that it loads late."""

    signature: Code
    doc: Code
    load: Code
    create: Code


@dataclass(frozen=True, slots=True)
class Function:
    """One method: `signature` begins with `def` or `async def` and ends with the colon."""

    decorators: tuple[Code, ...]
    signature: Code
    doc: Code
    body: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A class that holds the same methods with another result, such as the raw response."""

    name: Code
    property: Code
    doc: Code
    create: Code
    signature: Code
    setup: Code
    assignments: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ResourceClass:
    """One flavour (sync or async) of a resource: a class, and its wrappers after it."""

    name: Code
    base: Code
    doc: Code
    children: tuple[Child, ...]
    functions: tuple[Function, ...]
    wrappers: tuple[Wrapper, ...]
    cached: Code


@dataclass(frozen=True, slots=True)
class ResourceModule:
    """Both flavours of one resource; `pragma` is a comment for type checkers."""

    doc: Code
    classes: tuple[ResourceClass, ...]
    pragma: Code = NOTHING


@dataclass(frozen=True, slots=True)
class ClientModule:
    """The client classes and the facts they start from."""

    doc: Code
    statements: tuple[Statement, ...]
    classes: tuple[ResourceClass, ...]


@dataclass(frozen=True, slots=True)
class LazyModule:
    """An `__init__` that loads its names on first use: each of `exports`; `places` says from which module."""

    doc: Code
    imports: tuple[Code, ...]
    exports: tuple[Code, ...]
    places: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class TestCase:
    """One generated function of a test module."""

    name: str
    decorators: tuple[Code, ...]
    signature: Code
    doc: Code
    body: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class TestModule:
    """The tests of one resource."""

    doc: Code
    statements: tuple[Statement, ...]
    cases: tuple[TestCase, ...]


@dataclass(frozen=True, slots=True)
class CopiedModule:
    """A module that every package carries as it is."""

    text: Code


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file whose whole text is ready: documents and markers."""

    text: str


Module: TypeAlias = (
    "ModelsModule | ParamsModule | OperationsModule | ResourceModule | ClientModule | LazyModule | TestModule"
)
Content: TypeAlias = "Module | TextFile"


@dataclass(frozen=True, slots=True)
class File:
    """A file to write, its path relative to the package (or to the folder of its tests)."""

    path: PurePosixPath
    content: Content


@dataclass(frozen=True, slots=True)
class Package:
    """All files of one API: the package, its tests, and the counts a summary prints. `name` may be dotted."""

    name: str
    files: tuple[File, ...]
    tests: tuple[File, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
