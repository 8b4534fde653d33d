"""`python -m benchmarks.fuzz`: broken descriptions through every stage, and broken bytes through the loader.

Structural mutations are of ten small descriptions of different kinds (`seeds.yaml`): members are lost, moved, renamed,
repeated, replaced by values of other types or by parts of another description. What comes out of every stage is
compiled. `--bytes FILE...` breaks the bytes of files instead. A failure is printed with the number that repeats it
(`--first N --count 1`); one with the same end of its traceback is counted only. Interrupted, the
command says what became of those so far.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import TypeAlias

import yaml
from specbind import pipeline
from specbind.config_read import from_arguments
from specbind.diagnostics import Collector
from specbind.ir.types import Json
from specbind.openapi.load import load

SEEDS = Path(__file__).with_name("seeds.yaml")
SECONDS = 10
STRANGE: tuple[Json, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, 1e308, "", "x", "null", "$", "#", "#/", "#/paths", "object", "array",
    "string", "integer", "number", "boolean", [], {}, [[]], [{}], {"": {}}, {"$ref": "#"}, {"$ref": ""},
    {"type": "object"}, {"type": []}, {"allOf": []}, {"enum": []}, "\u0000", "\ud800", "\u202e", '"""', "\\", "é",
)  # fmt: skip
MARKS = tuple(rb"""{}[]:,"'#&*!|>%@-""") + tuple(b" \t\r\n\\\x00\x80\xc3\xef\xff0e.~")

Place: TypeAlias = "tuple[dict[str, Json], str] | tuple[list[Json], int]"


class HangError(Exception):
    """One description took too long."""


@dataclass(slots=True)
class Outcome:
    """What became of the descriptions."""

    written: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_number: int = -1
    failures: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, work: Callable[[], bool]) -> str | None:
        """Count one; the traceback of a failure that was not met before."""
        started = process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            if work():
                self.written += 1
            else:
                self.refused += 1
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            key = f"{type(error).__name__} in {frames[-1].name}, line {frames[-1].lineno} of {frames[-1].filename}"
            self.failures[key] += 1
            return traceback.format_exc(limit=-6) if self.failures[key] == 1 else None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            took = process_time() - started
            if took > self.slowest:
                self.slowest, self.slowest_number = took, number
        return None


def seeds() -> tuple[Json, ...]:
    """The descriptions that are broken."""
    return tuple(yaml.safe_load_all(SEEDS.read_text(encoding="utf-8")))


def broken(number: int, whole: Sequence[Json]) -> Json:
    """The description of this number: one of `whole`, changed at one to four places."""
    chance = random.Random(number)
    made = copy.deepcopy(whole[number % len(whole)])
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        places = list(_places(made))
        if places:
            _break(made, places, chance, whole)
    return made


def _break(made: Json, places: list[Place], chance: random.Random, whole: Sequence[Json]) -> None:
    parent, key = chance.choice(places)
    match chance.randrange(9):
        case 0:
            del parent[key]  # type: ignore[arg-type]
        case 1:
            _put(parent, key, copy.deepcopy(chance.choice(STRANGE)))
        case 2:
            _put(parent, key, copy.deepcopy(_value(*chance.choice(places))))
        case 3:
            _put(parent, key, _part_of(chance.choice(whole), chance))
        case 4:
            inner = _value(parent, key)
            wrapped: tuple[Json, ...] = ([inner], {"x": inner}, {"$ref": "#/x"})
            _put(parent, key, chance.choice(wrapped))
        case 5:
            _put(parent, key, {"$ref": _pointer(made, chance)})
        case 6 if isinstance(parent, dict):
            names = [str(name) for _, name in places if isinstance(name, str)]
            parent[chance.choice(names or ["x"])] = parent.pop(str(key))
        case 7 if isinstance(parent, dict):
            other, name = chance.choice(list(_places(chance.choice(whole))))
            parent[str(name)] = copy.deepcopy(_value(other, name))
        case _ if isinstance(parent, list):
            parent.append(copy.deepcopy(_value(parent, key)))
        case _:
            value = _value(parent, key)
            for _ in range(chance.choice((3, 80, 300))):
                value = {chance.choice(("items", "allOf", "properties", "not")): value}
            _put(parent, key, value)


def _part_of(description: Json, chance: random.Random) -> Json:
    return copy.deepcopy(_value(*chance.choice(list(_places(description)))))


def _pointer(made: Json, chance: random.Random) -> str:
    steps = []
    while isinstance(made, dict | list) and made and chance.random() < 0.8:
        name = chance.choice(list(made)) if isinstance(made, dict) else chance.randrange(len(made))
        steps.append(str(name).replace("~", "~0").replace("/", "~1"))
        made = made[name]  # type: ignore[index]
    return "".join(["#", *(f"/{step}" for step in steps)])


def _places(value: Json) -> Iterator[Place]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield value, name
            yield from _places(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value, index
            yield from _places(inner)


def _value(parent: object, key: object) -> Json:
    return parent[key]  # type: ignore[index, no-any-return]


def _put(parent: object, key: object, value: Json) -> None:
    parent[key] = value  # type: ignore[index]


def through_all_stages(description: Json, folder: Path) -> bool:
    """Write a description, generate from it and compile what comes out; whether it was not refused.

    Raises whatever a stage raises, and `AssertionError` where a refusal says nothing.
    """
    file = folder / "broken.json"
    file.write_text(json.dumps(description), encoding="utf-8")
    collector = Collector()
    made = pipeline.generated(from_arguments(file, "broken", None, folder / "out", True), collector)
    if made is None:
        assert collector.failed, "refused without a word"
        return False
    for each in made.files:
        if each.path.suffix == ".py" and not {"_runtime", "conftest.py"} & set(each.path.parts):
            compile(each.text, each.path.as_posix(), "exec", dont_inherit=True)
    return True


def through_the_loader(data: bytes, file: Path) -> bool:
    """Write bytes and load them; whether they were not refused."""
    file.write_bytes(data)
    collector = Collector()
    made = load(file, file.name, collector)
    assert made is not None or collector.failed, "refused without a word"
    return made is not None


def broken_bytes(number: int, whole: bytes) -> bytes:
    """The text of this number: one to four bytes, or runs of them, changed, lost, repeated or put in."""
    chance = random.Random(number)
    data = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(data)), chance.choice((1, 1, 1, 2, 8, 100))
        match chance.randrange(4):
            case 0:
                data[at] = chance.choice(MARKS)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case _:
                data[at:at] = bytes([chance.choice(MARKS)]) * length
    return bytes(data)


def _stop(signum: int, frame: object) -> None:
    raise HangError(f"over {SECONDS} s")


def main() -> int:
    """Break descriptions, and say what became of them; 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=20_000, metavar="N", help="how many (20000)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first (0)")
    parser.add_argument("--bytes", type=Path, nargs="+", metavar="FILE", help="break the bytes of these files")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPROF, _stop)
    for interruption in (signal.SIGINT, signal.SIGTERM):
        signal.signal(interruption, signal.default_int_handler)
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        for number, work in _works(arguments.bytes or [], arguments.first, arguments.count, Path(folder)):
            said = outcome.add(number, work)
            if said is not None:
                print(f"number {number}:\n{said}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    print(f"{outcome.written} written, {outcome.refused} refused, {sum(outcome.failures.values())} failed")
    print(f"slowest: {outcome.slowest:.2f} s of CPU (number {outcome.slowest_number}); memory: {peak:.0f} MB")
    for kind, times in outcome.failures.most_common():
        print(f"{times} x {kind}")
    return 1 if outcome.failures else 0


def _works(files: list[Path], first: int, count: int, folder: Path) -> Iterator[tuple[int, Callable[[], bool]]]:
    whole = seeds()
    texts = [(file.read_bytes(), folder / file.name) for file in files]
    for number in range(first, first + count):
        if texts:
            data, place = texts[number % len(texts)]
            made = broken_bytes(number, data)
            yield number, lambda made=made, place=place: through_the_loader(made, place)  # type: ignore[misc]
        else:
            description = broken(number, whole)
            yield number, lambda it=description: through_all_stages(it, folder)  # type: ignore[misc]


if __name__ == "__main__":
    sys.exit(main())
