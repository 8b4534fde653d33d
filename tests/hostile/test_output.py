"""Random descriptions with random names and texts in every slot: what comes out parses, imports and says the same.

The invariant of the output: each module holds only what was planned, nothing happens when it is imported, and what
the description names is in the package as the description spells it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cases.imported import all_imported
from tests.hostile.payloads import BREAKOUTS
from tests.hostile.test_names import ALL_NAMES
from tests.hostile.test_texts import made_of

CALL = "MARKER"
texts = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="'\"\\\r\n{}%#`:;()[]<>\x00\x1b\u2028\u202e é", max_size=30),
    st.sampled_from([text for text in BREAKOUTS.values() if len(text) < 1_000]),
)
names = st.one_of(
    st.sampled_from([name for name in ALL_NAMES if name]), texts.filter(bool), st.text("abcXYZ_-. 1", min_size=1)
)
references = st.sampled_from(["One", "Two", "Three"]).map(lambda name: {"$ref": f"#/components/schemas/{name}"})


def annotated(schema: dict[str, Any], title: str, description: str, default: Any) -> dict[str, Any]:
    return {**schema, "title": title, "description": description, **({} if default is None else {"default": default})}


scalars = st.one_of(
    st.sampled_from(
        [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}, {"type": "number"}, {"type": "null"}]
    ),
    st.fixed_dictionaries({"type": st.just("string"), "format": names, "pattern": texts}),
    st.builds(lambda value: {"const": value}, texts),
    st.builds(lambda values: {"enum": values}, st.lists(texts, min_size=1, max_size=4, unique=True)),
    st.builds(annotated, st.just({"type": "string"}), texts, texts, st.none() | texts),
    references,
)


def objects(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    properties = st.dictionaries(names, inner, max_size=4)
    return st.builds(
        lambda members, needed, extra: {
            "type": "object",
            "properties": members,
            "required": [name for index, name in enumerate(members) if needed & 1 << index],
            **extra,
        },
        properties,
        st.integers(0, 15),
        st.sampled_from([{}, {"additionalProperties": False}, {"additionalProperties": {"type": "string"}}]),
    )


def composed(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    listed = st.lists(inner, min_size=1, max_size=3)
    arrays = st.builds(lambda item: {"type": "array", "items": item}, inner)
    compositions = [st.builds(lambda parts, key=key: {key: parts}, listed) for key in ("allOf", "oneOf", "anyOf")]
    return st.one_of(objects(inner), arrays, *compositions)


schemas = st.recursive(scalars, composed, max_leaves=8)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A description of two operations whose every name and text is random."""
    body = {"content": {"application/json": {"schema": draw(schemas), "example": draw(texts)}}}
    places = st.sampled_from(["query", "cookie"])
    parameters = [
        {"name": name, "in": draw(places), "description": draw(texts), "schema": draw(scalars)}
        for name in draw(st.lists(names, max_size=3, unique=True))
    ]
    answer = {"description": draw(texts), "content": body["content"]}
    operation = {
        "operationId": draw(names),
        "summary": draw(texts),
        "description": draw(texts),
        "tags": [draw(names)],
        "parameters": parameters,
        "requestBody": body,
        "responses": {"200": answer, draw(names): {"description": "d"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": draw(texts), "version": draw(texts), "description": draw(texts)},
        "servers": [{"url": "https://x.test", "description": draw(texts)}],
        "tags": [{"name": draw(names), "description": draw(texts)}],
        "paths": {"/boxes": {"get": {"responses": {"204": {"description": draw(texts)}}}, "post": operation}},
        "components": {
            "schemas": {
                "One": draw(objects(scalars)),
                "Two": draw(schemas),
                "Three": {"enum": draw(st.lists(texts, min_size=1, max_size=3, unique=True))},
                draw(names): draw(objects(scalars)),
            },
        },
    }


def check(folder: Path, document: dict[str, Any]) -> None:
    made = made_of(folder, document)
    if not made.files:
        return
    with all_imported(made.files) as package:
        one = document["components"]["schemas"]["One"]["properties"]
        if one and hasattr(package.models, "One"):
            package.models.One.model_json_schema()  # builds the model
            found = {field.alias or name for name, field in package.models.One.model_fields.items()}
            assert found == written(one)
        values = set(written(document["components"]["schemas"]["Three"]["enum"]))
        if hasattr(package.models, "Three"):
            assert literals(package.models.Three) >= values
        transport = httpx.MockTransport(lambda request: httpx.Response(204))
        client = package.Acme(base_url="https://x.test", http_client=httpx.Client(transport=transport))
        assert client.boxes.retrieve() is None
    assert not (folder / "PWNED").exists()


def written(found: Any) -> set[str]:
    """Texts as they can be written to a file: half of a surrogate pair cannot."""
    return {"".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text) for text in found}


def literals(annotation: Any) -> set[str]:
    """The texts of the literals of an annotation, wherever they stand in it."""
    parts = get_args(annotation)
    return {part for part in parts if isinstance(part, str)}.union(*map(literals, parts)) if parts else set()


QUICK = (Phase.explicit, Phase.generate)
"""Without shrinking, which takes minutes: each example makes a whole package."""


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(documents())
def test_a_random_description_gives_a_package_or_a_located_error(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    check(tmp_path_factory.mktemp("random"), document)


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(documents())
def test_many_random_descriptions(tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]) -> None:
    check(tmp_path_factory.mktemp("random"), document)


def test_a_version_that_fits_no_header_breaks_no_call(tmp_path: Path) -> None:
    answer = {"responses": {"204": {"description": "d"}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1 é\r\nx: y"},
        "paths": {"/boxes": {"get": answer}},
    }
    sent: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(204)

    with all_imported(made_of(tmp_path, document).files) as package:
        transport = httpx.Client(transport=httpx.MockTransport(handle))
        package.Acme(base_url="https://x.test", http_client=transport).boxes.retrieve()
    assert sent[0].headers["user-agent"].startswith("acme/1%20%C3%A9%0D%0Ax%3A%20y python/")
