"""Rules that say that no name and no annotation of the package changes: the two packages are compared."""

from __future__ import annotations

from itertools import permutations

from specbind.diff.compare import compare
from specbind.diff.rules import RULES
from specbind.diff.surface import UNNAMED, surface

from tests.diff.apis import api_of
from tests.diff.python_cases import GET, POST

UNCHANGED = "no name and no annotation of the package changes"
LIST, OPEN = (
    "type: array, items: {type: string}",
    "type: object, properties: {NAMEa: {type: string}, b: {type: string}}",
)
NOTATIONS = (
    *((f"type: number, {word}: 5", f"type: number, {word}: 6") for word in ("maximum", "minimum", "multipleOf")),
    *((f"type: number, {word}: 5", f"type: number, {word}: 6") for word in ("exclusiveMaximum", "exclusiveMinimum")),
    *((f"type: string, {word}: 5", f"type: string, {word}: 6") for word in ("maxLength", "minLength")),
    *((f"{LIST}, {word}: 5", f"{LIST}, {word}: 6") for word in ("maxItems", "minItems")),
    *((f"{OPEN}, {word}: 5", f"{OPEN}, {word}: 6") for word in ("maxProperties", "minProperties")),
    ("type: string, minLength: 1", "type: string, minLength: 2"),
    ("type: string, pattern: '^a'", "type: string, pattern: '.*'"),
    ("type: string, default: a", "type: string, default: b"),
    (f"{LIST}, uniqueItems: true", f"{LIST}, uniqueItems: false"),
    *((f"{OPEN}, {word}: {{maxProperties: 5}}", f"{OPEN}, {word}: {{maxProperties: 6}}") for word in ("if", "not")),
    *(
        (
            f"{OPEN}, if: {{minProperties: 1}}, {w}: {{maxProperties: 5}}",
            f"{OPEN}, if: {{minProperties: 1}}, {w}: {{maxProperties: 6}}",
        )
        for w in ("then", "else")
    ),
    *(
        (f"{LIST}, {word}: {{maxLength: 5}}", f"{LIST}, {word}: {{maxLength: 6}}")
        for word in ("contains", "unevaluatedItems")
    ),
    *(
        (f"{LIST}, contains: {{maxLength: 5}}, {word}: 2", f"{LIST}, contains: {{maxLength: 5}}, {word}: 3")
        for word in ("minContains", "maxContains")
    ),
    (f"{OPEN}, propertyNames: {{maxLength: 5}}", f"{OPEN}, propertyNames: {{maxLength: 6}}"),
    (
        f"{OPEN}, unevaluatedProperties: false, maxProperties: 9",
        f"{OPEN}, unevaluatedProperties: false, maxProperties: 8",
    ),
    (f"{OPEN}, dependentRequired: {{NAMEa: [b]}}", f"{OPEN}, dependentRequired: {{NAMEa: [c]}}"),
    (
        f"{OPEN}, dependentSchemas: {{NAMEa: {{maxProperties: 5}}}}",
        f"{OPEN}, dependentSchemas: {{NAMEa: {{maxProperties: 6}}}}",
    ),
    ("type: string, contentSchema: {type: string}", "type: string, contentSchema: {type: number}"),
    ("type: string, contentMediaType: text/csv", "type: string, contentMediaType: text/html"),
    ("type: string, x-extensible-enum: [a]", "type: string, x-extensible-enum: [b]"),
    ("type: string, deprecated: true", "type: string, deprecated: true, x-stability-level: beta"),
)
"""A type with a keyword, and with another value of it; without it, the type is the text before the first comma."""


ELSEWHERE = (
    # a part of `allOf` has no verdict of its own, only what it changes has
    "ALL_OF_ADDED ALL_OF_REMOVED ALL_OF_ANNOTATION_ADDED ALL_OF_ANNOTATION_REMOVED",
    # unions and objects with other members: `test_python_verdicts` has what changes them
    "DISCRIMINATOR_ADDED DISCRIMINATOR_REMOVED DISCRIMINATOR_RENAMED TAG_MAPPED TAG_REMAPPED TAG_UNMAPPED",
    "PATTERN_PROPERTY_ADDED PATTERN_PROPERTY_CHANGED PATTERN_PROPERTY_REMOVED",
    "UNEVALUATED_PROPERTIES_CHANGED",
    # the direction in which the member does not travel
    "READ_ONLY_GAINED READ_ONLY_LOST WRITE_ONLY_GAINED WRITE_ONLY_LOST",
    # days are compared like the deprecation that they belong to, which is seen here
    "FIELD_DEPRECATED_SUNSET FIELD_SUNSET_CHANGED FIELD_SUNSET_TOO_SOON FIELD_SUNSET_UNREADABLE",
)
"""What no notation here changes alone, and why that is no gap."""


def plain(notation: str) -> str:
    """A type without its keyword."""
    return next((each for each in (LIST, OPEN) if notation.startswith(each)), notation.partition(",")[0])


def description(schemas: list[str]) -> str:
    """Paths that receive and that send an object with a member of each type."""
    paths = ""
    for index, schema in enumerate(schemas):
        of = f"{{type: object, required: [kept], properties: {{kept: {{type: string}}, it: {{{schema}}}}}}}"
        for name, text in ((f"got{index}", GET), (f"put{index}", POST)):
            paths += text.replace("SCHEMA", of).replace("NAME", name).replace("PARAMETERS", "")
    return f"paths:{paths}"


def test_what_leaves_the_package_alone_leaves_it_alone() -> None:
    edits = [edit for one, two in NOTATIONS for edit in permutations((plain(one), one, two), 2)]
    old, new = (api_of(description([edit[side] for edit in edits])) for side in (0, 1))
    found = compare(old, new)
    assert {each.python_reason for each in found.findings} == {UNCHANGED}
    before, after = surface(old, UNNAMED), surface(new, UNNAMED)
    assert before.methods == after.methods and before.shapes.keys() == after.shapes.keys()
    assert [name for name, shape in before.shapes.items() if shape.members != after.shapes[name].members] == []
    spoken = {rule for each in found.findings for rule in each.rules}
    of_types = [rule for rule in RULES if rule.position is not None and rule.python_reason == UNCHANGED]
    silent = {rule.what for rule in of_types} - {rule.what for rule in of_types if rule.id in spoken}
    assert {what.name for what in silent} == {name for names in ELSEWHERE for name in names.split()}
