"""Import a generated package from memory, every module of it."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType

from tests.cases.generating import PACKAGE, forget

OWN = f"{PACKAGE}._runtime."


@cache
def _compiled(text: str, path: str) -> CodeType:
    return compile(text, path, "exec", dont_inherit=True)


class _Memory(MetaPathFinder, Loader):
    """Finds the modules of one package in a mapping of texts."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._texts = {}
        for path, text in files.items():
            if path.endswith(".py"):
                parts = [PACKAGE, *path.removesuffix(".py").split("/")]
                self._texts[".".join(part for part in parts if part != "__init__")] = (path, text)

    @property
    def modules(self) -> list[str]:
        return sorted(self._texts)

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname not in self._texts:
            return None
        return ModuleSpec(fullname, self, is_package=self._texts[fullname][0].endswith("__init__.py"))

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        path, text = self._texts[module.__name__]
        exec(_compiled(text, path), vars(module))


_RUNTIME: dict[str, ModuleType] = {}
"""The runtime's modules: the same text in every package, so they are run once."""


@contextmanager
def all_imported(files: Mapping[str, str]) -> Iterator[ModuleType]:
    """The package with every module of it imported."""
    for path, text in files.items():
        if path.endswith(".py") and not path.startswith("_runtime/"):
            ast.parse(text)
    memory = _Memory(files)
    forget()
    sys.modules.update(_RUNTIME)
    sys.meta_path.insert(0, memory)
    try:
        for name in memory.modules:
            importlib.import_module(name)
        _RUNTIME.update((name, sys.modules[name]) for name in memory.modules if f"{name}.".startswith(OWN))
        yield sys.modules[PACKAGE]
    finally:
        sys.meta_path.remove(memory)
        forget()
