"""The names that real descriptions come to; `slow`, because there are many and they are large."""

from __future__ import annotations

import random
from pathlib import Path
from time import process_time

import pytest
from specbind.diagnostics import Collector
from specbind.openapi.read import read

from ..passes.naming import names_of, odd_verbs, renamed, vague, without_operation, without_type

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"

if not CORPUS.is_dir():
    pytest.skip(f"{CORPUS} is not there: the corpus is kept beside the repository", allow_module_level=True)

FILES = sorted(each.name for each in CORPUS.iterdir() if each.suffix in (".yaml", ".json"))
REMOVED_FROM = ("discord.json", "openai.yaml", "digitalocean.yaml")
SECONDS = 60.0
"""How much CPU one document may take; what is removed within it is a sample, the same each time."""


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_classes_say_what_they_are_and_items_have_their_verbs(file: str) -> None:
    api = read(CORPUS / file, Collector())
    if api is None:
        pytest.skip(f"{file} is refused with a diagnostic")
    names = names_of(api)
    assert len(names.methods) == len(api.operations)
    assert vague(names) == []
    assert odd_verbs(names) == []


@pytest.mark.slow
@pytest.mark.parametrize("file", REMOVED_FROM)
def test_adding_an_operation_or_a_component_renames_nothing(file: str) -> None:
    api = read(CORPUS / file, Collector())
    assert api is not None
    whole = names_of(api)
    added = [(without_operation, operation.key) for operation in api.operations]
    added += [(without_type, decl.name) for decl in api.types]
    random.Random(1).shuffle(added)
    began, tried, found = process_time(), 0, list[str]()
    while tried < len(added) and process_time() - began < SECONDS:
        without, name = added[tried]
        found += [f"{name} renames {each}" for each in renamed(names_of(without(api, name)), whole, name)]
        tried += 1
    assert found == []
    assert tried >= 20
