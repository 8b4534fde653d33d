"""Single edits of one schema, each with oasdiff's name of it and our verdicts, there and back."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """One edit of a schema.

    `there` and `back` are the last parts of oasdiff's ids for the edit and for its opposite. `verdicts` are four
    letters: there on what is sent, there on what is received, back on what is sent, back on what is received; B for
    breaking, R for risky, S for safe.
    """

    old: str
    new: str
    there: str
    back: str
    verdicts: str


LIST = "type: array, items: {type: string}"
PAIR = "type: object, properties: {a: {type: string}, b: {type: string}}"
DOG, CAT, COW = (f"{{$ref: '#/components/schemas/{name}'}}" for name in ("Dog", "Cat", "Cow"))
BOTH = f"oneOf: [{DOG}, {CAT}]"
NAMES = "#/components/schemas"


def limits(type_: str, keyword: str, name: str, *, upper: bool) -> tuple[Edit, Edit]:
    """The edits of a limit: it is set, and it goes up."""
    moved = "SBBS" if upper else "BSSB"
    return (
        Edit(f"{{{type_}}}", f"{{{type_}, {keyword}: 5}}", f"{name}-set", f"{name}-unset", "RSSB"),
        Edit(
            f"{{{type_}, {keyword}: 5}}",
            f"{{{type_}, {keyword}: 9}}",
            f"{name}-increased",
            f"{name}-decreased",
            moved,
        ),
    )


def keyword(type_: str, said: str, name: str) -> Edit:
    """The edit that adds a keyword, which limits values."""
    return Edit(f"{{{type_}}}", f"{{{type_}, {said}}}", f"{name}-added", f"{name}-removed", "BSSB")


def changed(old: str, new: str, name: str, verdicts: str) -> Edit:
    """An edit whose opposite has the same name."""
    return Edit(old, new, name, name, verdicts)


def mapped(said: str) -> str:
    return f"{{{BOTH}, discriminator: {{propertyName: kind, mapping: {{{said}}}}}}}"


EDITS: tuple[Edit, ...] = (
    *limits("type: integer", "maximum", "max", upper=True),
    *limits("type: integer", "minimum", "min", upper=False),
    *limits("type: number", "exclusiveMaximum", "exclusive-max", upper=True),
    *limits("type: number", "exclusiveMinimum", "exclusive-min", upper=False),
    *limits("type: string", "maxLength", "max-length", upper=True),
    *limits(LIST, "maxItems", "max-items", upper=True),
    *limits(LIST, "minItems", "min-items", upper=False),
    Edit("{type: string}", "{type: string, minLength: 3}", "min-length-increased", "min-length-decreased", "BSSB"),
    Edit("{type: string}", "{type: string, minLength: 1}", "min-length-increased", "min-length-decreased", "BSSS"),
    Edit("{type: string}", "{type: string, pattern: ^a}", "pattern-added", "pattern-removed", "BSSS"),
    changed("{type: string, pattern: ^b}", "{type: string, pattern: ^a}", "pattern-changed", "RSRS"),
    Edit(
        "{type: string, pattern: ^b}", "{type: string, pattern: .*}", "pattern-generalized", "pattern-changed", "SSRS"
    ),
    Edit("{type: string}", "{type: string, enum: [a, b]}", "became-enum", "enum-lifted", "BSSR"),
    Edit("{enum: [a, b]}", "{enum: [a, b, c]}", "enum-value-added", "enum-value-removed", "SRBS"),
    Edit("{type: string}", "{type: string, const: a}", "const-added", "const-removed", "BSSB"),
    changed("{const: b}", "{const: a}", "const-changed", "BBBB"),
    Edit("{type: string}", "{type: string, default: a}", "default-value-added", "default-value-removed", "SSSS"),
    changed("{type: string, default: b}", "{type: string, default: a}", "default-value-changed", "SSSS"),
    Edit("{type: string}", "{type: [string, 'null']}", "became-nullable", "became-not-nullable", "SBBS"),
    changed("{type: [string, boolean]}", "{type: [string, integer]}", "type-changed", "BBBB"),
    changed("{type: string}", "{type: integer}", "type-changed", "BBBB"),
    changed("{type: string}", "{type: boolean}", "type-changed", "BBBB"),
    changed("{type: object}", f"{{{LIST}}}", "type-changed", "BBBB"),
    changed("{type: string, format: date}", "{type: string, format: date-time}", "type-changed", "BBBB"),
    Edit("{type: integer}", "{type: number}", "type-generalized", "type-specialized", "SBBS"),
    Edit("{type: string}", "{type: [string, integer]}", "type-generalized", "type-specialized", "SBBS"),
    Edit(
        "{type: integer, format: int32}",
        "{type: integer, format: int64}",
        "type-generalized",
        "type-specialized",
        "SBBS",
    ),
    Edit(
        "{type: number, format: float}",
        "{type: number, format: double}",
        "type-generalized",
        "type-specialized",
        "SBBS",
    ),
    Edit("{type: string}", "{type: string, format: uuid}", "type-specialized", "type-generalized", "BSSB"),
    Edit("{type: string}", "{}", "type-generalized", "type-specialized", "SBBS"),
    Edit(f"{{{BOTH}}}", f"{{oneOf: [{DOG}, {CAT}, {COW}]}}", "one-of-added", "one-of-removed", "SBBS"),
    Edit(f"{{anyOf: [{DOG}, {CAT}]}}", f"{{anyOf: [{DOG}, {CAT}, {COW}]}}", "any-of-added", "any-of-removed", "SRBS"),
    Edit(f"{{allOf: [{DOG}]}}", f"{{allOf: [{DOG}, {CAT}]}}", "all-of-added", "all-of-removed", "BSRB"),
    Edit(f"{{allOf: [{DOG}, {COW}]}}", f"{{allOf: [{DOG}, {CAT}]}}", "all-of-added", "all-of-removed", "BBBB"),
    Edit(
        f"{{allOf: [{DOG}]}}",
        f"{{allOf: [{DOG}, {{description: x}}]}}",
        "all-of-added-annotation-only",
        "all-of-removed-annotation-only",
        "SSSS",
    ),
    Edit(
        f"{{allOf: [{DOG}]}}",
        f"{{allOf: [{DOG}, {{type: object, properties: {{z: {{type: string}}}}}}]}}",
        "all-of-added",
        "all-of-removed",
        "SSBR",
    ),
    Edit(
        f"{{{BOTH}}}",
        f"{{{BOTH}, discriminator: {{propertyName: kind}}}}",
        "discriminator-added",
        "discriminator-removed",
        "SSSS",
    ),
    changed(
        f"{{{BOTH}, discriminator: {{propertyName: kind}}}}",
        f"{{{BOTH}, discriminator: {{propertyName: bark}}}}",
        "discriminator-property-name-changed",
        "RRRR",
    ),
    Edit(
        mapped(f"d: '{NAMES}/Dog'"),
        mapped(f"d: '{NAMES}/Dog', c: '{NAMES}/Cat'"),
        "discriminator-mapping-added",
        "discriminator-mapping-deleted",
        "SSSS",
    ),
    changed(
        mapped(f"d: '{NAMES}/Dog', c: '{NAMES}/Cat'"),
        mapped(f"d: '{NAMES}/Cat', c: '{NAMES}/Cat'"),
        "discriminator-mapping-changed",
        "RRRR",
    ),
    keyword(PAIR, "not: {required: [a]}", "not"),
    keyword(PAIR, "if: {required: [a]}", "if"),
    keyword(f"{PAIR}, if: {{required: [a]}}", "then: {required: [b]}", "then"),
    keyword(f"{PAIR}, if: {{required: [a]}}", "else: {required: [b]}", "else"),
    keyword(PAIR, "patternProperties: {^x: {type: string}}", "pattern-property"),
    keyword(PAIR, "propertyNames: {pattern: ^a}", "property-names"),
    keyword(PAIR, "unevaluatedProperties: false", "unevaluated-properties"),
    keyword(PAIR, "dependentRequired: {a: [b]}", "dependent-required"),
    keyword(PAIR, "dependentSchemas: {a: {required: [b]}}", "dependent-schema"),
    changed(
        f"{{{PAIR}, dependentRequired: {{a: [b]}}}}",
        f"{{{PAIR}, dependentRequired: {{a: [name]}}}}",
        "dependent-required-changed",
        "BBBB",
    ),
    keyword(LIST, "contains: {const: a}", "contains"),
    Edit(
        f"{{{LIST}, contains: {{const: a}}}}",
        f"{{{LIST}, contains: {{const: a}}, minContains: 2}}",
        "min-contains-increased",
        "min-contains-decreased",
        "BSSB",
    ),
    Edit(
        f"{{{LIST}, contains: {{const: a}}}}",
        f"{{{LIST}, contains: {{const: a}}, maxContains: 2}}",
        "max-contains-decreased",
        "max-contains-increased",
        "BSSB",
    ),
    keyword("type: array, prefixItems: [{type: string}]", "unevaluatedItems: false", "unevaluated-items"),
    changed("{type: string}", "{type: string, contentMediaType: text/csv}", "content-media-type-changed", "BBBB"),
    keyword("type: string, contentMediaType: application/json", "contentSchema: {type: object}", "content-schema"),
    changed("{type: string}", "{type: string, contentEncoding: base64}", "content-encoding-changed", "BBBB"),
    Edit("{type: string}", "{type: string, deprecated: true}", "deprecated", "reactivated", "SSSS"),
)
