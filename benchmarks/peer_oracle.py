"""`python -m benchmarks.peer_oracle FILE_OR_FOLDER...`: our models beside those of datamodel-code-generator.

For each schema of a document's components (OpenAPI 3.x) that is a type of both, values are drawn from the schema and
broken, as `tests.corpus.oracle` does, and judged by `jsonschema`, by our type and by theirs. What is printed is how
often the three agree and, for each other combination of verdicts, why each of the two takes or refuses, how often, and
examples.
"""

from __future__ import annotations

import copy
import importlib
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from jsonschema import ValidationError

from benchmarks.measure import ROOT
from benchmarks.peers import Peers, prepare
from benchmarks.survey import documents
from tests.corpus.oracle import BROKEN_PER_VALUE, broken_somewhere, described, null_for_absent
from tests.corpus.tolerance import Tolerance
from tests.wire.document import Document, Placed
from tests.wire.sampler import Sampler

PROGRAM = ROOT / "benchmarks" / "programs" / "peer_models.py"
EXAMPLES = 3
SCHEMAS = 150
"""How many schemas of a document are drawn from at most."""


def plain(name: str) -> str:
    """A name without what differs between notations."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass(frozen=True, slots=True)
class Sample:
    """A value of a schema; the keyword by which `jsonschema` refuses it; why we may take it nevertheless."""

    schema: str
    text: str
    refused: str
    tolerated: str


@dataclass(slots=True)
class Drawn:
    """The samples of one document that we have a type for, with where we differ from each."""

    file: Path
    samples: list[Sample] = field(default_factory=list)
    mismatches: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Verdicts:
    """How often each combination of verdicts was met, and what was not compared."""

    files: int = 0
    agreed: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    combinations: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def add(self, where: str, sample: Sample, mismatch: str, error: str) -> None:
        """Count one."""
        if bool(sample.refused) == bool(mismatch) == bool(error):
            self.agreed += 1
            return
        taken = f"takes: {sample.tolerated}" if sample.tolerated else "takes"
        key = (
            f"refuses: {sample.refused}" if sample.refused else "takes",
            "refuses" if mismatch else taken,
            f"refuses: {error.partition(' ')[0]}" if error else "takes",
        )
        self.combinations[key] += 1
        shown = self.examples.setdefault(key, [])
        if len(shown) < EXAMPLES and not any(each.startswith(f"{where} {sample.schema}:") for each in shown):
            shown.append(
                f"{where} {sample.schema}: {sample.text[:160]} ({mismatch or 'ours takes'}; {error or 'takes'})"
            )


class Types:
    """Our types of a document."""

    def __init__(self, package: ModuleType) -> None:
        self._models = importlib.import_module(f"{package.__name__}.models")
        self._runtime = importlib.import_module(f"{package.__name__}._runtime.decode")
        self._names = {plain(name): name for name in self._models.__all__}

    def named(self, schema: str) -> Any:
        """The type of a schema, if there is one of its name."""
        name = self._names.get(plain(schema))
        return None if name is None else getattr(self._models, name)

    def mismatch(self, kind: Any, text: str) -> str:
        """Where a text differs from a type."""
        found = self._runtime.Decoder(lambda: kind).decode(text)[1]
        return str(found[0]) if found else ""


def drawn_from(document: Document, types: Types, found: Drawn, chance: random.Random) -> None:
    """Values of the schemas of a document's components, and broken ones, that we have a type for."""
    requests, responses = _used(document, "requestBody"), _used(document, "responses")
    schemas = list(((document.root.get("components") or {}).get("schemas") or {}).items())
    for name, schema in chance.sample(schemas, min(SCHEMAS, len(schemas))):
        kind = types.named(name)
        if kind is None:
            continue
        sent = id(schema) in requests and id(schema) not in responses
        try:
            samples = list(_samples(document, Placed(schema, document.base), name, sent, chance))
        except Exception:  # a construct that the sampler does not know says nothing of the models
            continue
        found.samples += samples
        found.mismatches += [types.mismatch(kind, each.text) for each in samples]


def _used(document: Document, key: str) -> set[int]:
    """The identities of everything that operations refer to below a key: our classes are of the directions used."""
    found: set[int] = set()
    waiting = []
    for item in (document.root.get("paths") or {}).values():
        operations = item.values() if isinstance(item, dict) else ()
        waiting += [Placed(each[key], document.base) for each in operations if isinstance(each, dict) and key in each]
    while waiting:
        placed = waiting.pop()
        if id(placed.value) in found or not isinstance(placed.value, dict | list):
            continue
        found.add(id(placed.value))
        if isinstance(placed.value, list):
            waiting += [Placed(each, placed.base) for each in placed.value]
            continue
        waiting += [Placed(each, placed.base) for each in placed.value.values()]
        try:
            waiting.append(document.follow(placed))
        except Exception:  # a reference that leads nowhere
            continue
    return found


def _samples(document: Document, placed: Placed, name: str, sent: bool, chance: random.Random) -> Iterator[Sample]:
    validator, tolerance = document.validator(placed, sent=sent), Tolerance(document)
    for full in (True, False):
        value = Sampler(document, sent=sent, full=full).value(placed)
        errors = list(validator.iter_errors(value))
        yield Sample(name, json.dumps(value), _word(errors), _reason(tolerance, errors))
        for _ in range(BROKEN_PER_VALUE):
            broken = copy.deepcopy(value)
            place = broken_somewhere(broken, chance)
            if place is not None:
                errors = list(validator.iter_errors(broken))
                because = null_for_absent(validator, tolerance, broken, place)
                yield Sample(name, json.dumps(broken), _word(errors), because or _reason(tolerance, errors))


def _word(errors: list[ValidationError]) -> str:
    """The keyword that refuses, inside a union that of its first variant."""
    error = errors[0] if errors else None
    while error is not None and error.context and error.validator in ("anyOf", "oneOf"):
        error = error.context[0]
    return "" if error is None else str(error.validator)


def _reason(tolerance: Tolerance, errors: list[ValidationError]) -> str:
    reasons = [tolerance.reason(each) for each in errors]
    return reasons[0] if reasons and all(reasons) else ""


def theirs(peers: Peers, documents: list[Drawn]) -> list[dict[str, Any]]:
    """The errors of their types for the samples of each document; or `{"error": ...}`."""
    jobs = []
    for drawn in documents:
        texts: dict[str, list[str]] = {}
        for sample in drawn.samples:
            texts.setdefault(sample.schema, []).append(sample.text)
        jobs.append({"file": str(drawn.file.resolve()), "samples": texts})
    with tempfile.TemporaryDirectory() as folder:
        job, result = Path(folder) / "job.json", Path(folder) / "result.json"
        job.write_text(json.dumps(jobs), encoding="utf-8")
        subprocess.run([peers.python, str(PROGRAM), str(job), str(result)], cwd=ROOT, capture_output=True, check=True)
        found: list[dict[str, Any]] = json.loads(result.read_text(encoding="utf-8"))
        return found


def ours(files: list[Path], verdicts: Verdicts) -> list[Drawn]:
    """The samples of each document that we generate, judged by our types."""
    found = []
    for number, file in enumerate(files):
        drawn = Drawn(file)
        with tempfile.TemporaryDirectory() as place:
            try:
                package, document = described(file, f"peer_oracle_{number}", Path(place))
            except AssertionError as refused:
                verdicts.unread[f"refused by us: {file.name}: {str(refused)[:120]}"] += 1
                continue
            if "openapi" in document.root:
                drawn_from(document, Types(package), drawn, random.Random(number))
        if drawn.samples:
            found.append(drawn)
        else:
            verdicts.unread["no schema of its own that is a type"] += 1
    return found


def compare(drawn: Drawn, answer: dict[str, Any], verdicts: Verdicts) -> None:
    """Count the verdicts of one document."""
    if "error" in answer and not isinstance(answer["error"], list):
        verdicts.unread[f"no models of theirs: {drawn.file.name}: {answer['error']}"] += 1
        return
    verdicts.files += 1
    left = {name: iter(errors) for name, errors in answer.items()}
    for sample, mismatch in zip(drawn.samples, drawn.mismatches, strict=True):
        if sample.schema in left:
            verdicts.add(drawn.file.name, sample, mismatch, next(left[sample.schema]))
        else:
            verdicts.unread["values whose schema is no type of theirs"] += 1


def main(places: list[str]) -> int:
    """Compare, and print what differs."""
    peers = prepare(ROOT / ".bench")
    if peers.folder is None:
        print(peers.reason)
        return 1
    verdicts = Verdicts()
    drawn = ours([file for file, _ in documents([Path(place) for place in places])], verdicts)
    for each, answer in zip(drawn, theirs(peers, drawn), strict=True):
        compare(each, answer, verdicts)
    total = verdicts.agreed + verdicts.combinations.total()
    print(f"{verdicts.files} documents, {total} values, all three agree on {verdicts.agreed}\n")
    for why, number in verdicts.unread.most_common():
        print(f"not compared: {number} x {why}")
    print("\n| jsonschema | ours | theirs | number |\n|---|---|---|--:|")
    for key, number in verdicts.combinations.most_common():
        print(f"| {' | '.join(key)} | {number} |")
        for example in verdicts.examples[key]:
            print(f"    {example}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
