"""Reading the configuration: what it gives, and what it says about mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from specbind.config import ApiConfig, Config, CredentialConfig, Selection
from specbind.config_read import find, read
from specbind.config_rules import RULES
from specbind.diagnostics import Collector, Diagnostic, Rule, Severity
from specbind.ir.api import (
    CursorPagination,
    LinkHeaderPagination,
    NextUrlPagination,
    OffsetPagination,
    PageNumberPagination,
    Style,
)
from specbind.report import concise, visible

WARNING = Rule("SB405", "widened", Severity.WARNING, "s", "w", "f")
NO_URL = "a base URL is `http://` or `https://`, a host and perhaps a path, nothing else"
KNOWN = {rule.code: rule for rule in (*RULES, WARNING)}


def config(folder: Path, text: str, name: str = "specbind.toml") -> Config:
    (folder / name).write_text(text, encoding="utf-8")
    collector = Collector()
    found = read(folder / name, collector, KNOWN)
    assert found is not None, [concise(each) for each in collector.diagnostics]
    return found


def api(folder: Path, text: str) -> ApiConfig:
    return config(folder, '[apis.pets]\nspec = "pets.yaml"\n' + text).apis[0]


def mistakes(folder: Path, text: str) -> list[str]:
    path = folder / "specbind.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    collector = Collector()
    assert read(path, collector, KNOWN) is None
    return [brief(each) for each in collector.diagnostics]


def brief(diagnostic: Diagnostic) -> str:
    assert diagnostic.span is not None
    at = diagnostic.span.position
    return f"{at.line}:{at.column} {diagnostic.rule.code} {visible(diagnostic.message)}"


def test_a_spec_is_all_that_an_api_needs(tmp_path: Path) -> None:
    found = api(tmp_path, "")
    assert (found.name, found.package, found.client) == ("pets", "pets", "Pets")
    assert found.spec == tmp_path / "pets.yaml" and found.spec_name == "pets.yaml"
    assert found.out == tmp_path / "generated" and found.trusted == tmp_path
    assert found.tests and found.accept == ()


def test_names_follow_from_the_name_of_the_api(tmp_path: Path) -> None:
    found = config(tmp_path, '[apis.pet-store]\nspec = "a"\n[apis.b]\nspec = "b"\npackage = "acme.pet_store"\n')
    assert [(each.package, each.client) for each in found.apis] == [
        ("pet_store", "PetStore"),
        ("acme.pet_store", "PetStore"),
    ]


def test_every_option_reaches_the_config(tmp_path: Path) -> None:
    found = api(
        tmp_path,
        """
package = "store"
client = "Store"
out = "../elsewhere"
base_url = "https://pets.example/v1"
base_url_env = "PETS_URL"
array_style = "brackets"
prefix = "admin.v1"
tests = false
accept = ["SB405"]
include = "/pets/**"
exclude = ["deprecated", "tag:Internal"]
resources."/projects" = "admin.organization.projects"
methods."GET /organization/costs" = "admin.costs"
credentials.Key = { argument = "api_key", env = "PETS_KEY" }
credentials.Login = { env = ["PETS_USER", "PETS_PASSWORD"] }
names.harbor_Crane = "Crane"
""",
    )
    assert (found.package, found.client, found.tests, found.accept) == ("store", "Store", False, ("SB405",))
    assert found.out == tmp_path.parent / "elsewhere" and found.trusted == found.out
    assert (found.base_url, found.base_url_env) == ("https://pets.example/v1", "PETS_URL")
    assert found.overrides.array_style is Style.BRACKETS
    assert found.overrides.prefix == ("admin", "v1")
    assert found.overrides.selection == Selection(("/pets/**",), ("deprecated", "tag:Internal"))
    assert found.overrides.resources == {"/projects": ("admin", "organization", "projects")}
    assert found.overrides.methods == {"GET /organization/costs": ("admin", "costs")}
    assert found.credentials["Key"] == CredentialConfig("api_key", ("PETS_KEY",))
    assert found.credentials["Login"] == CredentialConfig(None, ("PETS_USER", "PETS_PASSWORD"))
    assert found.names == {"harbor_Crane": "Crane"}


def test_each_kind_of_pagination_is_read(tmp_path: Path) -> None:
    pages = api(
        tmp_path,
        """
[apis.pets.pagination]
"GET /a" = { kind = "cursor", items = "data", cursor_parameter = "after", cursor = "last", more = "more" }
"GET /b" = { kind = "cursor", items = "data", cursor_parameter = "after", item = "id" }
"GET /c" = { kind = "page", items = "a.b", page_parameter = "page", first_page = 0, total_pages = "pages" }
"GET /d" = { kind = "offset", items = ["x.y"], offset_parameter = "skip", limit_parameter = "n", total = "t" }
"GET /e" = { kind = "link" }
"GET /f" = { kind = "next_url", items = "data", url = "links.next" }
"GET /g" = { kind = "none" }
""",
    ).overrides.pagination
    assert pages == {
        "GET /a": CursorPagination(("data",), "after", ("last",), more_path=("more",)),
        "GET /b": CursorPagination(("data",), "after", (), item_path=("id",)),
        "GET /c": PageNumberPagination(("a", "b"), "page", 0, ("pages",)),
        "GET /d": OffsetPagination(("x.y",), "skip", "n", ("t",)),
        "GET /e": LinkHeaderPagination(()),
        "GET /f": NextUrlPagination(("data",), ("links", "next")),
        "GET /g": None,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('speck = "a"\nspec = "b"', "2:1 SB703 unknown key `speck`; did you mean `spec`?"),
        ("spec = 5", "2:1 SB704 `spec` must be a string, not a whole number"),
        ('spec = ""', "2:1 SB706 `spec` is empty"),
        ('spec = "a"\ntests = "no"', "3:1 SB704 `tests` must be true or false, not a string"),
        ("", "1:7 SB705 `spec` is missing"),
        ('spec = "a"\npackage = "a-b"', "3:1 SB706 `a-b` is not a Python identifier"),
        ('spec = "a"\npackage = "a.class"', "3:1 SB706 `class` is a keyword of Python"),
        ('spec = "a"\npackage = "a.con"', "3:1 SB706 `con` cannot be a folder on Windows"),
        ('spec = "a"\npackage = "../a"', "3:1 SB706 `` is not a Python identifier"),
        ('spec = "a"\npackage = "tests"', "3:1 SB706 `tests` is the folder of the generated tests"),
        ('spec = "a"\nclient = "A\\nimport os"', "3:1 SB706 `A<U+000A>import os` is not a Python identifier"),
        ('spec = "a"\naccept = ["SB1"]', "3:11 SB706 there is no such rule; `specbind explain` lists all"),
        ('spec = "a"\naccept = ["SB701"]', "3:11 SB706 SB701 is an error, and errors cannot be accepted"),
        (
            'spec = "a"\naccept = [\n  "SB405",\n  1,\n]',
            "5:3 SB704 each item must be a string, not a whole number",
        ),
        ('spec = "a"\nmethods."get /x" = "a"', "3:9 SB706 an operation is written like `GET /pets/{pet_id}`"),
        ('spec = "a"\nmethods."GET /x" = "a..b"', "3:9 SB706 `` is not a Python identifier"),
        ('spec = "a"\nresources.x = "a"', "3:11 SB706 a path begins with `/` and has no spaces"),
        (
            'spec = "a"\npagination."GET /x" = { kind = "curser" }',
            '3:25 SB706 `curser` is not one of "cursor", "page", "offset", "link", "next_url", "none";'
            " did you mean `cursor`?",
        ),
        ('spec = "a"\npagination."GET /x" = { kind = "link", url = "x" }', "3:40 SB703 unknown key `url`"),
        (
            'spec = "a"\nbase_url = "javascript:alert(1)"',
            f"3:1 SB706 {NO_URL}",
        ),
        ('spec = "a"\nbase_url = "https://user:secret@x"', f"3:1 SB706 {NO_URL}"),
        ('spec = "a"\nnames = 2020-01-01', "3:1 SB704 `names` must be a table, not a date or time"),
    ],
)
def test_a_mistake_is_named_where_it_is(tmp_path: Path, text: str, said: str) -> None:
    assert mistakes(tmp_path, f"[apis.pets]\n{text}\n") == [said]


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    found = mistakes(tmp_path, '[apis.a]\nspec = 1\nx = 1\n[apis.b]\nout = 2\n[apis."c.d"]\nspec = "c"\n[api]\n')
    assert " ".join(line.split(" ")[1] for line in found) == "SB706 SB704 SB703 SB705 SB704 SB703"


def test_a_syntax_error_is_located(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "[apis.a]\nspec = \n")[0].startswith("2:8 SB702 not valid TOML: ")
    assert mistakes(tmp_path, "a = 1\na = 2\n")[0].startswith("2:6 SB702 ")
    assert mistakes(tmp_path, "a = " + "[" * 5000)[0].endswith("not valid TOML: nested too deeply")


def test_a_file_that_cannot_be_read_is_a_diagnostic(tmp_path: Path) -> None:
    assert "SB701" in mistakes(tmp_path, "a = '\udcff'")[0]
    collector = Collector()
    assert read(tmp_path / "nowhere.toml", collector, KNOWN) is None
    assert [each.rule.code for each in collector.diagnostics] == ["SB701"]


def test_two_apis_in_one_place_are_a_conflict(tmp_path: Path) -> None:
    text = '[apis.a]\nspec = "a"\npackage = "p"\n[apis.b]\nspec = "b"\npackage = "P"\n'
    assert [line[:9] for line in mistakes(tmp_path, text)] == ["4:7 SB707"]


def test_the_nearest_configuration_upward_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.specbind.apis.pets]\nspec = "pets.yaml"\n')
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.black]\nline-length = 88\n")
    monkeypatch.chdir(below)
    found = find(Path())
    assert found == Path("../../pyproject.toml")
    pets = config_of(found).apis[0]
    assert (pets.spec, pets.out, pets.spec_name) == (
        Path("../../pets.yaml"),
        Path("../../generated"),
        "pets.yaml",
    )
    (tmp_path / "specbind.toml").write_text("")
    assert find(Path()) == Path("../../specbind.toml")


def config_of(path: Path) -> Config:
    found = read(path, Collector(), KNOWN)
    assert found is not None
    return found


def test_mistakes_in_pyproject_are_located_there(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\nname = "x"\n\n[tool.specbind.apis.pets]\nspce = "x"\n')
    collector = Collector()
    assert read(path, collector, KNOWN) is None
    assert [str(each.span).rpartition("/")[2] for each in collector.diagnostics] == [
        "pyproject.toml:4:21",
        "pyproject.toml:5:1",
    ]


def test_overlays_and_the_normalised_document_are_files_below_the_configuration(tmp_path: Path) -> None:
    found = api(tmp_path, 'overlays = ["a.yaml", "sub/b.json"]\nnormalised = "spec/openapi.yaml"\n')
    assert found.overlays == (tmp_path / "a.yaml", tmp_path / "sub/b.json")
    assert found.normalised == tmp_path / "spec/openapi.yaml"
    assert api(tmp_path, 'overlays = "a.yaml"\n').overlays == (tmp_path / "a.yaml",)
    assert (api(tmp_path, "").overlays, api(tmp_path, "").normalised) == ((), None)


def test_the_normalised_document_must_not_be_the_description(tmp_path: Path) -> None:
    said = mistakes(tmp_path, '[apis.pets]\nspec = "pets.yaml"\nnormalised = "./pets.yaml"\n')
    assert len(said) == 1 and "`normalised` is the description itself" in said[0]


def test_a_client_is_not_called_like_a_class_that_every_package_has(tmp_path: Path) -> None:
    assert api(tmp_path, 'package = "stream"\n').client == "StreamAPI"
    assert api(tmp_path, 'package = "streams"\n').client == "Streams"
    said = mistakes(tmp_path, '[apis.pets]\nspec = "pets.yaml"\nclient = "Client"\n')
    assert said == ["3:1 SB706 `Client` is a name that every package has already"]
