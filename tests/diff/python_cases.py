"""Edits of small descriptions with code that uses the package: for each rule, what mypy has to say of it.

A case holds the paths and components before and after, and the body of a function that gets a `client`. `NAME` is a
word of its own for each case, so that all of them fit into one description.
"""

from __future__ import annotations

from dataclasses import dataclass

GET = """
  /NAMEs/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: d, content: {application/json: {schema: SCHEMA}}}}
"""
POST = """
  /NAMEs:
    post:
      parameters: [PARAMETERS]
      requestBody: {required: true, content: {application/json: {schema: SCHEMA}}}
      responses: {'204': {description: d}}
"""
BARE = """
  /NAMEs:
    post:
      MORE
      responses: {'204': {description: d}}
"""
LIST = """
  /NAMEs:
    post:
      MORE
      responses: {RESPONSES}
"""
OBJECT = "{type: object, required: [kept%s], properties: {kept: {type: string}%s}}"


@dataclass(frozen=True)
class Case:
    """One edit: the rule that speaks of it, both descriptions, and code that uses the package of the old one."""

    rule: str
    old: str
    new: str
    code: str
    schemas: tuple[str, str] = ("", "")
    schemes: tuple[str, str] = ("", "")
    hooks: tuple[str, str] = ("", "")


def got(rule: str, old: str, new: str, code: str) -> Case:
    """An edit of what is received; the code sees it as `value`."""
    sides = (GET.replace("SCHEMA", each) for each in (old, new))
    return Case(rule, *sides, f"value = client.NAMEs.retrieve('x')\n    {code}")


def put(rule: str, old: str, new: str, code: str, before: str = "", after: str = "") -> Case:
    """An edit of a body or of parameters that are sent."""
    sides = (
        POST.replace("SCHEMA", schema).replace("PARAMETERS", parameters)
        for schema, parameters in ((old, before), (new, after))
    )
    return Case(rule, *sides, f"client.NAMEs.create({code})")


def bare(rule: str, old: str, new: str, code: str) -> Case:
    """An edit of what a POST has beside its answer."""
    return Case(rule, BARE.replace("MORE", old), BARE.replace("MORE", new), f"client.NAMEs.create({code})")


def told(rule: str, old: str, new: str, code: str) -> Case:
    """An edit of the webhooks; the code has the module `webhooks`."""
    nothing = BARE.replace("MORE", "summary: s")
    return Case(rule, nothing, nothing, f"from PACKAGE import webhooks\n    {code}", hooks=(old, new))


def called_back(rule: str, old: str, new: str, code: str) -> Case:
    """An edit of what a POST has beside its answer; the code has the module `webhooks`."""
    sides = (BARE.replace("MORE", each) for each in (old, new))
    return Case(rule, *sides, f"from PACKAGE import webhooks\n    {code}")


def listed(rule: str, old: str, new: str, code: str, more: tuple[str, str] = ("summary: s", "summary: s")) -> Case:
    """An edit of the answers of a list, or of what stands beside them."""
    sides = (LIST.replace("RESPONSES", each).replace("MORE", word) for each, word in zip((old, new), more, strict=True))
    return Case(rule, *sides, code)


def hook(schema: str, name: str = "NAME sold") -> str:
    """A webhook."""
    return f"{name}: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}"


def callback(*names: str) -> str:
    """The callbacks of an operation, all with the same body."""
    _, _, sent = hook(member(TEXT)).partition(": ")
    listed = ", ".join(f"{name}: {{'{{$request.body#/url}}': {sent}}}" for name in names)
    return f"callbacks: {{{listed}}}"


def member(of: str, required: bool = True) -> str:
    """An object with a member `it`."""
    return OBJECT % (", it" if required else "", f", it: {of}")


def body(media: str, schema: str) -> str:
    """The content of one media type."""
    return f"{media}: {{schema: {schema}}}" if schema else f"{media}: {{}}"


def answer(status: int, *contents: str) -> str:
    """One response."""
    return f"'{status}': {{description: d, content: {{{', '.join(contents)}}}}}"


def tagged(*names: str, word: str = "oneOf", tag: str = "const") -> str:
    """A union of objects; with `const` a member tells them apart."""
    variants = (
        f"{{title: NAME {each}, type: object, required: [kind, {each}], "
        f"properties: {{kind: {{type: string, {tag}: {each}}}, {each}: {{type: string}}}}}}"
        for each in names
    )
    return f"{{{word}: [{', '.join(variants)}]}}"


ALL_OF_TWO = """from PACKAGE import UnknownVariant
    from PACKAGE.models import CLASSA, CLASSB
    of = value.it
    if not isinstance(of, (CLASSA, CLASSB, UnknownVariant)):
        assert_never(of)"""
PLAIN = OBJECT % ("", "")
TEXT, COUNT, NUMBER = "{type: string}", "{type: integer}", "{type: number}"
MAIN = "{title: NAME main, " + member(TEXT)[1:]
TWO = "{anyOf: [{type: string}, {type: boolean}]}"
THREE = "{anyOf: [{type: string}, {type: boolean}, {type: number}]}"
LISTED = "{type: string, enum: [a, b]}"
NULLED = "{type: [string, 'null']}"
QUERY = "{name: q, in: query, schema: {type: string}}"
OLD_QUERY = QUERY[:-1] + ", deprecated: true}"
NEEDED = QUERY.replace("query,", "query, required: true,")
OK = answer(200, body("application/json", member(TEXT)))
JSON_BODY = "requestBody: {required: true, content: {application/json: {schema: " + PLAIN + "}}}"
UNTYPED = "requestBody: {required: true, content: {application/json: {}}}"
ENCODED = "{type: string, contentEncoding: base64}"
MAY_BE = JSON_BODY.replace("true", "false")
GONE = "deprecated: true\n      x-sunset: "
OTHER_OP = "\n    delete: {responses: {'204': {description: d}}}"
CALLED = "client.NAMEs.create()"
PAIR = "{type: array, prefixItems: [{type: string}], minItems: 1, items: false}"
TRIPLE = "{type: array, prefixItems: [{type: string}, {type: integer}], minItems: 2, items: false}"
OPEN_PAIR = "{type: array, prefixItems: [{type: string}], minItems: 1, items: {type: integer}}"
KEYED = "{type: object, additionalProperties: %s}"
READ = member("{type: string, readOnly: true}", False)
WRITTEN = member("{type: string, writeOnly: true}", False)
EITHER = member(TEXT, False)


def removal(rule: str, more: str, whole: bool) -> Case:
    """An operation that goes, alone or with its path."""
    old = LIST.replace("RESPONSES", OK).replace("MORE", more).rstrip() + OTHER_OP + "\n"
    rest = "" if whole else "\n  /NAMEs:" + OTHER_OP + "\n"
    return Case(rule, old if not whole else old.replace(OTHER_OP, ""), rest, CALLED)


BREAKING = (
    told("webhook-removed", hook(PLAIN), "", "print(webhooks.NAME_sold.parse(b''))"),
    told(
        "response-required-property-removed",
        hook(member(TEXT)),
        hook(PLAIN),
        "print(webhooks.NAME_sold.parse('').it)",
    ),
    called_back(
        "callback-removed",
        callback("done", "gone"),
        callback("done"),
        "print(webhooks.NAMEs_create_gone.parse('').it)",
    ),
    got("response-required-property-removed", member(TEXT), PLAIN, "print(value.it)"),
    got("response-optional-property-removed", member(TEXT, False), PLAIN, "print(value.it)"),
    got("response-property-became-optional", member(TEXT), member(TEXT, False), "print(value.it.upper())"),
    got("response-property-became-nullable", member(TEXT), member(NULLED), "print(value.it.upper())"),
    got("response-property-type-changed", member(TEXT), member("{type: boolean}"), "print(value.it.upper())"),
    got("response-property-type-generalized", member(COUNT), member(NUMBER), "print(value.it.bit_length())"),
    got(
        "response-property-const-changed", member("{const: a}"), member("{const: b}"), "wanted: Literal['a'] = value.it"
    ),
    got("response-property-const-removed", member("{const: a}"), member(TEXT), "wanted: Literal['a'] = value.it"),
    got(
        "response-property-list-of-types-widened",
        member(TWO),
        member(THREE),
        "wanted: str | bool = value.it",
    ),
    got(
        "response-property-one-of-added",
        member(tagged("a", "b", word="oneOf", tag="title")),
        member(tagged("a", "b", "c", word="oneOf", tag="title")),
        ALL_OF_TWO,
    ),
    got(
        "response-property-any-of-added",
        member(tagged("a", "b", word="anyOf", tag="title")),
        member(tagged("a", "b", "c", word="anyOf", tag="title")),
        ALL_OF_TWO,
    ),
    got(
        "response-property-additional-properties-untyped",
        member(KEYED % TEXT),
        member("{type: object, additionalProperties: true, properties: {k: {type: string}}}"),
        "wanted: dict[str, str] = value.it",
    ),
    got("response-property-prefix-items-added", member(PAIR), member(TRIPLE), "(only,) = value.it\n    print(only)"),
    got("response-property-further-items-allowed", member(PAIR), member(OPEN_PAIR), "wanted: tuple[str] = value.it"),
    got(
        "response-property-renamed",
        member(TEXT).replace("it", "colour"),
        member(TEXT).replace("it", "color"),
        "print(value.colour)",
    ),
    got("response-body-type-changed", TEXT, "{type: boolean}", "print(value.upper())"),
    got("response-optional-property-became-write-only", EITHER, WRITTEN, "print(value.it)"),
    got(
        "response-required-property-became-write-only",
        member(TEXT),
        member("{type: string, writeOnly: true}"),
        "print(value.it)",
    ),
    listed(
        "response-body-media-type-schema-removed",
        answer(200, body("application/json", MAIN)),
        answer(200, body("application/json", "")),
        "from PACKAGE.models import CLASSMain\n    print(client.NAMEs.create(), CLASSMain)",
    ),
    put("request-property-removed", member(TEXT, False), PLAIN, "kept='k', it='i'"),
    put(
        "request-property-removed",
        member(TEXT)[:-1] + ", additionalProperties: false}",
        PLAIN[:-1] + ", additionalProperties: false}",
        "kept='k', it='i'",
    ),
    put("request-property-became-required", member(TEXT, False), member(TEXT), "kept='k'"),
    put(
        "request-property-became-required-with-default",
        member("{type: string, default: a}", False),
        member("{type: string, default: a}"),
        "kept='k'",
    ),
    put("new-required-request-property", PLAIN, member(TEXT), "kept='k'"),
    put("new-required-request-property-with-default", PLAIN, member("{type: string, default: a}"), "kept='k'"),
    put("request-property-type-changed", member(TEXT), member(COUNT), "kept='k', it='i'"),
    put(
        "request-parameter-property-type-specialized",
        PLAIN,
        PLAIN,
        "kept='k', q=[0.5]",
        "{name: q, in: query, schema: {type: array, items: {type: number}}}",
        "{name: q, in: query, schema: {type: array, items: {type: integer}}}",
    ),
    put(
        "request-property-list-of-types-narrowed",
        member(THREE),
        member(TWO),
        "kept='k', it=0.5",
    ),
    put("request-property-became-enum", member(TEXT), member(LISTED), "kept='k', it='i'"),
    put(
        "request-property-enum-value-removed",
        member("{type: string, enum: [a, b, c]}"),
        member(LISTED),
        "kept='k', it='c'",
    ),
    put(
        "request-property-enum-value-renamed",
        member("{type: string, enum: [in_transit, done]}"),
        member("{type: string, enum: [inTransit, done]}"),
        "kept='k', it='in_transit'",
    ),
    put("request-property-became-not-nullable", member(NULLED), member(TEXT), "kept='k', it=None"),
    put("request-property-const-added", member(TEXT, False), member("{const: a}", False), "kept='k', it='i'"),
    put("request-property-const-changed", member("{const: a}", False), member("{const: b}", False), "kept='k', it='a'"),
    put(
        "request-property-one-of-removed",
        member(tagged("a", "b", "c", word="oneOf", tag="title")),
        member(tagged("a", "b", word="oneOf", tag="title")),
        "kept='k', it={'kind': 'k', 'c': 'x'}",
    ),
    put(
        "request-property-any-of-removed",
        member(tagged("a", "b", "c", word="anyOf", tag="title")),
        member(tagged("a", "b", word="anyOf", tag="title")),
        "kept='k', it={'kind': 'k', 'c': 'x'}",
    ),
    put(
        "request-property-additional-properties-typed",
        member("{type: object, additionalProperties: true}"),
        member(KEYED % COUNT),
        "kept='k', it={'k': 'text'}",
    ),
    put("request-property-prefix-items-removed", member(TRIPLE), member(PAIR), "kept='k', it=('a', 1)"),
    put("request-property-further-items-forbidden", member(OPEN_PAIR), member(PAIR), "kept='k', it=('a', 1)"),
    put(
        "request-property-renamed",
        member(TEXT, False).replace("it:", "colour:"),
        member(TEXT, False).replace("it:", "color:"),
        "kept='k', colour='i'",
    ),
    put("request-optional-property-became-read-only", EITHER, READ, "kept='k', it='i'"),
    put(
        "request-required-property-became-read-only",
        member(TEXT),
        member("{type: string, readOnly: true}"),
        "kept='k', it='i'",
    ),
    put(
        "request-required-property-became-not-read-only",
        member("{type: string, readOnly: true}"),
        member(TEXT),
        "kept='k'",
    ),
    put("request-parameter-removed", PLAIN, PLAIN, "kept='k', q='x'", QUERY),
    put(
        "request-parameter-removed-with-deprecation",
        PLAIN,
        PLAIN,
        "kept='k', q='x'",
        QUERY[:-1] + ", deprecated: true}",
    ),
    put(
        "request-parameter-removed-before-sunset",
        PLAIN,
        PLAIN,
        "kept='k', q='x'",
        QUERY[:-1] + ", deprecated: true, x-sunset: '2999-01-01'}",
    ),
    put(
        "request-parameter-renamed",
        PLAIN,
        PLAIN,
        "kept='k', colour='x'",
        QUERY.replace("q,", "colour,"),
        QUERY.replace("q,", "color,"),
    ),
    put("request-parameter-became-required", PLAIN, PLAIN, "kept='k'", QUERY, NEEDED),
    put("new-required-request-parameter", PLAIN, PLAIN, "kept='k'", "", NEEDED),
    put("request-parameter-type-changed", PLAIN, PLAIN, "kept='k', q='x'", QUERY, QUERY.replace("string", "boolean")),
    put(
        "request-parameter-became-enum",
        PLAIN,
        PLAIN,
        "kept='k', q='x'",
        QUERY,
        QUERY.replace("string", "string, enum: [a, b]"),
    ),
    Case(
        "new-required-request-default-parameter-to-existing-path",
        BARE.replace("MORE", "summary: s"),
        BARE.replace("MORE", "summary: s").replace("    post:", f"    parameters: [{NEEDED}]\n    post:"),
        "client.NAMEs.create()",
    ),
    Case(
        "request-path-parameter-renamed",
        GET.replace("SCHEMA", PLAIN),
        GET.replace("SCHEMA", PLAIN).replace("{id}", "{key}").replace("name: id", "name: key"),
        "client.NAMEs.retrieve(id='x')",
    ),
    Case(
        "new-request-path-parameter",
        GET.replace("SCHEMA", PLAIN).replace("get:", "get:\n      operationId: getNAME"),
        GET.replace("SCHEMA", PLAIN)
        .replace("get:", "get:\n      operationId: getNAME")
        .replace("/{id}", "/{id}/{more}")
        .replace("[{name: id", "[{name: more, in: path, required: true, schema: {type: string}}, {name: id"),
        "client.NAMEs.retrieve('x')",
    ),
    Case(
        "endpoint-moved",
        LIST.replace("RESPONSES", OK).replace("MORE", "operationId: listNAME"),
        LIST.replace("RESPONSES", OK).replace("MORE", "operationId: listNAME").replace("/NAMEs", "/other/NAMEs"),
        CALLED,
    ),
    listed(
        "api-call-changed",
        OK,
        OK,
        "client.NAMEs.list()",
        ("x-specbind-call: [NAMEs, list]", "x-specbind-call: [NAMEs, find]"),
    ),
    bare("request-body-added-required", "summary: s", JSON_BODY, ""),
    bare("request-body-removed", JSON_BODY, "summary: s", "kept='k'"),
    bare("request-body-became-required", MAY_BE, JSON_BODY, ""),
    bare("request-body-media-type-schema-removed", JSON_BODY, UNTYPED, "kept='k'"),
    bare("request-body-media-type-schema-added", UNTYPED, JSON_BODY, "body=1"),
    put("request-property-content-encoding-changed", member(ENCODED), member(TEXT), "kept='k', it=b'x'"),
    got("response-property-content-encoding-changed", member(ENCODED), member(TEXT), "print(value.it.hex())"),
    removal("api-removed-without-deprecation", "summary: s", False),
    removal("api-removed-with-deprecation", GONE + "'2001-01-01'", False),
    removal("api-removed-before-sunset", GONE + "'2999-01-01'", False),
    removal("api-path-sunset-parse", GONE + "soon", False),
    removal("api-removed-unstable", "x-stability-level: alpha", False),
    removal("api-path-removed-without-deprecation", "summary: s", True),
    removal("api-path-removed-with-deprecation", GONE + "'2001-01-01'", True),
    removal("api-path-removed-before-sunset", GONE + "'2999-01-01'", True),
    Case(
        "api-schema-removed",
        GET.replace("SCHEMA", "{$ref: '#/components/schemas/KindNAME'}"),
        GET.replace("SCHEMA", PLAIN),
        "from PACKAGE import models\n    print(models.KindNAME)",
        schemas=("KindNAME: " + PLAIN, ""),
    ),
    Case(
        "api-schema-renamed",
        GET.replace("SCHEMA", "{$ref: '#/components/schemas/KindNAME'}"),
        GET.replace("SCHEMA", "{$ref: '#/components/schemas/KindNAMEs'}"),
        "from PACKAGE import models\n    print(models.KindNAME)",
        schemas=("KindNAME: " + member(TEXT), "KindNAMEs: " + member(TEXT)),
    ),
    Case(
        "api-security-component-removed",
        "",
        "",
        "Client(NAME='k')",
        schemes=("NAME: {type: apiKey, in: header, name: X-NAME}", ""),
    ),
    Case(
        "api-security-component-type-changed",
        "",
        "",
        "Client(NAME='k')",
        schemes=("NAME: {type: apiKey, in: header, name: X-NAME}", "NAME: {type: http, scheme: basic}"),
    ),
)
SAFE = (
    told("webhook-added", "", hook(PLAIN), "print(webhooks)"),
    called_back(
        "callback-added",
        callback("done"),
        callback("done", "late"),
        "print(webhooks.NAMEs_create_done.parse('').it)",
    ),
    got("response-required-property-added", PLAIN, member(TEXT), "print(value.kept)"),
    got("response-optional-property-added", PLAIN, member(TEXT, False), "print(value.kept)"),
    got(
        "response-property-became-required",
        member(TEXT, False),
        member(TEXT),
        "print(value.it.upper() if value.it else '')",
    ),
    got(
        "response-property-became-not-nullable",
        member(NULLED),
        member(TEXT),
        "print(value.it.upper() if value.it else '')",
    ),
    got(
        "response-property-enum-value-added",
        member(LISTED),
        member("{type: string, enum: [a, b, c]}"),
        "print(value.it == 'a', value.it.upper())",
    ),
    got(
        "response-property-enum-value-removed",
        member("{type: string, enum: [a, b, c]}"),
        member(LISTED),
        "print(value.it == 'c')",
    ),
    got(
        "response-property-enum-value-renamed",
        member("{type: string, enum: [in_transit, done]}"),
        member("{type: string, enum: [inTransit, done]}"),
        "print(value.it == 'in_transit')",
    ),
    got("response-property-became-enum", member(TEXT), member(LISTED), "print(value.it.upper())"),
    got("response-property-enum-lifted", member(LISTED), member(TEXT), "print(value.it == 'a', value.it.upper())"),
    got("response-property-const-added", member(TEXT), member("{const: a}"), "print(value.it.upper())"),
    got("response-property-type-specialized", member(NUMBER), member(COUNT), "print(value.it + 0.5)"),
    got(
        "response-property-list-of-types-narrowed",
        member("{anyOf: [{type: string}, {type: integer}, {type: boolean}]}"),
        member("{anyOf: [{type: string}, {type: integer}]}"),
        "wanted: str | int | bool = value.it",
    ),
    got(
        "response-property-one-of-removed",
        member(tagged("a", "b", "c", word="oneOf", tag="title")),
        member(tagged("a", "b", word="oneOf", tag="title")),
        "from PACKAGE.models import CLASSA\n    of = value.it\n    print(of.a if isinstance(of, CLASSA) else of)",
    ),
    got(
        "response-property-any-of-removed",
        member(tagged("a", "b", "c", word="anyOf", tag="title")),
        member(tagged("a", "b", word="anyOf", tag="title")),
        "from PACKAGE.models import CLASSA\n    of = value.it\n    print(of.a if isinstance(of, CLASSA) else of)",
    ),
    got(
        "response-optional-property-became-not-write-only",
        WRITTEN,
        EITHER,
        "print(value.kept)",
    ),
    got(
        "response-required-property-became-not-write-only",
        member("{type: string, writeOnly: true}"),
        member(TEXT),
        "print(value.kept)",
    ),
    put("new-optional-request-property", PLAIN, member(TEXT, False), "kept='k'"),
    put("request-optional-property-became-not-read-only", READ, EITHER, "kept='k'"),
    put("request-property-became-optional", member(TEXT), member(TEXT, False), "kept='k', it='i'"),
    put("request-property-became-nullable", member(TEXT), member(NULLED), "kept='k', it='i'"),
    put("request-property-type-generalized", member(COUNT), member(NUMBER), "kept='k', it=1"),
    put(
        "request-property-list-of-types-widened",
        member("{anyOf: [{type: string}, {type: integer}]}"),
        member("{anyOf: [{type: string}, {type: integer}, {type: boolean}]}"),
        "kept='k', it=1",
    ),
    put(
        "request-property-enum-value-added",
        member(LISTED),
        member("{type: string, enum: [a, b, c]}"),
        "kept='k', it='a'",
    ),
    put("request-property-enum-lifted", member(LISTED), member(TEXT), "kept='k', it='a'"),
    put("request-property-const-removed", member("{const: a}", False), member(TEXT, False), "kept='k', it='a'"),
    put(
        "request-property-one-of-added",
        member(tagged("a", "b")),
        member(tagged("a", "b", "c")),
        "kept='k', it={'kind': 'a', 'a': 'x'}",
    ),
    put(
        "request-property-any-of-added",
        member(tagged("a", "b", word="anyOf")),
        member(tagged("a", "b", "c", word="anyOf")),
        "kept='k', it={'kind': 'a', 'a': 'x'}",
    ),
    put(
        "request-property-one-of-added",
        member(tagged("a", "b", word="oneOf", tag="title")),
        member(tagged("a", "b", "c", word="oneOf", tag="title")),
        "kept='k', it={'kind': 'k', 'a': 'x'}",
    ),
    put(
        "request-property-any-of-added",
        member(tagged("a", "b", word="anyOf", tag="title")),
        member(tagged("a", "b", "c", word="anyOf", tag="title")),
        "kept='k', it={'kind': 'k', 'a': 'x'}",
    ),
    put(
        "request-property-additional-properties-untyped",
        member(KEYED % COUNT),
        member("{type: object, additionalProperties: true}"),
        "kept='k', it={'k': 1}",
    ),
    put(
        "request-property-prefix-items-added",
        member("{type: array, items: {type: string}}"),
        member("{type: array, prefixItems: [{type: string}], items: {type: string}}"),
        "kept='k', it=['a']",
    ),
    put("request-property-further-items-allowed", member(PAIR), member(OPEN_PAIR), "kept='k', it=('a',)"),
    put("new-optional-request-parameter", PLAIN, PLAIN, "kept='k'", "", QUERY),
    put("request-parameter-became-optional", PLAIN, PLAIN, "kept='k', q='x'", NEEDED, QUERY),
    put(
        "request-parameter-enum-value-added",
        PLAIN,
        PLAIN,
        "kept='k', q='a'",
        QUERY.replace("string", "string, enum: [a]"),
        QUERY.replace("string", "string, enum: [a, b]"),
    ),
    Case(
        "new-optional-request-default-parameter-to-existing-path",
        BARE.replace("MORE", "summary: s"),
        BARE.replace("MORE", "summary: s").replace("    post:", f"    parameters: [{QUERY}]\n    post:"),
        "client.NAMEs.create()",
    ),
    bare("request-body-became-optional", JSON_BODY, MAY_BE, "kept='k'"),
    bare(
        "request-parameter-moved-into-body",
        "parameters: [{name: kept, in: query, required: true, schema: {type: string}}]",
        JSON_BODY,
        "kept='k'",
    ),
    listed(
        "response-body-type-compatible",
        answer(200, body("text/plain", TEXT)),
        answer(200, body("text/plain", COUNT)),
        "print(client.NAMEs.create().upper())",
    ),
    listed("response-non-success-status-added", OK, OK + ", '404': {description: d}", CALLED),
    listed("response-non-success-status-removed", OK + ", '404': {description: d}", OK, CALLED),
    Case(
        "endpoint-added",
        LIST.replace("RESPONSES", OK).replace("MORE", "summary: s"),
        LIST.replace("RESPONSES", OK).replace("MORE", "summary: s").rstrip() + OTHER_OP + "\n",
        CALLED,
    ),
)
FORM = "requestBody: {required: true, content: {%s}}"


def both(case: Case, fine: str) -> tuple[Case, str]:
    """An edit on which it depends on the code: the case's own fails, other code does not."""
    first = case.code.split("\n    ")[0]
    return case, f"{first}\n    {fine}" if first.startswith("value = ") else fine


RISKY = (
    both(
        listed(
            "response-success-status-added",
            OK,
            OK + ", " + answer(201, body("application/json", "{title: NAME other, type: object, properties: {b: {}}}")),
            "print(client.NAMEs.create().it)",
        ),
        "print(client.NAMEs.create())",
    ),
    both(
        listed(
            "response-success-status-removed",
            answer(200, body("application/json", member(TEXT)))
            + ", "
            + answer(201, body("application/json", "{title: NAME other, type: object, properties: {b: {}}}")),
            answer(200, body("application/json", member(TEXT))),
            "from PACKAGE.models import CLASSOther\n    print(client.NAMEs.create(), CLASSOther)",
        ),
        "print(client.NAMEs.create())",
    ),
    both(
        got(
            "response-property-one-of-added",
            member(tagged("a", "b")),
            member(tagged("a", "b", "c")),
            ALL_OF_TWO,
        ),
        "from PACKAGE.models import CLASSA, CLASSB\n"
        "    of = value.it\n"
        "    print(of.a if isinstance(of, CLASSA) else of.b if isinstance(of, CLASSB) else of)",
    ),
    both(
        got(
            "response-property-any-of-added",
            member(tagged("a", "b", word="anyOf")),
            member(tagged("a", "b", "c", word="anyOf")),
            ALL_OF_TWO,
        ),
        "from PACKAGE.models import CLASSA\n    of = value.it\n    print(of.a if isinstance(of, CLASSA) else of)",
    ),
    both(
        got(
            "response-property-additional-properties-typed",
            member("{type: object, additionalProperties: true}"),
            member(KEYED % COUNT),
            "wanted: dict[str, str] = value.it",
        ),
        "print(value.it['k'])",
    ),
    both(
        got("response-property-prefix-items-removed", member(TRIPLE), member(PAIR), "(a, b) = value.it"),
        "print(value.it[0])",
    ),
    both(
        got(
            "response-property-further-items-forbidden",
            member(OPEN_PAIR),
            member(PAIR),
            "[further] = value.it[1:]\n    print(further + 1)",
        ),
        "print(value.it[0])",
    ),
    both(
        listed(
            "response-media-type-added",
            OK,
            answer(200, body("application/json", member(TEXT)), body("text/plain", TEXT)),
            "print(client.NAMEs.create().it)",
        ),
        "print(client.NAMEs.create())",
    ),
    both(
        listed(
            "response-media-type-removed",
            answer(200, body("application/json", MAIN), body("application/octet-stream", "")),
            answer(200, body("application/octet-stream", "")),
            "from PACKAGE.models import CLASSMain\n    print(client.NAMEs.create(), CLASSMain)",
        ),
        "print(client.NAMEs.create())",
    ),
    both(
        listed(
            "response-body-media-type-schema-added",
            answer(200, body("application/json", "")),
            answer(200, body("application/json", member(TEXT))),
            "print(client.NAMEs.create().other)",
        ),
        "print(client.NAMEs.create())",
    ),
    both(
        bare(
            "request-body-media-type-added",
            FORM % body("text/plain", TEXT),
            FORM % ", ".join((body("application/json", PLAIN), body("text/plain", TEXT))),
            "body='text'",
        ),
        "print(client.NAMEs.create)",
    ),
    both(
        bare(
            "request-property-type-compatible",
            FORM % body("application/x-www-form-urlencoded", member(COUNT)),
            FORM % body("application/x-www-form-urlencoded", member(TEXT)),
            "kept='k', it=1",
        ),
        "print(client.NAMEs.create)",
    ),
    both(
        bare(
            "request-body-media-type-removed",
            FORM % ", ".join((body("application/json", PLAIN), body("text/plain", TEXT))),
            FORM % body("text/plain", TEXT),
            "kept='k'",
        ),
        "print(client.NAMEs.create)",
    ),
)
"""Edits of which some code takes notice, each with code that does not."""
