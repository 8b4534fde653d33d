"""Generated models against a JSON Schema validator: what one takes the other takes, what one refuses the other refuses.

For each JSON result of each operation of a published description, values are drawn from the schema by a sampler of the
tests' own. Each must be read by the generated package without a mismatch and be written back as it was. Each is then
broken at random places: what `jsonschema` still takes must be read without a mismatch, and what it refuses must be
reported, or be tolerated for a reason of `tests.corpus.tolerance`.

`python -m tests.corpus.oracle FILE...` prints a line for each description and its disagreements.
"""

from __future__ import annotations

import copy
import datetime as dt
import importlib
import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

from pydantic import TypeAdapter, ValidationError
from specbind import pipeline
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector
from specbind.files import Target, update
from specbind.openapi.load import load

from tests.corpus.tolerance import Tolerance
from tests.wire.document import Document, Placed, absolute
from tests.wire.sampler import Sampler

BROKEN_PER_VALUE = 6
_TYPED = frozenset(("type", "allOf", "anyOf", "oneOf", "$ref", "enum", "const", "not"))
OTHERS: tuple[Any, ...] = (7, 3.0, 2.5, "text", "5", True, [1], {"x": 1}, None)


@dataclass
class Tally:
    """How often both agreed, what is tolerated by design, and each kind of disagreement with one example.

    `unsound` counts values of the sampler that the validator refuses, which say nothing of the models.
    """

    agreed: int = 0
    tolerated: Counter[str] = field(default_factory=Counter)
    unsound: int = 0
    differences: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def compared(self) -> int:
        """How many values both judged, without those tolerated."""
        return self.agreed + sum(self.differences.values())

    def differ(self, kind: str, where: str, value: Any, why: object) -> None:
        """Note a disagreement."""
        self.differences[kind] += 1
        self.examples.setdefault(kind, f"{where}: {json.dumps(value)[:300]} ({str(why)[:300]})")


@dataclass(frozen=True)
class Compared:
    """One result of one operation: where it is, how the package reads it, how it is documented."""

    where: str
    placed: Placed
    validator: Any
    tolerance: Tolerance
    decoder: Any
    adapter: TypeAdapter[Any]


def canonical(schema: Any, key: str = "") -> Any:
    """A description in the words of JSON Schema: `nullable`, bounds that are flags.

    Two things are said by the letter of no specification, but meant: where `properties` stand without a type an
    object is, and an `allOf` with a part that is `nullable: true` and no more may be null. `key` is what the value is
    a member of.
    """
    if isinstance(schema, list):
        return [canonical(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    parts = schema.get("allOf")
    if isinstance(parts, list) and {"nullable": True} in parts:
        schema = {**schema, "allOf": [each for each in parts if each != {"nullable": True}], "nullable": True}
    found = {name: canonical(value, name) for name, value in schema.items()}
    if key != "properties" and isinstance(found.get("properties"), dict) and not found.keys() & _TYPED:
        found["type"] = "object"
    for bound in ("minimum", "maximum"):
        flag = f"exclusive{bound.capitalize()}"
        if found.get(flag) is True and bound in found:
            found[flag] = found.pop(bound)
        elif isinstance(found.get(flag), bool):
            del found[flag]
    if found.get("nullable") is True:
        del found["nullable"]
        return _nullable(found)
    return found


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
    elif "type" not in schema and schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


def compare(package: ModuleType, folder: Path, document: Document, chance: random.Random, most: int) -> Tally:
    """Compare the models of a package with the schemas of its description, `most` results of it."""
    tally, tolerance = Tally(), Tolerance(document)
    found = list(_results(package, folder))
    chance.shuffle(found)
    for method, path, status, returned in found[:most]:
        placed = _schema_of(document, method, path, status, returned.media_type)
        if placed is None:
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(returned.thunk())
        validator = document.validator(placed, sent=False)
        one = Compared(f"{method} {path} {status}", placed, validator, tolerance, returned.decoder, adapter)
        for full in (True, False):
            try:
                value = Sampler(document, sent=False, full=full).value(placed)
            except Exception:  # a construct that the sampler does not know says nothing of the models
                tally.unsound += 1
                continue
            _valid(one, value, tally, chance)
    return tally


def _results(package: ModuleType, folder: Path) -> Iterator[tuple[str, str, str, Any]]:
    """The JSON results of a package: method, path, status, and what gives the type."""
    for path in sorted((folder / "operations").glob("*.py")):
        if path.stem == "__init__":
            continue
        module = importlib.import_module(f"{package.__name__}.operations.{path.stem}")
        for constant in vars(module).values():
            for status, returned in getattr(constant, "returns", {}).items():
                for one in returned if isinstance(returned, tuple) else (returned,):
                    if type(one).__name__ == "JsonResponse":
                        yield constant.method, constant.path, status, one


def _schema_of(document: Document, method: str, path: str, status: str, media_type: str) -> Placed | None:
    """The schema of a documented result."""
    item = document.follow(Placed(document.root["paths"].get(path, {}), document.base))
    operation = item.value.get(method.lower())
    if operation is None:
        return None
    written = {
        str(key) if str(key) == "default" else str(key).upper(): each for key, each in operation["responses"].items()
    }
    response = document.follow(Placed(written.get(status, {}), item.base))
    for name, content in (response.value.get("content") or {}).items():
        if name.lower() == media_type and "schema" in content:
            return Placed(content["schema"], response.base)
    return None


def _valid(one: Compared, value: Any, tally: Tally, chance: random.Random) -> None:
    """A value of the schema: read, written, and broken."""
    if next(one.validator.iter_errors(value), None) is not None:
        tally.unsound += 1
        return
    read, mismatches = one.decoder.decode(json.dumps(value))
    if mismatches:
        tally.differ("a value of the schema is refused", one.where, value, mismatches[0])
        return
    written = one.adapter.dump_python(read, mode="json", by_alias=True, exclude_unset=True)
    if same(value, written):
        tally.agreed += 1
    else:
        tally.differ("a value is not written as it was read", one.where, value, json.dumps(written, default=str))
    for _ in range(BROKEN_PER_VALUE):
        broken = copy.deepcopy(value)
        place = broken_somewhere(broken, chance)
        if place is None:
            return
        _broken(one, broken, place, tally)


Place = tuple[Any, Any]
"""A list or an object, and the index or the key of the value in it that was broken."""


def _broken(one: Compared, value: Any, place: Place, tally: Tally) -> None:
    """A value that was changed somewhere: both take it, or both refuse it."""
    errors = list(one.validator.iter_errors(value))
    _, mismatches = one.decoder.decode(json.dumps(value))
    if bool(errors) == bool(mismatches):
        tally.agreed += 1
        return
    if mismatches:
        tally.differ("a changed value of the schema is refused", one.where, value, mismatches[0])
        return
    because = null_for_absent(one.validator, one.tolerance, value, place)
    reasons = [because or one.tolerance.reason(each) for each in errors]
    if all(reasons):
        tally.tolerated[reasons[0]] += 1
        return
    wrong = next(each for each, why in zip(errors, reasons, strict=True) if not why)
    at = f"{wrong.json_path} {list(wrong.relative_schema_path)[-3:]} <- {place[1]!r}: {str(wrong.message)[:200]}"
    tally.differ(f"taken in spite of `{wrong.validator}`", one.where, value, at)


def null_for_absent(validator: Any, tolerance: Tolerance, value: Any, place: Place) -> str:
    """A null where the member may be left out is read as if it were."""
    parent, key = place
    if not isinstance(parent, dict) or parent.get(key, ...) is not None:
        return ""
    del parent[key]
    fine = all(map(tolerance.reason, validator.iter_errors(value)))
    parent[key] = None
    return "null in an optional member" if fine else ""


def broken_somewhere(value: Any, chance: random.Random) -> Place | None:
    """Replace one value inside by one of another type, or take one member away; where that was."""
    places = list(_places(value))
    if not places:
        return None
    parent, key = chance.choice(places)
    if isinstance(parent, dict) and chance.random() < 0.3:
        del parent[key]
        return parent, key
    parent[key] = copy.deepcopy(chance.choice([each for each in OTHERS if type(each) is not type(parent[key])]))
    return parent, key


def _places(value: Any) -> Iterator[Place]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(entries):
        yield value, key
        yield from _places(inner)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values say the same: numbers by value, moments by what they mean."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if one == other:
        return True
    moment = _moment(one)
    return moment is not None and moment == _moment(other)


def _moment(value: Any) -> object:
    if not isinstance(value, str):
        return None
    for read in (dt.datetime.fromisoformat, dt.time.fromisoformat, TypeAdapter(dt.timedelta).validate_python):
        try:
            return read(value)
        except (ValueError, ValidationError):
            continue
    return None


def described(file: Path, name: str, out: Path) -> tuple[ModuleType, Document]:
    """The package of a description, made and imported, and the description as the validator reads it."""
    collector = Collector()
    generated = pipeline.generated(from_arguments(file, name, None, out, False), collector)
    assert generated is not None, [each.message for each in collector.diagnostics]
    assert update(generated, Target(out, name, out), collector) is not None
    return imported(out, name), Document(_copied(file.resolve(), out / f"{name}-document"))


def _copied(file: Path, folder: Path) -> Path:
    """The description and the files it refers to, in the words of JSON Schema and with absolute references, below a
    folder; where the first is.
    """
    found: dict[Path, Any] = {}
    waiting = [file]
    while waiting:
        path = waiting.pop()
        read = load(path, path.name, Collector())
        if path in found or read is None:
            continue
        found[path] = canonical(read.value)
        waiting += [(path.parent / name).resolve() for name in _files_in(read.value) if (path.parent / name).is_file()]
    root = Path(os.path.commonpath([path.parent for path in found]))
    for path, value in found.items():
        copied = folder / path.relative_to(root)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(json.dumps(absolute(value, copied.as_uri())), encoding="utf-8")
    return folder / file.relative_to(root)


def _files_in(value: Any) -> Iterator[str]:
    """The files that references name."""
    if isinstance(value, Mapping):
        reference = value.get("$ref")
        if isinstance(reference, str) and "://" not in reference and reference.partition("#")[0]:
            yield unquote(reference.partition("#")[0])
        for each in value.values():
            yield from _files_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _files_in(each)


def imported(out: Path, name: str) -> ModuleType:
    """A package of the folder `out`."""
    sys.path.insert(0, str(out))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(out))


def main(files: list[str], most: int = 150) -> None:
    """Compare some descriptions and say how far both agree."""
    for file in files:
        name = "oracle_" + Path(file).name.partition(".")[0].replace("-", "_")
        with tempfile.TemporaryDirectory() as folder:
            package, document = described(Path(file), name, Path(folder))
            tally = compare(package, Path(folder) / name, document, random.Random(1), most)
        tolerated = dict(tally.tolerated.most_common())
        print(Path(file).name, tally.agreed, tally.compared, "unsound", tally.unsound, tolerated, flush=True)
        for kind, number in tally.differences.most_common():
            print(f"    {number} x {kind}: {tally.examples[kind]}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
