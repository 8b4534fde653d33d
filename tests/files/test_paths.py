"""Paths of Windows and macOS, by logic that needs neither: what is written is a path everywhere, in the same bytes."""

from __future__ import annotations

import ast
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from specbind.cli_targets import is_description
from specbind.config_read import is_below
from specbind.manifest import is_sound

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator" / "specbind"
LONGEST = 150
"""Of the 260 characters that Windows allows by default, what is left to the folders above."""


@pytest.mark.parametrize(
    ("out", "root", "below"),
    [
        (PurePosixPath("/p/generated"), PurePosixPath("/p"), True),
        (PurePosixPath("/p/../q"), PurePosixPath("/p"), False),
        (PurePosixPath("/P/generated"), PurePosixPath("/p"), False),
        (PurePosixPath("generated"), PurePosixPath(), True),
        (PureWindowsPath("C:\\p\\generated"), PureWindowsPath("c:\\P"), True),
        (PureWindowsPath("C:/p/generated"), PureWindowsPath("C:\\p"), True),
        (PureWindowsPath("D:\\p\\generated"), PureWindowsPath("C:\\p"), False),
        (PureWindowsPath("\\\\server\\share\\p"), PureWindowsPath("C:\\p"), False),
        (PureWindowsPath("C:\\p\\..\\q"), PureWindowsPath("C:\\p"), False),
        (PureWindowsPath("..\\q"), PureWindowsPath("."), False),
    ],
)
def test_what_is_below_a_folder_is_so_in_the_spelling_of_each_system(
    out: PurePath, root: PurePath, below: bool
) -> None:
    assert is_below(out, root) is below


@pytest.mark.parametrize(
    "word", ["C:\\specs\\pets.yaml", ".\\pets", "..\\pets", "\\\\server\\share\\pets", "D:/specs/pets", "PETS.YAML"]
)
def test_a_path_of_windows_is_a_description_and_no_name_of_an_api(word: str) -> None:
    assert is_description(word, ROOT / "specbind.toml")


def written() -> Iterator[str]:
    """The paths of all that the packages of this repository consist of."""
    for manifest in (ROOT / "generated").glob("*/specbind.json"):
        yield from json.loads(manifest.read_text("utf-8"))["files"]


def test_every_path_of_a_package_can_be_one_on_windows_and_on_macos() -> None:
    paths = list(written())
    assert len(paths) > 300
    for path in paths:
        folders = (PurePosixPath(path).parent,)
        assert is_sound(path, folders) and len(path) <= LONGEST, path
        assert path == unicodedata.normalize("NFC", path) == path.encode("ascii").decode()
        assert PureWindowsPath(path).as_posix() == path
    assert len({path.casefold() for path in paths}) == len(paths)


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls of a method anywhere in the generator, with their places."""
    for path in sorted(GENERATOR.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr=attr)) if attr == name:
                    yield f"{path.relative_to(GENERATOR).as_posix()}:{node.lineno}", node


def test_text_is_written_and_read_in_the_same_bytes_on_every_system() -> None:
    writing = [(place, {each.arg for each in call.keywords}) for place, call in calls("write_text")]
    assert len(writing) > 3
    assert [place for place, given in writing if not {"encoding", "newline"} <= given] == []
    reading = [(place, bool(call.args) or {each.arg for each in call.keywords}) for place, call in calls("read_text")]
    assert reading and [place for place, given in reading if not given] == []
