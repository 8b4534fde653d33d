"""The JSON Schema of `specbind.toml` takes what the reader takes and refuses what it refuses; help knows every key."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from specbind.cli_targets import BY_CODE
from specbind.config_about import ABOUT
from specbind.config_read import read, whole
from specbind.config_schema import schema
from specbind.config_table import Table
from specbind.diagnostics import Collector
from specbind.source import START, Source, Span

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "schemas" / "specbind.schema.json"
RENEW = "specbind config --schema > docs/schemas/specbind.schema.json"
VALIDATOR = Draft7Validator(schema(BY_CODE))

WHOLE = """
[apis.pets]
spec = "pets.yaml"
root = "."
package = "acme.pets"
client = "Pets"
out = "src"
base_url = "https://api.example.com/v1"
base_url_env = "PETS_URL"
prefix = "admin.v1"
array_style = "brackets"
accept = ["SB405", "SB603"]
tests = false
overlays = ["a.yaml"]
normalised = "b.yaml"
templates = "templates"
include = ["/pets/**", "tag:Pets"]
exclude = "deprecated"
resources."/internal/pets" = "pets"
methods."GET /pets" = "pets.search"
names.PetDTO = "Pet"
credentials.Key = { argument = "api_key", env = "PETS_KEY" }
credentials.Login = { env = ["USER_NAME", "PASSWORD"] }

[apis.pets.pagination]
"GET /a" = { kind = "cursor", items = "data", cursor_parameter = "after", cursor = "last", more = "more" }
"GET /b" = { kind = "cursor", cursor_parameter = "after", item = ["id"] }
"GET /c" = { kind = "page", items = "a.b", page_parameter = "page", first_page = 0, total_pages = "n", more = "m" }
"GET /d" = { kind = "offset", items = ["x.y"], offset_parameter = "o", limit_parameter = "n", total = "t", more = "m" }
"GET /e" = { kind = "link", items = "" }
"GET /f" = { kind = "next_url", url = "links.next" }
"GET /g" = { kind = "none" }

[apis.pets.review]
fail_on = "python:risky"
severity."response-property-removed" = { wire = "docs", python = "safe" }
deprecation.notice_days = 30
ignore = [{ reason = "r", path = "/internal/**", until = 2027-06-30 }]

[apis.shop-2]
spec = "shop.yaml"

[review]
fail_on = ["wire:breaking", "any:safe"]
severity."operation-removed" = "risky"
deprecation = { notice_days = 0 }

[[review.ignore]]
reason = "r"
rule = "api-removed"
operation = "GET /pets"
component = "Pet*"
fingerprint = "0123456789abcdef"
until = "2027-01-01"
"""

VALUES: tuple[object, ...] = (
    *(1, -1, 1.5, True, "", "x", "x y", "a.b", "a..b", "/a", "GET /a", "SB405", "SB701", "class", "tests", "a.con"),
    *("https://x.example", "https://u:p@x.example", "2027-01-01", "2027-13-01", "cursor", "self", "_x", "__x", "docs"),
    *([], [1], ["x"], ["/a"], [""], ["SB405"], {}, {"x": "y"}, {"x": 1}, [{}], [{"reason": "r"}], None),
    *("any:safe", "python:docs", "none", "0123456789abcdef"),
)


def verdicts(values: Any) -> tuple[bool, bool]:
    """What the reader says, and what the schema says."""
    errors = Collector()
    whole(Table(values, Span(Source("specbind.toml", ""), "", START), errors), Path(), BY_CODE, errors)
    return not errors.failed, VALIDATOR.is_valid(json.loads(json.dumps(values, default=str)))


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every key and item."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def changed(values: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The values with another one at a path, or none for None."""
    made = copy.deepcopy(values)
    holder: Any = made
    for part in path[:-1]:
        holder = holder[part]
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return made


def around(values: Any, path: tuple[str | int, ...]) -> Any:
    """The values that a path leads through, with the neighbours of its end and with what no file can be without."""
    if not isinstance(values, dict) or len(path) < 2:
        return values
    found = {path[0]: around(values[path[0]], path[1:])}
    return {"spec": values["spec"], **found} if "spec" in values else found


def test_a_file_with_every_key_is_fine_to_both() -> None:
    values = tomllib.loads(WHOLE)
    assert verdicts(values) == (True, True)
    known = {re.sub(r"\.\d+(?=\.|$)", "", ".".join(map(str, path))) for path in places(values)}
    assert {about.rpartition(".")[2] for about in ABOUT} <= {key.rpartition(".")[2] for key in known}


def test_reader_and_schema_agree_on_every_value_of_every_key() -> None:
    values, apart, refused = tomllib.loads(WHOLE), [], 0
    for path in places(values):
        for value in VALUES:
            reader, published = verdicts(changed(around(values, path), path, value))
            refused += not reader
            if reader != published:
                apart.append((path, value, reader))
    # a day that no calendar has: the format "date" is an annotation to validators
    assert [each for each in apart if each[1] != "2027-13-01"] == []
    assert refused > 2000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[apis]\n",
        "[review]\n",
        "[apis.pets]\n",
        "[apis.'a b']\nspec = 'a'\n",
        "[apis.pets]\nspec = 'a'\n[other]\n",
        "[apis.pets]\nspec = 'a'\nspecs = 'b'\n",
        "[apis.pets.review]\n",
        "[apis.pets]\nspec = 'a'\npagination.'GET /x' = { kind = 'link', url = 'x' }\n",
        "[apis.pets]\nspec = 'a'\npagination.'GET /x' = { kind = 'cursor', cursor_parameter = 'x' }\n",
        "[apis.pets]\nspec = 'a'\npagination.'GET /x' = { kind = 'curse' }\n",
        "[apis.pets]\nspec = 'a'\npagination.'get /x' = { kind = 'none' }\n",
        "[review]\nignore = [{ reason = 'r' }]\n",
        "[review]\nseverity.'Not-An-Id' = 'safe'\n",
    ],
)
def test_reader_and_schema_agree_on_what_belongs_together(text: str) -> None:
    reader, published = verdicts(tomllib.loads(text))
    assert reader == published


def test_the_published_schema_is_that_of_the_reader() -> None:
    Draft7Validator.check_schema(schema(BY_CODE))
    assert json.loads(PUBLISHED.read_text("utf-8")) == schema(BY_CODE), f"renew it with `{RENEW}`"


LINES = [line for line in WHOLE.splitlines() if " = " in line and not line.startswith("[")]


@pytest.mark.parametrize("line", dict.fromkeys(LINES))
def test_a_value_of_another_type_is_refused_where_it_stands(line: str, tmp_path: Path) -> None:
    wrong = f"{line.partition(' = ')[0]} = 1.5"
    path = tmp_path / "specbind.toml"
    path.write_text(WHOLE.replace(f"\n{line}\n", f"\n{wrong}\n", 1), encoding="utf-8")
    collector = Collector()
    assert read(path, collector, BY_CODE) is None
    number = path.read_text("utf-8").splitlines().index(wrong) + 1
    places = [each.span.position for each in collector.diagnostics if each.span is not None]
    assert number in {place.line for place in places}
    assert all(each.rule.code in ("SB704", "SB705") for each in collector.diagnostics)


def tables(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every table of the schema that has keys of its own, with its path; `*` for a name."""
    if isinstance(value, dict):
        if "properties" in value:
            yield path, value["properties"]
        for key, inner in value.get("properties", {}).items():
            yield from tables(inner, (*path, key))
        yield from tables(value.get("additionalProperties"), (*path, "*"))
        for inner in (*value.get("anyOf", ()), *value.get("oneOf", ()), value.get("items")):
            yield from tables(inner, path)


def test_every_key_is_described() -> None:
    for path, members in tables(schema(BY_CODE)):
        for key, member in members.items():
            assert member.get("description"), (path, key)


NAMES = {"pagination": "GET /x", "severity": "a-rule", "credentials": "Key"}


def misspelt() -> Iterator[tuple[str, str, str]]:
    """For each key of each table: the table as a header, the key, and the key with two letters exchanged."""
    for path, members in tables(schema(BY_CODE)):
        named = [NAMES.get(path[at - 1], "pets") if part == "*" else part for at, part in enumerate(path)]
        header = ".".join(json.dumps(part) for part in named)
        header = f"[[{header}]]" if path[-1:] == ("ignore",) else f"[{header}]" if path else ""
        for key in members:
            yield header, key, f"{key[:-2]}{key[-1]}{key[-2]}" if key[-1] != key[-2] else f"{key}{key[-1]}"


@pytest.mark.parametrize(("header", "key", "word"), sorted(set(misspelt())))
def test_a_misspelt_key_is_named_where_it_is_with_the_one_that_was_meant(
    header: str, key: str, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "specbind.toml"
    kinds = ("cursor", "page", "offset", "link", "next_url", "none") if "pagination" in header else ("",)
    said = []
    for kind in kinds:
        lines = [header, *([f'kind = "{kind}"'] if kind and word != "kind" else []), f"{word} = 1"]
        path.write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")
        collector = Collector()
        assert read(path, collector, BY_CODE) is None
        said += [
            (each.message, each.span.position.line, each.span.position.column)
            for each in collector.diagnostics
            if each.span is not None and each.rule.code == "SB703"
        ]
    at = [(line, column) for message, line, column in said if message.endswith(f"did you mean `{key}`?")]
    if key == "kind":
        return  # a table that does not say its kind is refused for that alone
    assert at and at[0][1] == 1, said
