"""`python -m benchmarks.peer_oracle FILE_OR_FOLDER...`: our models beside those of datamodel-code-generator.

For each schema of a document's components that is a class of both, values are drawn from the schema and broken, as
`tests.corpus.oracle` does, and judged by `jsonschema`, by our class and by theirs. What is printed is how often the
three agree, and for each other combination the keyword that refuses the value, how often, and one example.
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

from benchmarks.measure import ROOT
from benchmarks.peers import Peers, prepare
from benchmarks.survey import documents
from tests.corpus.oracle import BROKEN_PER_VALUE, broken_somewhere, described
from tests.wire.document import Document, Placed
from tests.wire.sampler import Sampler

PROGRAM = ROOT / "benchmarks" / "programs" / "peer_models.py"
SECONDS = 180


def plain(name: str) -> str:
    """A name without what differs between notations."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass(frozen=True, slots=True)
class Sample:
    """A value, and the keyword by which `jsonschema` refuses it, or nothing."""

    schema: str
    text: str
    refused: str


@dataclass(slots=True)
class Verdicts:
    """How often each combination of verdicts was met."""

    compared: int = 0
    files: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    combinations: Counter[tuple[str, bool, bool]] = field(default_factory=Counter)
    examples: dict[tuple[str, bool, bool], str] = field(default_factory=dict)

    def add(self, where: str, sample: Sample, ours: bool, theirs: bool) -> None:
        """Count one."""
        self.compared += 1
        key = sample.refused, ours, theirs
        self.combinations[key] += 1
        self.examples.setdefault(key, f"{where} {sample.schema}: {sample.text[:160]}")


def samples(document: Document, chance: random.Random) -> Iterator[Sample]:
    """Values of the schemas of a document's components, and broken ones."""
    for name, schema in ((document.root.get("components") or {}).get("schemas") or {}).items():
        placed = Placed(schema, document.base)
        try:
            validator = document.validator(placed, sent=False)
            for full in (True, False):
                value = Sampler(document, sent=False, full=full).value(placed)
                yield Sample(name, json.dumps(value), _refused(validator, value))
                for _ in range(BROKEN_PER_VALUE):
                    broken = copy.deepcopy(value)
                    if broken_somewhere(broken, chance) is not None:
                        yield Sample(name, json.dumps(broken), _refused(validator, broken))
        except Exception:  # a construct that the sampler does not know says nothing of the models
            continue


def _refused(validator: Any, value: object) -> str:
    error = next(validator.iter_errors(value), None)
    while error is not None and error.context and error.validator in ("anyOf", "oneOf"):
        error = error.context[0]
    return "" if error is None else str(error.validator)


def ours(package: ModuleType, drawn: list[Sample]) -> dict[Sample, bool]:
    """What our classes take without a mismatch."""
    models = importlib.import_module(f"{package.__name__}.models")
    decoder = importlib.import_module(f"{package.__name__}._runtime.decode").Decoder
    kinds = {plain(name): name for name in models.__all__}
    found = {}
    for sample in drawn:
        name = kinds.get(plain(sample.schema))
        if name is not None:
            kind = getattr(models, name)
            found[sample] = not decoder(lambda kind=kind: kind).decode(sample.text)[1]
    return found


def theirs(peers: Peers, document: Document, drawn: list[Sample], folder: Path) -> dict[Sample, bool]:
    """What their classes take; raises `RuntimeError` where they have none."""
    job, result = folder / "job.json", folder / "result.json"
    texts: dict[str, list[str]] = {}
    for sample in drawn:
        texts.setdefault(sample.schema, []).append(sample.text)
    job.write_text(json.dumps({"file": str(document.path.resolve()), "samples": texts}), encoding="utf-8")
    command = [peers.python, str(PROGRAM), str(job), str(result)]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False)
    verdicts = json.loads(result.read_text(encoding="utf-8"))
    if "error" in verdicts:
        raise RuntimeError(verdicts["error"])
    flat = {(name, text): taken for name in verdicts for text, taken in zip(texts[name], verdicts[name], strict=True)}
    return {each: flat[each.schema, each.text] for each in drawn if (each.schema, each.text) in flat}


def compare(peers: Peers, file: Path, number: int, verdicts: Verdicts) -> None:
    """Compare both packages of one document."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        try:
            package, document = described(file, f"peer_oracle_{number}", folder)
        except AssertionError:
            verdicts.unread["refused by us"] += 1
            return
        drawn = list(samples(document, random.Random(number)))
        mine = ours(package, drawn)
        try:
            others = theirs(peers, document, drawn, folder)
        except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
            verdicts.unread[f"they have no models: {str(error).partition(':')[0]}"] += 1
            return
    verdicts.files += 1
    for sample in drawn:
        if sample in mine and sample in others:
            verdicts.add(file.name, sample, mine[sample], others[sample])


def main(places: list[str]) -> int:
    """Compare, and print what differs."""
    peers = prepare(ROOT / ".bench")
    if peers.folder is None:
        print(peers.reason)
        return 1
    verdicts = Verdicts()
    for number, (file, _) in enumerate(documents([Path(place) for place in places])):
        compare(peers, file, number, verdicts)
    print(f"{verdicts.files} documents, {verdicts.compared} values; not compared: {dict(verdicts.unread)}\n")
    print("| jsonschema | ours | theirs | number | example |\n|---|---|---|--:|---|")
    words = {True: "takes", False: "refuses"}
    for (refused, mine, other), number in verdicts.combinations.most_common():
        example = "" if mine == other == (not refused) else verdicts.examples[refused, mine, other]
        verdict = f"refuses: {refused}" if refused else "takes"
        print(f"| {verdict} | {words[mine]} | {words[other]} | {number} | {example} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
