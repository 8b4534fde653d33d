"""Descriptions written to a folder and read from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from specbind.diagnostics import Collector, Diagnostic
from specbind.ir.api import Api, Operation
from specbind.ir.types import Field, ObjectType, Type
from specbind.openapi.read import read


@dataclass(frozen=True)
class Result:
    """What came of reading a description."""

    found: Api | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def api(self) -> Api:
        """The API, which must be there."""
        assert self.found is not None, self.problems
        return self.found

    @property
    def problems(self) -> list[str]:
        """Each diagnostic as `CODE line:column message`."""
        lines = []
        for diagnostic in self.diagnostics:
            assert diagnostic.span is not None
            at = diagnostic.span.position
            lines.append(f"{diagnostic.rule.code} {at.line}:{at.column} {diagnostic.message}")
        return lines

    @property
    def codes(self) -> list[str]:
        """The codes of the diagnostics."""
        return [diagnostic.rule.code for diagnostic in self.diagnostics]

    def type(self, name: str) -> Type:
        """What a declared type is."""
        return next(decl.type for decl in self.api.types if decl.name == name)

    def field(self, owner: str, name: str) -> Field:
        """A member of a declared object."""
        of = self.type(owner)
        assert isinstance(of, ObjectType), of
        return next(field for field in of.fields if field.wire_name == name)

    def operation(self, key: str) -> Operation:
        """An operation by its key."""
        return next(operation for operation in self.api.operations if operation.key == key)


Reader = Callable[..., Result]


@pytest.fixture
def read_text(tmp_path: Path) -> Reader:
    """Reads a description given as text, with further files beside it."""

    def run(text: str | bytes, name: str = "api.yaml", **files: str) -> Result:
        folder = tmp_path / "spec"
        folder.mkdir(exist_ok=True)
        for path, content in {**files, name: text}.items():
            file = folder / path.replace("__", "/").replace("_yaml", ".yaml")
            if path == name:
                file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        collector = Collector()
        return Result(read(folder / name, collector), collector.diagnostics)

    return run


@pytest.fixture
def read_schemas(read_text: Reader) -> Reader:
    """Reads component schemas; the first of them stands in line 5 of the text."""

    def run(schemas: str, version: str = "3.1.0", **files: str) -> Result:
        lines = dedent(schemas).strip("\n").splitlines()
        body = "".join(f"    {line}\n" for line in lines)
        head = f"openapi: {version}\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n"
        return read_text(head + body, **files)

    return run


@pytest.fixture
def read_operation(read_text: Reader) -> Reader:
    """Reads one operation, `GET /things/{id}`, which begins in line 10 of the text; its `id` is declared."""

    def run(operation: str, components: str = "", version: str = "3.1.0") -> Result:
        lines = dedent(operation).strip("\n").splitlines()
        body = "".join(f"      {line}\n" for line in lines)
        parts = dedent(components).strip("\n").splitlines()
        tail = "components:\n" + "".join(f"  {line}\n" for line in parts) if parts else ""
        head = dedent(f"""\
            openapi: {version}
            info: {{title: T, version: '1'}}
            paths:
              /things/{{id}}:
                parameters:
                - name: id
                  in: path
                  required: true
                  schema: {{type: string}}
                get:
        """)
        return read_text(head + body + tail)

    return run
