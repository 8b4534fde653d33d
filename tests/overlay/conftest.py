"""A description and an overlay in a folder of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from specbind import pipeline
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.openapi_export.write import Syntax

PETS = """\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      parameters:
        - $ref: '#/components/parameters/Limit'
        - {name: tag, in: query, schema: {type: string}}
      responses:
        '200':
          description: All pets.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    delete: {responses: {'204': {description: Gone.}}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: number}}
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: {type: string}
        age: {type: number, nullable: true}
        kind: {type: string, enum: [cat, dog]}
"""


@dataclass
class Laid:
    """What became of a description with overlays."""

    api: Api | None
    text: str | None
    collector: Collector
    said: list[str] = field(default_factory=list)


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "pets.yaml").write_text(PETS)

    def overlay(self, actions: str, name: str = "pets.overlay.yaml", version: str = "1.1.0") -> Path:
        head = f"overlay: {version}\ninfo: {{title: Corrections, version: '1'}}\nactions:\n"
        return self.file(head + actions, name)

    def file(self, text: str, name: str = "pets.overlay.yaml") -> Path:
        (self.path / name).write_text(text)
        return self.path / name

    def lay(self, *overlays: Path) -> Laid:
        config = from_arguments(self.path / "pets.yaml", "pets", None, self.path / "out", True, overlays=overlays)
        collector = Collector()
        api = pipeline.described(config, collector)
        text = pipeline.normalised(config, Syntax.YAML, Collector()) if api is not None else None
        said = []
        for each in collector.diagnostics:
            assert each.span is not None
            place = f"{Path(each.span.source.path).name}:{each.span.position.line}"
            said.append(f"{each.rule.code} {place} {each.message}" + (f" ({each.help})" if each.help else ""))
        return Laid(api, text, collector, said)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
