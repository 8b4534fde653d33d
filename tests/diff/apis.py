"""Descriptions for tests of reviews: read from text, from values, from files."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import yaml
from specbind.diagnostics import Collector
from specbind.diff.compare import compare
from specbind.diff.finding import Finding
from specbind.diff.review import Review
from specbind.ir.api import Api
from specbind.openapi.read import read

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
CASES = SHARED / "diff-cases"
OWN = (ROOT / "spec/openai-admin/openapi.yaml", ROOT / "spec/showcase/openapi.yaml")


def api(path: Path) -> Api:
    """The API of a file."""
    found = read(path, Collector())
    assert found is not None, path
    return found


def api_of(text: str) -> Api:
    """The API of a description in YAML; what every description needs is put in front of it."""
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "openapi.yaml"
        path.write_text(text if "openapi:" in text else head + text, "utf-8")
        return api(path)


def api_of_values(values: Any) -> Api:
    """The API of a description in plain values."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "openapi.json"
        path.write_text(json.dumps(values, default=str), "utf-8")
        return api(path)


class Decimal(yaml.CSafeLoader):
    """YAML in which `082` is a number and `18:00` a text, as in 1.2; PyYAML, which knows 1.1, has it the other way."""


_CLOCK = ("tag:yaml.org,2002:str", re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?$"))
Decimal.yaml_implicit_resolvers = {
    sign: [_CLOCK, *known] if sign in "-+0123456789" else known
    for sign, known in Decimal.yaml_implicit_resolvers.items()
}
Decimal.add_implicit_resolver("!decimal", re.compile(r"[-+]?0[0-7]*[89][0-9]*$"), list("-+0"))
Decimal.add_constructor("!decimal", lambda _, node: int(node.value))


def values_of(path: Path) -> Any:
    """A description as plain values."""
    text = path.read_text("utf-8")
    return json.loads(text) if path.suffix == ".json" else yaml.load(text, Decimal)


def review(base: str, revision: str) -> Review:
    """The review of two descriptions in YAML."""
    return compare(api_of(base), api_of(revision))


def only(found: Review) -> Finding:
    """The one finding of a review."""
    assert len(found.findings) == 1, [(each.rules, each.title) for each in found.findings]
    return found.findings[0]


def said(found: Review) -> list[tuple[str, str, str]]:
    """Each finding as its rule and both verdicts."""
    return [(each.rule, each.wire.value, each.python.value) for each in found.findings]
