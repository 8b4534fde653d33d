"""Documented errors in docstrings and on `api.md`: what most calls have in common once, the rest where it belongs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.generating import complete, generate

SPEC = """
info: {title: Ships, version: "1", description: "# Ships\\n\\nShips at sea. And more."}
paths:
  /ships:
    get:
      summary: All ships
      responses: {"200": {description: OK}, default: {$ref: "#/components/responses/Wrong"}}
    post:
      summary: Launch
      responses:
        "201": {description: Created}
        "409":
          description: Conflict - The ship floats already
          content: {application/json: {schema: {$ref: "#/components/schemas/Clash"}}}
        "402": {description: "402 Payment Required"}
        "503": {description: Closed on Sundays.}
        4XX:
          description: Error response
          content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
        default: {$ref: "#/components/responses/Wrong"}
  /ships/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      summary: One ship
      responses:
        "200": {description: OK}
        "404": {description: Not Found, content: {text/plain: {schema: {type: string}}}}
        default: {$ref: "#/components/responses/Wrong"}
components:
  responses:
    Wrong:
      description: Unexpected error
      content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}
  schemas:
    Problem: {type: object, properties: {detail: {type: string}}}
    Clash: {type: object, properties: {with: {type: string}}}
"""
COMMON = "APIStatusError: any other status, with `body: Problem`."


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("ships")
    return generate(folder, complete(SPEC)).files


def test_a_method_says_what_it_raises_beyond_what_most_raise(files: dict[str, str]) -> None:
    raised = """        Raises:
            ConflictError: 409, with `body: Clash`. The ship floats already.
            InternalServerError: 503. Closed on Sundays.
            APIStatusError: 4XX, with `body: Problem`.
"""
    resource = files["resources/ships.py"]
    assert resource.count(raised) == resource.count("Raises:") == 2
    assert COMMON not in resource


def test_the_client_says_what_most_methods_raise(files: dict[str, str]) -> None:
    doc = f'''    """Ships at sea.

    Most calls document these errors:

    - {COMMON}
    """
'''
    assert files["_client.py"].count(doc) == 2


def test_the_page_of_methods_links_the_bodies_of_errors(files: dict[str, str]) -> None:
    page = files["api.md"]
    problem, clash = "[Problem](models/ships.py)", "[Clash](models/ships.py)"
    assert f"not repeated below: any other status {problem}." in page
    assert f"Launch. Errors: 409 {clash}; 4XX {problem}.\n" in page
    assert "One ship.\n" in page


def test_a_few_calls_have_nothing_in_common(tmp_path: Path) -> None:
    one = SPEC[: SPEC.index("  /ships/{id}:")] + SPEC[SPEC.index("components:") :]
    made = generate(tmp_path, complete(one)).files
    assert "Most calls" not in made["_client.py"] and "Most document" not in made["api.md"]
    assert made["resources/ships.py"].count(COMMON) == 4
