"""What each kind of action does, as the normalised document shows it."""

from __future__ import annotations

import difflib

import pytest

from tests.overlay.conftest import Folder

LIMIT = "$.paths['/pets'].get.parameters[?@.name == 'limit']"

CASES = {
    "a member is replaced and another added": (
        f"  - target: {LIMIT}.schema\n    update: {{type: integer, maximum: 100}}\n",
        ["-            type: number", "+            type: integer", "+            maximum: 100"],
    ),
    "mappings are merged at every level": (
        "  - target: $\n    update: {info: {description: Small.}, components: {schemas: {Pet: {deprecated: true}}}}\n",
        ["+  description: Small.", "+      deprecated: true"],
    ),
    "lists within an update are joined": (
        "  - target: $.components.schemas.Pet\n    update: {required: [age], properties: {kind: {enum: [fish]}}}\n",
        ["+        - age", "+            - fish"],
    ),
    "a list takes one more entry": (
        "  - target: $.paths['/pets'].get.parameters\n    update: {name: old, in: query, schema: {type: boolean}}\n",
        ["+        - name: old", "+          in: query", "+          schema:", "+            type: boolean"],
    ),
    "a list takes the entries of a list": (
        "  - target: $.components.schemas.Pet.properties.kind.enum\n    update: [fish, bird]\n",
        ["+            - fish", "+            - bird"],
    ),
    "every node that is selected is changed": (
        "  - target: $.paths.*[?@.responses]\n    update: {tags: [all]}\n",
        ["+      tags:", "+        - all", "+      tags:", "+        - all"],
    ),
    "a text is replaced": (
        "  - target: $.info.title\n    update: Beasts\n",
        ["-  title: Pets", "+  title: Beasts"],
    ),
    "a member is removed": (
        "  - target: $.paths['/pets/{id}']\n    remove: true\n",
        [
            "-  /pets/{id}:",
            "-    delete:",
            "-      parameters:",
            "-        - name: id",
            "-          in: path",
            "-          required: true",
            "-          schema:",
            "-            type: string",
            "-      responses:",
            '-        "204":',
            "-          description: Gone.",
        ],
    ),
    "entries are removed and the others stay": (
        "  - target: $.components.schemas.Pet.properties.kind.enum[0]\n    remove: true\n",
        ["-            - cat"],
    ),
    "a list is replaced by removing it first": (
        "  - target: $.components.schemas.Pet.properties.age.type\n    remove: true\n"
        "  - target: $.components.schemas.Pet.properties.age\n    update: {type: [integer, 'null']}\n",
        ["-            - number", "+            - integer"],
    ),
    "a node is copied": (
        "  - target: $.components.schemas\n    update: {Cat: {}}\n"
        "  - target: $.components.schemas.Cat\n    copy: $.components.schemas.Pet.properties.kind\n"
        "  - target: $.components.schemas.Pet.properties.kind.enum\n    update: fish\n",
        [
            "+            - fish",
            "+    Cat:",
            "+      type: string",
            "+      enum:",
            "+        - cat",
            "+        - dog",
        ],
    ),
    "remove counts before update": (
        f"  - target: {LIMIT}\n    update: {{required: true}}\n    remove: true\n",
        ["-        - name: limit", "-          in: query", "-          schema:", "-            type: number"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_action_changes_the_normalised_document(name: str, folder: Folder) -> None:
    actions, expected = CASES[name]
    before, after = folder.lay().text, folder.lay(folder.overlay(actions))
    assert before is not None and after.text is not None, after.said
    changes = difflib.unified_diff(before.splitlines(), after.text.splitlines(), "", "", n=0, lineterm="")
    found = [line for line in changes if not line.startswith(("---", "+++", "@@"))]
    assert sorted(found) == sorted(expected), "\n".join(found)


def test_overlays_are_applied_in_order_and_see_what_the_earlier_ones_did(folder: Folder) -> None:
    first = folder.overlay("  - target: $.components.schemas\n    update: {Toy: {type: string}}\n", "a.yaml")
    second = folder.overlay("  - target: $.components.schemas.Toy\n    update: {format: uuid}\n", "b.yaml")
    laid = folder.lay(first, second)
    assert laid.text is not None and "    Toy:\n      type: string\n      format: uuid\n" in laid.text
    assert folder.lay(second, first).api is None


def test_an_overlay_in_json_is_one_too(folder: Folder) -> None:
    overlay = folder.file(
        '{"overlay": "1.0.0", "info": {"title": "T", "version": "1"}, "x-note": 1,\n'
        ' "actions": [{"target": "$.info", "update": {"title": "Beasts"}, "description": "why", "x-a": 2}]}',
        "pets.json",
    )
    laid = folder.lay(overlay)
    assert laid.api is not None and laid.api.title == "Beasts"


def test_the_same_target_twice_and_targets_within_targets_are_changed_once_each(folder: Folder) -> None:
    actions = "  - target: $..schema\n    update: {deprecated: true}\n  - target: $..schema\n    update: 3\n"
    laid = folder.lay(folder.overlay(actions))
    assert laid.said[0].startswith("SB383 pets.overlay.yaml:7 a mapping is merged with a mapping, not with a number")
