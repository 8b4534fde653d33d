"""Unions of so many variants that Python cannot read them with a `|` between."""

from __future__ import annotations

import warnings
from pathlib import Path

import httpx

from tests.cases.generating import complete, generate, importable


def spec(variants: int) -> str:
    """A description with a union of this many objects, told apart by `kind`."""
    names = [f"Kind{index}Thing" for index in range(variants)]
    refs = ", ".join(f"{{$ref: '#/components/schemas/{name}'}}" for name in names)
    schemas = "".join(
        f"    {name}: {{type: object, required: [kind], properties: {{kind: {{const: {name}}}}}}}\n" for name in names
    )
    return (
        "paths:\n  /things:\n    get:\n      responses:\n        '200':\n          description: d\n          content:\n"
        f"            application/json: {{schema: {{anyOf: [{refs}, {{type: 'null'}}]}}}}\n"
        f"components:\n  schemas:\n{schemas}"
    )


def test_a_union_of_thousands_parses(tmp_path: Path) -> None:
    made = generate(tmp_path, complete(spec(3100)), "tests = false")
    assert made.diagnostics == ()
    assert [path for path, text in made.files.items() if " Union[" in text] == ["models/things.py"]


def test_a_union_of_hundreds_is_read_by_its_tag(tmp_path: Path) -> None:
    made = generate(tmp_path, complete(spec(201)), "tests = false")
    answers = iter(('{"kind": "Kind7Thing"}', "null", '{"kind": "new"}'))
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, content=next(answers), headers={"content-type": "application/json"})
    )
    with importable(made) as acme, warnings.catch_warnings(action="error"):
        things = acme.Acme(base_url="https://api.example.com", http_client=httpx.Client(transport=transport)).things
        assert type(things.retrieve()).__name__ == "Kind7Thing"
        assert things.retrieve() is None
        assert isinstance(things.retrieve(), acme.UnknownVariant)
