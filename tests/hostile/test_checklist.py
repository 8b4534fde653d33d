"""Every attack of the list that the project goes by has a test with its number.

1 to 28: texts that break out of literals, comments and docstrings. 29 to 35: identifiers. 36 to 39: the file system.
40 to 44: references. 45 to 53: exhaustion. 54: wrong types. 55 to 66: the generated client. 67 to 70: tooling.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.hostile.payloads import SLOTS
from tests.hostile.test_names import ITEMS

HERE = Path(__file__).parent
REMOTE = HERE.parent / "openapi" / "test_remote.py"
CLIENT = HERE.parent / "runtime" / "test_runtime_hostile.py"


def numbers(path: Path) -> set[int]:
    """The numbers that the tests of a module begin with."""
    return {
        int(number) for number in re.findall(r"^(?:async )?def test_(\d\d)_", path.read_text("utf-8"), re.MULTILINE)
    }


def test_every_attack_on_the_generator_has_a_test() -> None:
    found = {slot.item for slot in SLOTS} | set(ITEMS.values())
    for path in (*HERE.glob("test_*.py"), REMOTE):
        found |= numbers(path)
    assert {*range(1, 55), *range(67, 71)} - found == set()


def test_every_attack_on_the_client_has_a_test() -> None:
    assert set(range(55, 67)) - numbers(CLIENT) == set()
