"""What other reviews miss, judge too mildly, judge in the wrong direction or alarm about for nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from specbind.config import CredentialConfig
from specbind.diagnostics import Collector
from specbind.diff.compare import compare
from specbind.diff.finding import Python, Wire
from specbind.diff.surface import UNNAMED
from specbind.reference.read import read

from tests.diff.apis import ROOT, api_of, only, review, said

BASE = """
openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: https://api.example.com}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    oauth:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: https://auth.example.com/token, scopes: {read: r}}}
  schemas:
    Cat: {type: object, required: [kind, name], properties: {kind: {const: cat}, name: {type: string}}}
    Dog: {type: object, required: [kind, age], properties: {kind: {const: dog}, age: {type: integer}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator:
        propertyName: kind
        mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}
    Order:
      type: object
      required: [id]
      properties:
        id: {type: string, minLength: 1}
        size: {type: integer}
        labels: {type: array, items: {type: string}}
        note: {anyOf: [{type: string, title: Text}, {type: integer}]}
        extra: {type: object, additionalProperties: {type: string}}
        pet: {$ref: '#/components/schemas/Pet'}
webhooks:
  shipped:
    post:
      requestBody:
        content: {application/json: {schema: {type: object, required: [at], properties: {at: {type: string}}}}}
      responses: {'200': {description: d}}
paths:
  /orders/{order_id}:
    get:
      operationId: getOrder
      parameters:
        - {name: order_id, in: path, required: true, schema: {type: string}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
    put:
      operationId: putOrder
      parameters: [{name: order_id, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
      responses: {'204': {description: d}}
  /files:
    post:
      operationId: upload
      callbacks:
        done:
          '{$request.query.url}':
            post:
              requestBody: {content: {application/json: {schema: {type: object, properties: {bytes: {type: integer}}}}}}
              responses: {'200': {description: d}}
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string, format: binary}, meta: {type: object}}}
            encoding: {meta: {contentType: application/json}}
      responses: {'204': {description: d}}
"""


@pytest.mark.parametrize(
    ("old", "new", "rule", "wire"),
    [
        # silent elsewhere
        (
            "      required: [id]\n",
            "      required: [id]\n      additionalProperties: false\n",
            "additional-properties-forbidden",
            "breaking",
        ),
        ("size: {type: integer}", "size: {type: integer, multipleOf: 10}", "multiple-of-set", "risky"),
        ("labels: {type: array,", "labels: {type: array, uniqueItems: true,", "unique-items-added", "breaking"),
        ("labels: {type: array,", "labels: {type: array, maxItems: 3,", "max-items-set", "risky"),
        ("extra: {type: object,", "extra: {type: object, maxProperties: 2,", "max-properties-set", "risky"),
        ("size: {type: integer}", "size: {type: integer, not: {const: 0}}", "not-added", "breaking"),
        (
            "schema: {type: array, items: {type: string}}}\n",
            "explode: false, schema: {type: array, items: {type: string}}}\n",
            "request-parameter-explode-changed",
            "breaking",
        ),
        (
            "schema: {type: array, items: {type: string}}}\n",
            "style: pipeDelimited, explode: true, schema: {type: array, items: {type: string}}}\n",
            "request-parameter-style-changed",
            "breaking",
        ),
        ("name: X-Key", "name: X-Api-Key", "api-security-component-key-changed", "breaking"),
        ("https://api.example.com", "https://api2.example.com", "api-server-url-changed", "risky"),
        ("contentType: application/json", "contentType: text/csv", "encoding-changed", "risky"),
        # too mild elsewhere
        ("paths:\n", "security: [{key: []}]\npaths:\n", "api-global-security-added", "breaking"),
        (
            "dog: '#/components/schemas/Dog'}",
            "dog: '#/components/schemas/Cat'}",
            "discriminator-mapping-changed",
            "risky",
        ),
        ("size: {type: integer}", "size: {type: integer, readOnly: true}", "became-read-only", "risky"),
        # in the wrong direction elsewhere
        ("required: [at], ", "", "response-property-became-optional", "breaking"),
        (
            "properties: {at: {type: string}}",
            "properties: {at: {type: string}, by: {type: string}}",
            "response-optional-property-added",
            "safe",
        ),
        ("bytes: {type: integer}", "bytes: {type: number}", "response-property-type-generalized", "breaking"),
        ("        done:\n", "        finished:\n", "callback-removed", "breaking"),
        # alarms for nothing elsewhere
        ("minLength: 1", "minLength: 0", "min-length-decreased", "safe"),
    ],
)
def test_an_edit_that_other_reviews_misjudge_is_judged(old: str, new: str, rule: str, wire: str) -> None:
    assert BASE.count(old) == 1
    reviewed = review(BASE, BASE.replace(old, new))
    found = reviewed.findings[0] if rule == "callback-removed" else only(reviewed)
    assert rule in " ".join(found.rules)
    assert found.wire.value == wire


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Text", "title: Words"),
        (
            "note: {anyOf: [{type: string, title: Text}, {type: integer}]}",
            "note: {oneOf: [{type: string, title: Text}, {type: integer}]}",
        ),
    ],
)
def test_a_retitled_part_and_another_word_for_a_union_are_no_change(old: str, new: str) -> None:
    assert said(review(BASE, BASE.replace(old, new))) == []


def test_a_renamed_path_parameter_breaks_python_and_nothing_else() -> None:
    found = only(review(BASE, BASE.replace("order_id", "id")))
    assert (found.rule, found.wire.value, found.python.value) == ("request-path-parameter-renamed", "safe", "breaking")
    assert found.confidence == 1.0


def test_a_renamed_model_is_one_finding_that_breaks_imports() -> None:
    found = only(
        review(BASE, BASE.replace("schemas/Order'", "schemas/Purchase'").replace("    Order:\n", "    Purchase:\n"))
    )
    assert (found.rule, found.wire.value, found.python.value) == ("api-schema-renamed", "safe", "breaking")
    assert found.confidence is not None and found.confidence >= 0.7


def test_a_renamed_operation_id_is_prose() -> None:
    found = only(review(BASE, BASE.replace("getOrder", "retrieveOrder")))
    assert (found.wire.value, found.python.value) == ("docs", "safe")


def test_a_moved_operation_is_one_finding() -> None:
    found = only(review(BASE, BASE.replace("  /files:", "  /uploads:")))
    assert (found.rule, found.wire.value, found.python.value) == ("endpoint-moved", "breaking", "breaking")


def test_the_same_python_name_under_another_wire_name_is_flagged() -> None:
    found = only(review(BASE, BASE.replace("labels: {", "Labels: {")))
    assert (found.wire.value, found.python.value, found.careful) == ("breaking", "safe", True)
    assert "stays the same" in found.python_reason


def test_a_model_that_is_sent_and_received_has_both_verdicts() -> None:
    found = only(review(BASE, BASE.replace("size: {type: integer}", "size: {type: number}")))
    assert {each.direction.value: each.wire.value for each in found.judgements} == {
        "request": "safe",
        "response": "breaking",
    }
    assert found.operations == ("GET /orders/{order_id}", "PUT /orders/{order_id}")


def test_a_token_url_is_to_be_looked_at_whatever_the_verdict() -> None:
    found = only(review(BASE, BASE.replace("auth.example.com", "login.example.com")))
    assert found.careful and found.rule == "api-security-component-oauth-token-url-changed"


def test_a_list_that_becomes_paged_breaks_python_though_the_wire_is_safe() -> None:
    items = "{type: array, items: {type: object, properties: {id: {type: string}}}}"
    page = "{type: object, required: [data], properties: {data: " + items + "%s}}"
    text = """
paths:
  /cranes:
    get:
      %s
      responses: {'200': {description: d, content: {application/json: {schema: SCHEMA}}}}
"""
    old = (text % "summary: all").replace("SCHEMA", page % "")
    more = ", has_more: {type: boolean}, last_id: {type: string}"
    parameters = "parameters: [{name: after, in: query, schema: {type: string}}]"
    found = review(old, (text % parameters).replace("SCHEMA", page % more))
    assert "python-result-changed" in {each.rule for each in found.findings}
    assert all(each.wire.value in ("safe", "docs") for each in found.findings)
    assert found.bump.value == "major"


def test_an_edit_that_parts_a_class_from_a_shape_elsewhere_says_what_follows() -> None:
    """A titled shape that is written out like a component has the component's class until they differ."""
    base = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
  /shops/{id}/best:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {title: Pet, type: object, required: [names], properties: {names: {type: array, items: {}}}}
components:
  schemas:
    Pet: {type: object, required: [names], properties: {names: {type: array, items: {}}}}
"""
    parted = base[::-1].replace("items: {}"[::-1], "items: {}, minItems: 2"[::-1], 1)[::-1]
    finding = only(review(base, parted))
    assert finding.rules == ("response-property-min-items-set",)
    assert (finding.wire, finding.python) == (Wire.SAFE, Python.BREAKING)
    assert finding.python_reason.startswith("`shops.best.retrieve`: a method gives something else")


def test_the_usage_change_says_what_changed_and_nothing_else() -> None:
    """Pages have no `oneOf`: without it, the tag says that it is variants that there are more of."""
    pages = ROOT / "spec/openai-admin"
    old, new = read(pages / "revisions/before-search-usage/docs", Collector()), read(pages / "docs", Collector())
    assert old is not None and new is not None
    found = compare(old, new)
    wider, *rest = found.findings
    assert wider.rules == ("response-property-one-of-added",)
    assert (wider.wire, wider.python) == (Wire.RISKY, Python.RISKY)
    assert wider.subject == "OrganizationUsageFileSearchesResult, OrganizationUsageWebSearchesResult"
    assert len(wider.operations) == 9 and len(wider.also) == 17
    assert wider.types == ("OrganizationUsageFileSearchesResult", "OrganizationUsageWebSearchesResult")
    assert Counter(each.rule for each in rest) == {"endpoint-added": 7, "api-schema-added": 2}
    assert {name for each in rest for name in each.types} == {
        "ProjectModelPermissions",
        "ProjectModelPermissionsDeleted",
        "ProjectHostedToolPermissions",
    }
    assert found.bump.value == "minor"
    assert [(str(each.where), each.what) for each in found.docs] == [
        ("POST /organization/invites: request body.projects", "description")
    ]


UNION = """
paths:
  /cranes:
    get:
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Any'}}}}}
components:
  schemas:
    A: {type: object, required: [kind], properties: {kind: {KIND: A}}}
    B: {type: object, required: [kind], properties: {kind: {KIND: B}}}
    C: {type: object, required: [kind], properties: {kind: {KIND: C}}}
    Any: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}MORE]}
"""


@pytest.mark.parametrize("word", ["oneOf", "anyOf"])
@pytest.mark.parametrize("kind", ["const", "title"])
def test_a_variant_that_is_received_breaks_unless_a_tag_tells_variants_apart(word: str, kind: str) -> None:
    base = UNION.replace("KIND", kind).replace("oneOf", word)
    more = ", {$ref: '#/components/schemas/C'}"
    finding = only(review(base.replace("MORE", ""), base.replace("MORE", more)))
    assert finding.rules == (f"response-body-{'one' if word == 'oneOf' else 'any'}-of-added",)
    if kind == "const":
        assert (finding.wire, finding.python) == (Wire.RISKY, Python.RISKY)
    else:
        assert (finding.wire, finding.python) == (Wire.BREAKING if word == "oneOf" else Wire.RISKY, Python.BREAKING)


SECURED = """
servers: [{url: 'https://{region}.example.com', variables: {region: {default: eu}}}]
security: [{key: []}]
paths:
  /cranes: {get: {responses: {'204': {description: d}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-K}, tok: {type: http, scheme: bearer}}
"""


@pytest.mark.parametrize(
    ("old", "new", "rule", "reason"),
    [
        (", tok: {type: http, scheme: bearer}", "", "api-security-component-removed", "no longer takes the credential"),
        ("scheme: bearer", "scheme: basic", "api-security-component-type-changed", "takes other credentials"),
        ("region", "zone", "api-server-url-changed", "`Client(region)`: an argument of clients is gone"),
        ("tok:", "bearer:", "", "the client takes the same arguments"),
    ],
)
def test_arguments_of_clients_are_compared(old: str, new: str, rule: str, reason: str) -> None:
    found = review(SECURED, SECURED.replace(old, new))
    breaking = [each for each in found.findings if each.python is Python.BREAKING]
    assert [each.rule for each in breaking] == ([rule] if rule else [])
    assert any(reason in each.python_reason for each in found.findings)


def test_settings_that_rename_what_clients_take_are_findings_of_the_package() -> None:
    api = api_of(SECURED)
    before = replace(UNNAMED, credentials={"key": CredentialConfig(argument="secret", env=("SECRET",))})
    after = replace(
        UNNAMED, client="Harbor", credentials={"key": CredentialConfig(argument="api_token", env=("TOKEN",))}
    )
    found = compare(api, api, after, before=before)
    rules = {each.rule: each.title for each in found.findings}
    assert rules == {
        "python-client-renamed": "`Client` is now `Harbor`",
        "python-client-argument-renamed": "the client's argument `secret` is now `api_token`",
    }
    other = replace(before, credentials={"key": CredentialConfig(argument="secret", env=("OTHER",))})
    assert [each.rule for each in compare(api, api, other, before=before).findings] == [
        "python-client-variable-changed"
    ]


def test_a_type_in_place_of_another_that_also_takes_null_is_one_finding() -> None:
    old, new = "{type: object, additionalProperties: true}", "{anyOf: [{type: integer}, {type: 'null'}]}"
    text = SECURED.replace(
        "'204': {description: d}", "'200': {description: d, content: {application/json: {schema: OF}}}"
    )
    held = "{type: object, properties: {it: %s}}"
    finding = only(review(text.replace("OF", held % old), text.replace("OF", held % new)))
    assert finding.rules == ("response-property-type-changed", "response-property-became-nullable")
    assert finding.title.endswith("the type or format is another one; null is allowed")
