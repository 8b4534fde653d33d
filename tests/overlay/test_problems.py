"""What is wrong with an overlay, or with what it makes of a description, is reported where it stands."""

from __future__ import annotations

import pytest

from tests.overlay.conftest import Folder

HEAD = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\n"

MISSES = {
    "$.paths['/pet'].get": ("`['/pet']` selects nothing in `$['paths']` (the nearest: `/pets`, `/pets/{id}`)"),
    "$.components.schemas.Pets.properties": (
        "`['Pets']` selects nothing in `$['components']['schemas']` (the nearest: `Pet`)"
    ),
    "$.paths['/pets'].get.parameters[?@.name == 'limits']": (
        "`[?@['name'] == 'limits']` selects nothing in `$['paths']['/pets']['get']['parameters']`"
        " (the nearest: `limit`)"
    ),
    "$.paths['/pets'].get.parameters[7]": ("`[7]` selects nothing in `$['paths']['/pets']['get']['parameters']`"),
    "$.paths['/pets'].post": "`['post']` selects nothing in `$['paths']['/pets']` (the nearest: `get`)",
}


@pytest.mark.parametrize("target", MISSES)
def test_an_action_that_matches_nothing_says_which_step_fails_and_what_is_near(target: str, folder: Folder) -> None:
    laid = folder.lay(folder.overlay(f'  - description: why\n    target: "{target}"\n    remove: true\n'))
    assert laid.api is None
    assert laid.said == [f"SB382 pets.overlay.yaml:5 `{target}` matches nothing: {MISSES[target]}"]


MALFORMED = {
    "- 1\n": ["SB380 o.yaml:1 an overlay is a mapping, not a list"],
    f"{HEAD}actions: []\n": ["SB380 o.yaml:3 an overlay has a list of `actions`, at least one"],
    f"{HEAD}": ["SB380 o.yaml:1 an overlay has a list of `actions`, at least one"],
    f"{HEAD}actions:\n  - 3\n": ["SB380 o.yaml:4 an action is a mapping, not a number"],
    f"{HEAD}actions:\n  - update: {{}}\n": ["SB380 o.yaml:4 an action has a `target`, which is a JSONPath in text"],
    f"{HEAD}actions:\n  - target: $\n": ["SB380 o.yaml:4 an action has an `update`, a `copy` or `remove: true`"],
    f"{HEAD}actions:\n  - target: $\n    remove: yes\n": ["SB380 o.yaml:5 `remove` must be true or false"],
    f"{HEAD}actions:\n  - target: $\n    copy: $.info\n    update: 1\n": [
        "SB380 o.yaml:5 an action has `update` or `copy`, not both"
    ],
    f"{HEAD}actions:\n  - target: $\n    updates: {{}}\n    remove: true\n": [
        "SB380 o.yaml:5 `updates` is no member of an action (did you mean `update`?)"
    ],
    f"{HEAD}extend: a\nactions:\n  - {{target: $, update: {{}}}}\n": [
        "SB380 o.yaml:3 `extend` is no member of an overlay (did you mean `extends`?)"
    ],
    "overlay: 2.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $, update: {}}]\n": [
        "SB380 o.yaml:1 `overlay` is '2.0.0'; the versions 1.0 and 1.1 are read"
        ' (write `overlay: 1.1.0`, with the quotes that YAML needs for `"1.1"`)'
    ],
    "overlay: 1.1.0\ninfo: {title: T}\nactions: [{target: $, update: {}}]\n": [
        "SB380 o.yaml:2 the `version` of `info` must be text"
    ],
    "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $, copy: $.info}]\n": [
        "SB380 o.yaml:3 `copy` is of Overlay 1.1 (write `overlay: 1.1.0`)"
    ],
    "overlay: [\n": ["SB104 o.yaml:2 not YAML: did not find expected node content"],
}


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_overlay_is_refused(text: str, folder: Folder) -> None:
    laid = folder.lay(folder.file(text, "o.yaml"))
    assert laid.api is None
    assert laid.said == MALFORMED[text]


def test_an_overlay_that_is_missing_is_refused(folder: Folder) -> None:
    laid = folder.lay(folder.path / "none.yaml")
    assert laid.api is None
    assert [line.partition(" ")[0] for line in laid.said] == ["SB101"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("paths", "expected 'TOKEN_ROOT'"),
        ("$.paths[", "unexpected end of query"),
        ("$.paths[?foo(@)]", "function 'foo' is not defined"),
        ("$[99999999999999999999]", "index out of range"),
        ("$[?" + "(" * 500 + "@.a" + ")" * 500 + "]", ""),
    ],
)
def test_a_target_that_is_no_json_path_is_refused(target: str, said: str, folder: Folder) -> None:
    laid = folder.lay(folder.overlay(f'  - target: "{target}"\n    remove: true\n'))
    assert laid.api is None and len(laid.said) == 1
    assert laid.said[0].startswith("SB381 pets.overlay.yaml:4 ") and said in laid.said[0]


@pytest.mark.parametrize(
    ("version", "action", "said"),
    [
        ("1.1.0", "target: $\n    remove: true", "4 the whole document cannot be removed"),
        ("1.1.0", "target: $.info\n    update: 3", "5 a mapping is merged with a mapping, not with a number"),
        (
            "1.1.0",
            "target: $.info.title\n    update: {a: 1}",
            "5 text is replaced by text, a number, a boolean or null, not by a mapping",
        ),
        ("1.1.0", "target: $.info\n    copy: $.paths.*", "5 `copy` must select one node, not 2"),
        (
            "1.0.0",
            "target: $.info.title\n    update: Beasts",
            "4 the target is text, which only Overlay 1.1 can change (write `overlay: 1.1.0`, or select what it is in)",
        ),
    ],
)
def test_what_does_not_fit_its_target_is_refused(version: str, action: str, said: str, folder: Folder) -> None:
    laid = folder.lay(folder.overlay(f"  - {action}\n", version=version))
    assert laid.api is None
    assert laid.said == [f"SB383 pets.overlay.yaml:{said}"]


def test_what_an_overlay_breaks_is_reported_in_the_overlay(folder: Folder) -> None:
    actions = (
        "  - target: $.paths['/pets'].get.parameters[?@.name=='limit'].schema\n"
        "    update:\n"
        "      maximum: 10\n"
        "      type: intger\n"
        "  - target: $.paths['/pets'].get.parameters\n"
        "    update:\n"
        "      - name: sort\n"
        "        in: qeury\n"
        "      - 3\n"
        "  - target: $.components.schemas.Pet.properties.kind.enum\n"
        "    update: [[1]]\n"
    )
    laid = folder.lay(folder.overlay(actions))
    assert laid.said == [
        "SB401 pets.overlay.yaml:7 there is no type `intger`",
        "SB502 pets.overlay.yaml:10 the parameter lacks a place (`in`)",
        "SB301 pets.overlay.yaml:12 item 3 of `parameters` must be a parameter, not a number (write a parameter here)",
        "SB402 pets.overlay.yaml:14 `enum` lists a list; the enum is ignored",
    ]


def test_what_is_left_of_the_description_keeps_its_places_there(folder: Folder) -> None:
    laid = folder.lay(
        folder.overlay(
            "  - target: $.components.schemas.Pet\n    remove: true\n"
            "  - target: $.paths['/pets'].get.parameters[0]\n    remove: true\n"
        )
    )
    assert laid.said == ["SB201 pets.yaml:14 `#/components/schemas/Pet` does not exist (correct the reference)"]
    kept = folder.lay(folder.overlay("  - target: $.paths['/pets'].get\n    update: {summary: List}\n")).api
    assert kept is not None
    spans = [kept.operations[0].span, kept.operations[0].parameters[0].span, kept.types[0].span]
    assert [span.position.line for span in spans if span is not None] == [5, 21, 23]


def test_an_overlay_for_another_document_is_noted(folder: Folder) -> None:
    text = f"{HEAD}extends: ./other.yaml\nactions:\n  - {{target: $.info, update: {{title: Beasts}}}}\n"
    laid = folder.lay(folder.file(text, "o.yaml"))
    assert laid.api is not None and len(laid.said) == 1
    assert laid.said[0].startswith("SB384 o.yaml:3 the overlay extends `./other.yaml`, but it is applied to ")
    right = folder.lay(folder.file(text.replace("other", "pets"), "o.yaml"))
    assert right.said == []
