"""Operations whose paths begin in another way are the same operations."""

from __future__ import annotations

from tests.diff.apis import only, review, said

NAMES = ("cranes", "hoists", "winches", "jacks")


def description(prefix: str, server: str = "https://api.example.com", more: str = "", path: str = "x") -> str:
    """Lists of things below a prefix, behind a server."""
    text = f"servers: [{{url: '{server}'}}]\npaths:\n"
    for name in NAMES:
        text += f"  {prefix}/{name}:\n    get:\n{more}      responses: {{'200': {{description: {path}}}}}\n"
    return text


def test_a_prefix_that_went_into_the_base_url_changes_no_request() -> None:
    old, new = description("/api/v1"), description("", "https://api.example.com/api/v1")
    for found in (review(old, new), review(new, old)):
        rules = {each.rule: (each.wire.value, each.python.value, len(each.operations)) for each in found.findings}
        assert rules.keys() == {"endpoint-rebased", "api-server-url-changed"}
        assert rules["endpoint-rebased"] == ("safe", "safe", len(NAMES))


def test_an_operation_below_another_base_url_is_compared_with_what_it_was() -> None:
    old, new = description("/v1"), description("", "https://api.example.com/v1")
    new = new.replace("get:\n", "get:\n      deprecated: true\n", 1)
    assert "endpoint-deprecated" in {each.rule for each in review(old, new).findings}


def test_another_prefix_of_many_paths_is_one_finding() -> None:
    found = only(review(description("/v1"), description("/v2")))
    assert "endpoint-moved" in found.rules
    assert (found.wire.value, len(found.operations)) == ("breaking", len(NAMES))
    assert found.confidence is not None and found.confidence < 1


def test_few_operations_under_another_prefix_are_gone_and_new() -> None:
    old, new = (
        "paths:\n" + "".join(f"  /{prefix}/{name}: {{get: {{responses: {{}}}}}}\n" for name in NAMES[:2])
        for prefix in ("first", "second")
    )
    assert "endpoint-moved" not in {each.rule for each in review(old, new).findings}


def test_things_of_the_same_make_are_not_taken_for_each_other() -> None:
    """Two collections have the same paths below their names, and nothing else in common."""
    old, new = (
        f"paths:\n  /{name}: {{get: {{responses: {{}}}}, post: {{responses: {{}}}}}}\n"
        f"  /{name}/{{id}}: {{get: {{responses: {{}}}}, delete: {{responses: {{}}}}}}\n"
        for name in ("invoices", "turbines")
    )
    rules = {each.rule for each in review(old, new).findings}
    assert rules == {"api-path-removed-without-deprecation", "endpoint-added"}


def test_what_was_deprecated_goes_as_announced() -> None:
    old = description("/v1", more="      deprecated: true\n")
    assert {wire for rule, wire, _ in said(review(old, description("/v2"))) if "removed" in rule} == {"safe"}


def test_a_slash_at_the_end_is_a_move() -> None:
    text = "paths: {/crane: {get: {responses: {'204': {description: d}}}}}"
    found = only(review(text, text.replace("/crane", "/crane/")))
    assert "endpoint-moved" in found.rules
    assert (found.wire.value, found.python.value) == ("breaking", "safe")
