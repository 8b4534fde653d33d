"""Operations: parameters, bodies, responses, security, servers, webhooks, and the document around them."""

from __future__ import annotations

import pytest
from specbind.ir.api import (
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    Content,
    Encoding,
    Example,
    Header,
    Location,
    OAuth2Flow,
    OAuth2Scheme,
    OtherScheme,
    Parameter,
    SecurityUse,
    Server,
    ServerVariable,
    Style,
    Tag,
)
from specbind.ir.types import UNKNOWN, ArrayType, IntegerType, ObjectType, RefType, StringType

from .conftest import Reader

TEXT = StringType()
KEY = "GET /things/{id}"


def parameter(location: Location, style: Style, explode: bool, name: str = "p") -> Parameter:
    return Parameter(name, location, TEXT, location is Location.PATH, style, explode)


@pytest.mark.parametrize(
    ("place", "location", "style", "explode"),
    [
        ("query", Location.QUERY, Style.FORM, True),
        ("cookie", Location.COOKIE, Style.FORM, True),
        ("header", Location.HEADER, Style.SIMPLE, False),
        ("query, explode: false", Location.QUERY, Style.FORM, False),
        ("query, style: spaceDelimited", Location.QUERY, Style.SPACE_DELIMITED, False),
        ("query, style: pipeDelimited", Location.QUERY, Style.PIPE_DELIMITED, False),
        ("query, style: deepObject, explode: true", Location.QUERY, Style.DEEP_OBJECT, True),
    ],
)
def test_a_parameter_has_the_style_of_its_place(
    read_operation: Reader, place: str, location: Location, style: Style, explode: bool
) -> None:
    result = read_operation(f"parameters: [{{name: p, in: {place}, schema: {{type: string}}}}]")
    assert result.operation(KEY).parameters[1] == parameter(location, style, explode)
    assert result.problems == []


@pytest.mark.parametrize(("style", "of"), [("label", Style.LABEL), ("matrix", Style.MATRIX), ("simple", Style.SIMPLE)])
def test_a_path_parameter_replaces_the_one_of_the_path(read_operation: Reader, style: str, of: Style) -> None:
    result = read_operation(
        f"parameters: [{{name: id, in: path, required: true, style: {style}, schema: {{type: integer}}}}]"
    )
    assert result.operation(KEY).parameters == (Parameter("id", Location.PATH, IntegerType(), True, of, explode=False),)


def test_a_parameter_keeps_what_is_said_about_it(read_operation: Reader) -> None:
    result = read_operation(
        """
        parameters:
          - $ref: '#/components/parameters/Limit'
          - name: filter
            in: query
            content: {application/json: {schema: {$ref: '#/components/schemas/Filter'}}}
          - {name: q, in: query, allowReserved: true, schema: {type: string, description: Words.}, example: x}
        """,
        """
        parameters:
          Limit:
            name: limit
            in: query
            description: How many.
            deprecated: true
            schema: {type: integer, default: 20}
            examples: {few: {summary: A few., value: 3}, many: {$ref: '#/components/examples/Many'}}
        examples: {Many: {value: 100}}
        schemas: {Filter: {type: object}}
        """,
    )
    limit, filter, words = result.operation(KEY).parameters[1:]
    assert (limit.description, limit.deprecated, limit.default) == ("How many.", True, 20)
    assert limit.examples == (Example(3, "few", "A few."), Example(100, "many"))
    assert (filter.media_type, filter.type) == ("application/json", RefType("Filter"))
    assert (words.allow_reserved, words.description, words.examples) == (True, "Words.", (Example("x"),))
    assert result.problems == []


@pytest.mark.parametrize(
    ("operation", "problem"),
    [
        ("parameters: 5", "SB301 11:7 `parameters` must be a list, not a number"),
        ("parameters: [5]", "SB301 11:20 item 0 of `parameters` must be a parameter, not a number"),
        ("parameters: [{in: query}]", "SB502 11:20 the parameter lacks a name"),
        ("parameters: [{name: a}]", "SB502 11:20 the parameter lacks a place (`in`)"),
        (
            "parameters: [{name: a, in: body}]",
            "SB309 11:30 a parameter in `body` is of Swagger 2.0, and the document is OpenAPI 3.1",
        ),
        ("parameters: [{name: a, in: []}]", "SB502 11:20 the parameter lacks a place (`in`)"),
        ("parameters: [{name: Accept, in: header}]", "SB506 11:20 `Accept` is set by the client itself"),
        ("parameters: [{name: x, in: path, required: true}]", "SB504 10:5 the path has no placeholder `{x}`"),
        (
            "parameters: [{name: a, in: query}, {name: a, in: query}]",
            "SB505 11:42 the query parameter `a` is listed twice",
        ),
        (
            "parameters: [{name: a, in: query, style: simple}]",
            "SB507 11:41 `simple` is no style of a query parameter",
        ),
        (
            "parameters: [{name: id, in: path}]",
            "SB514 11:20 the path parameter `id` is not marked as required",
        ),
        ("requestBody: 5", "SB301 11:7 `requestBody` must be a mapping, not a number"),
        ("requestBody: {}", "SB512 11:7 the request body has no content"),
        ("requestBody: {content: []}", "SB301 11:21 `content` must be a mapping, not a list"),
        ("responses: []", "SB301 11:7 `responses` must be a mapping, not a list"),
        ("responses: {200: 5}", "SB301 11:19 `200` must be a mapping, not a number"),
        ("responses: {abc: {}}", "SB511 11:19 `abc` is no status code"),
        ("responses: {-1: {}}", "SB511 11:19 `-1` is no status code"),
        ("responses: {'999': {}}", "SB511 11:19 `999` is no status code"),
        ("responses: {200: {content: {json: {}}}}", "SB512 11:35 `json` is no media type"),
        ("responses: {200: {content: {a/b: 5}}}", "SB301 11:35 `a/b` must be a mapping, not a number"),
        ("responses: {200: {headers: {X: 5}}}", "SB301 11:35 `X` must be a mapping, not a number"),
        ("security: {}", "SB301 11:7 `security` must be a list, not a mapping"),
        ("security: [a]", "SB301 11:18 item 0 of `security` must be a security requirement, not text"),
        ("security: [{nope: []}]", "SB307 11:19 there is no security scheme `nope`"),
        ("servers: [{}]", "SB306 11:17 the server has no URL"),
        ("servers: [{url: 'https://{x}'}]", "SB306 11:17 the variable `{x}` of the URL is not declared"),
        ("servers: [5]", "SB301 11:17 item 0 of `servers` must be a server, not a number"),
        ("tags: x", "SB301 11:7 `tags` must be a list, not text"),
        ("operationId: [a]", "SB301 11:7 `operationId` must be text, not a list"),
        ("deprecated: maybe", "SB301 11:7 `deprecated` must be true or false, not text"),
        ("callbacks: [a]", "SB301 11:7 `callbacks` must be a mapping, not a list"),
    ],
)
def test_a_doubtful_part_of_an_operation_is_reported(read_operation: Reader, operation: str, problem: str) -> None:
    result = read_operation(operation)
    assert [line for line in result.problems if not line.startswith("SB503")] == [problem]
    assert result.operation(KEY).parameters[0].wire_name == "id"


def test_a_placeholder_without_a_parameter_gets_one(read_text: Reader) -> None:
    result = read_text("""\
        openapi: 3.0.0
        info: {title: T, version: '1'}
        paths:
          /a/{b}/{c}:
            get: {parameters: [{name: c, in: path, required: true, schema: {type: integer}}]}
    """)
    assert [one.wire_name for one in result.api.operations[0].parameters] == ["b", "c"]
    assert result.problems == ["SB503 5:5 the placeholder `{b}` has no parameter"]


def test_a_request_body_has_its_media_types_and_encodings(read_operation: Reader) -> None:
    result = read_operation("""
        requestBody:
          required: true
          description: What to send.
          content:
            Application/JSON; charset=UTF-8: {schema: {type: string}, example: x}
            multipart/form-data:
              schema: {type: object, properties: {file: {type: string, format: binary}}}
              encoding:
                file: {contentType: image/png, headers: {X-A: {schema: {type: integer}}}}
                list: {style: pipeDelimited, explode: false, allowReserved: true}
            application/x-ndjson: {}
    """)
    body = result.operation(KEY).body
    assert body is not None
    one, two, three = body.contents
    assert (body.required, body.description) == (True, "What to send.")
    assert one == Content("application/json; charset=UTF-8", TEXT, examples=(Example("x"),))
    assert two.encodings == (
        Encoding("file", "image/png", headers=(Header("X-A", IntegerType()),)),
        Encoding("list", None, Style.PIPE_DELIMITED, explode=False, allow_reserved=True),
    )
    assert three == Content("application/x-ndjson", None)
    assert result.problems == []


def test_responses_have_codes_ranges_and_headers(read_operation: Reader) -> None:
    result = read_operation(
        """
        responses:
          200:
            description: Fine.
            headers: {X-Rate: {$ref: '#/components/headers/Rate'}, Content-Type: {schema: {type: string}}}
            content:
              application/json: {schema: {type: array, items: {type: string}}, examples: {a: {value: [x]}}}
          4xx: {$ref: '#/components/responses/Bad'}
          default: {$ref: '#/components/responses/Bad'}
          204: {description: Nothing.}
          x-more: 5
        """,
        """
        responses: {Bad: {description: Bad., content: {text/plain: {schema: {type: string}}}}}
        headers: {Rate: {required: true, description: Left., schema: {type: integer}}}
        """,
    )
    fine, bad, other, nothing = result.operation(KEY).responses
    assert [one.status for one in (fine, bad, other, nothing)] == ["200", "4XX", "default", "204"]
    assert fine.headers == (Header("X-Rate", IntegerType(), True, "Left."),)
    assert fine.contents == (Content("application/json", ArrayType(TEXT), examples=(Example(["x"], "a"),)),)
    assert bad.contents == other.contents == (Content("text/plain", TEXT),)
    assert nothing.contents == ()
    assert result.problems == []


SCHEMES = """
securitySchemes:
  key: {type: apiKey, in: header, name: X-Key, description: A key.}
  bearer: {type: http, scheme: Bearer, bearerFormat: JWT}
  basic: {type: http, scheme: basic}
  digest: {type: http, scheme: Digest}
  open: {type: openIdConnect, openIdConnectUrl: https://x.test}
  oauth:
    type: oauth2
    flows: {clientCredentials: {tokenUrl: https://x.test/t, scopes: {a: Read.}}, x-own: {}}
"""


def test_security_is_a_choice_of_combinations(read_operation: Reader) -> None:
    result = read_operation("security: [{key: [], oauth: [a]}, {bearer: []}, {}]", SCHEMES)
    assert result.operation(KEY).security == (
        (SecurityUse("key"), SecurityUse("oauth", ("a",))),
        (SecurityUse("bearer"),),
        (),
    )
    assert result.api.security_schemes == (
        ApiKeyScheme("key", Location.HEADER, "X-Key", "A key."),
        BearerScheme("bearer", "JWT"),
        BasicScheme("basic"),
        OtherScheme("digest", "digest"),
        OtherScheme("open", "openIdConnect"),
        OAuth2Scheme("oauth", (OAuth2Flow("clientCredentials", "https://x.test/t", scopes=(("a", "Read."),)),)),
    )
    assert result.problems == []


def test_no_security_is_not_the_same_as_none_said(read_operation: Reader) -> None:
    assert read_operation("security: []").operation(KEY).security == ()
    assert read_operation("summary: S").operation(KEY).security is None
    assert read_operation("security: [{nope: []}]").operation(KEY).security is None


@pytest.mark.parametrize(
    "scheme", ["{}", "{type: apiKey}", "{type: apiKey, name: a, in: body}", "{type: http}", "{type: own}"]
)
def test_a_scheme_that_lacks_something_is_kept_and_reported(read_operation: Reader, scheme: str) -> None:
    result = read_operation("summary: S", f"securitySchemes: {{a: {scheme}}}")
    assert isinstance(result.api.security_schemes[0], OtherScheme)
    assert result.codes == ["SB308"]


def test_servers_are_those_of_the_nearest_level(read_text: Reader) -> None:
    result = read_text("""\
        openapi: 3.0.0
        info: {title: T, version: '1', description: About.}
        servers:
          - url: https://{region}.x.test/{base}
            description: Main.
            variables: {region: {default: eu, enum: [eu, us]}, base: {default: v1, description: Base.}}
        tags: [{name: a, description: About a.}, {name: b}, {name: a}]
        paths:
          /a:
            servers: [{url: /path}]
            get: {}
            post: {servers: [{url: /operation}], tags: [a], summary: S, description: D}
          /b: {get: {}}
    """)
    api = result.api
    variables = (ServerVariable("region", "eu", ("eu", "us")), ServerVariable("base", "v1", (), "Base."))
    assert api.servers == (Server("https://{region}.x.test/{base}", "Main.", variables),)
    assert [operation.servers for operation in api.operations] == [
        (Server("/path"),),
        (Server("/operation"),),
        (),
    ]
    assert api.tags == (Tag("a", "About a."), Tag("b"))
    assert (api.operations[1].tags, api.operations[1].summary, api.operations[1].description) == (
        ("a",),
        "S",
        "D",
    )
    assert api.description == "About."
    assert result.problems == []


def test_webhooks_are_types(read_text: Reader) -> None:
    result = read_text("""\
        openapi: 3.1.0
        info: {title: T, version: '1'}
        webhooks:
          paid:
            post:
              summary: Something was paid.
              requestBody:
                content: {application/json: {schema: {$ref: '#/components/schemas/Paid'}, example: {a: 1}}}
          gone: {post: {}}
        x-webhooks:
          paid: {post: {}}
          late: {post: {requestBody: {content: {application/json: {schema: {type: string}}}}}}
        components: {schemas: {Paid: {type: object, properties: {a: {type: integer}}}}}
    """)
    assert [(one.name, one.type, one.description) for one in result.api.webhooks] == [
        ("paid", RefType("Paid"), "Something was paid."),
        ("gone", UNKNOWN, None),
        ("late", TEXT, None),
    ]
    assert result.api.webhooks[0].examples == (Example({"a": 1}),)
    assert result.problems == []


def test_path_items_may_be_references(read_text: Reader) -> None:
    result = read_text(
        """\
        openapi: 3.1.0
        info: {title: T, version: '1'}
        paths:
          /a: {$ref: '#/components/pathItems/A'}
          /b: {$ref: 'b.yaml'}
          x-own: 5
        components: {pathItems: {A: {get: {operationId: a}}}}
        """,
        b_yaml="""\
            get: {responses: {200: {content: {application/json: {schema: {$ref: '#/Thing'}}}}}}
            Thing: {type: object, properties: {a: {}}}
        """,
    )
    assert [operation.key for operation in result.api.operations] == ["GET /a", "GET /b"]
    assert result.api.operations[1].responses[0].contents[0].type == RefType("Thing")
    assert isinstance(result.type("Thing"), ObjectType)
    assert result.problems == []


READ = "Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are read"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("swagger: '1.2'\n", [f"SB303 1:1 Swagger 1.2 is not supported; {READ}"]),
        ("openapi: 3.3.0\n", [f"SB303 1:1 OpenAPI 3.3.0 is not supported; {READ}"]),
        (
            "openapi: 4\n",
            [
                "SB302 1:1 a number is read as text",
                f"SB303 1:1 OpenAPI 4 is not supported; {READ}",
            ],
        ),
        ("info: {}\n", [f"SB303 1:1 the document has no `openapi` version; {READ}"]),
        (
            "openapi: []\n",
            [
                "SB301 1:1 `openapi` must be text, not a list",
                f"SB303 1:1 OpenAPI [] is not supported; {READ}",
            ],
        ),
        ("- a\n", ["SB111 1:1 the document is a list, not a mapping"]),
    ],
)
def test_a_document_of_another_kind_is_refused(read_text: Reader, text: str, problems: list[str]) -> None:
    result = read_text(text)
    assert result.found is None
    assert result.problems == problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "paths: {}",
            [
                "SB304 1:1 the API has no title",
                "SB304 1:1 the API has no version",
                "SB305 1:1 the document describes no operation and no type",
            ],
        ),
        ("info: {title: T, version: 1.0}\npaths: {/a: {get: {}}}", ["SB302 2:18 a number is read as text"]),
        (
            "info: {title: T, version: a}\npaths: null",
            [
                "SB301 3:1 `paths` must be a mapping, not null",
                "SB305 1:1 the document describes no operation and no type",
            ],
        ),
        (
            "info: {title: T, version: a}\npaths: {/a: 5}",
            [
                "SB501 3:9 `/a` is not a path item",
                "SB305 1:1 the document describes no operation and no type",
            ],
        ),
        (
            "info: {title: T, version: a}\npaths: {/a: {get: 5}}",
            [
                "SB501 3:14 `get` of `/a` is not an operation",
                "SB305 1:1 the document describes no operation and no type",
            ],
        ),
        (
            "info: {title: T, version: a}\npaths: {a: {get: {}}}",
            ["SB513 3:9 `a` does not begin with a slash"],
        ),
        (
            "info: {title: T, version: a}\npaths:\n  /a: {get: {operationId: x}}\n  /b: {get: {operationId: x}}",
            ["SB508 5:14 the operationId `x` is used twice"],
        ),
    ],
)
def test_a_doubtful_document_is_reported(read_text: Reader, text: str, problems: list[str]) -> None:
    assert read_text(f"openapi: 3.0.0\n{text}\n").problems == problems


def test_paths_that_differ_in_names_alone_are_reported(read_text: Reader) -> None:
    result = read_text("""\
        openapi: 3.1.0
        info: {title: T, version: '1'}
        paths:
          /a/{b}: {get: {parameters: [{name: b, in: path, required: true}]}}
          /a/{c}:
            parameters: [{name: c, in: path, required: true}]
            get: {}
            put: {}
    """)
    assert result.problems == ["SB509 7:5 `GET /a/{c}` cannot be told from `GET /a/{b}`"]
    assert result.diagnostics[0].related[0].span.position.line == 4
    assert len(result.api.operations) == 3


def test_a_misspelt_method_is_reported_with_the_one_that_is_meant(read_text: Reader) -> None:
    result = read_text(
        """
        openapi: 3.1.0
        info: {title: t, version: "1"}
        paths:
          /things:
            x-owner: us
            gett: {responses: {"204": {description: d}}}
            post: {responses: {"204": {description: d}}}
        """
    )
    assert [operation.key for operation in result.api.operations] == ["POST /things"]
    assert [problem.partition(" ")[0] for problem in result.problems] == ["SB516"]
    assert result.diagnostics[0].help == "if it is an operation, call it `get`"
