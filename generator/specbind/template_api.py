"""What users' templates may rely on: the templates, their blocks, the names in them, and the version of all that.

`docs/templates.md` is drawn from here and from `python/package.py`. What is removed, renamed or given another meaning
raises `VERSION` and is an entry of `CHANGES`; what is only added does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VERSION: Final = 1

CHANGES: Final[Mapping[int, str]] = {1: "the first version"}
"""What each version changed against the one before, naming the blocks and names that are different."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a template that can be overridden. `names` are those of the loops around it."""

    name: str
    about: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be extended. `module` is the class of its `module`."""

    name: str
    about: str
    module: str
    blocks: tuple[Block, ...]


NAMES: Final[Mapping[str, str]] = {
    "module": "what the module contains, see below; `Code` values are printed as they are",
    "path": 'the path of the module in its package, a text such as `"models/pets.py"`',
    "package": 'the import name of the package, a text such as `"petstore"`',
}
"""What every block sees."""

FILTERS: Final[Mapping[str, str]] = {
    "literal": "a text, number, boolean or none as a Python literal",
    "identifier": "a text that is a Python identifier, or several with dots between them, as code",
}
"""What makes code of a text; nothing else does."""

_COMMON: Final = (
    Block("header", "comment lines below the first line of the file; nothing unless overridden"),
    Block("module_docstring", "the docstring of the module"),
    Block("extra_imports", "imports of yours, below those of the module; nothing unless overridden"),
    Block("body", "everything below the imports"),
    Block("module_extra", "statements at the end of the module; nothing unless overridden"),
)
_CLASS: Final = ("class_",)
_METHOD: Final = ("class_", "method")
_TYPES: Final = (
    Block("class_docstring", "the docstring of each class", _CLASS),
    Block("class_fields", "the fields of each class", _CLASS),
    Block("class_extra", "lines at the end of each class; `pass` in a class without any, else nothing", _CLASS),
)
_CALLS: Final = (
    Block("class_docstring", "the docstring of each class", _CLASS),
    Block("method_start", "lines before the body of each method; nothing unless overridden", _METHOD),
    Block("class_extra", "lines at the end of each class; nothing unless overridden", _CLASS),
)

TEMPLATES: Final = (
    Template(
        "module.py.jinja",
        "what all modules have in common; its `header` goes into the modules of `_runtime`, too",
        "",
        _COMMON,
    ),
    Template("models.py.jinja", "the modules of `models`", "ModelsModule", (*_COMMON, *_TYPES)),
    Template("params.py.jinja", "the modules of `params`: typed dicts", "ParamsModule", (*_COMMON, *_TYPES)),
    Template("operations.py.jinja", "the modules of `operations`, and `webhooks.py`", "OperationsModule", _COMMON),
    Template(
        "resources.py.jinja",
        "the modules of `resources`",
        "ResourceModule",
        (
            *_COMMON,
            *_CALLS,
            Block(
                "wrapper_extra",
                "lines at the end of each class of raw or streamed responses; nothing unless overridden",
                ("class_", "wrapper"),
            ),
        ),
    ),
    Template("client.py.jinja", "`_client.py`, with the two clients", "ClientModule", (*_COMMON, *_CALLS)),
    Template("init.py.jinja", "the `__init__` modules", "LazyModule", _COMMON),
    Template(
        "tests.py.jinja",
        "the modules of the generated tests",
        "TestModule",
        (*_COMMON, Block("case_start", "lines before the body of each test; nothing unless overridden", ("case",))),
    ),
)
BY_NAME: Final[Mapping[str, Template]] = {template.name: template for template in TEMPLATES}
