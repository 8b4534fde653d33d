"""A first configuration: found, suggested, asked for, written once, and one that can be used as it is."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from pathlib import Path

import pytest
from specbind.cli import main
from specbind.cli_drafts import found, names
from specbind.cli_targets import BY_CODE
from specbind.config import Config
from specbind.config_read import read
from specbind.diagnostics import Collector
from specbind.ir.api import Api

from tests.cli.test_help import PETSTORE, Terminal

PAGE = """\
# Boats

## List boats

**get** `/boats`

### Returns

- `data: array of Boat`

  - `id: string`

    ID of the boat.
"""
SHOP = PETSTORE.replace("Pet store", "The Shop API - OpenAPI 3.1 \\u001b[31m").replace(
    "Pet store, version", '"x", version'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def config(path: Path) -> Config:
    collector = Collector()
    made = read(path, collector, BY_CODE)
    assert made is not None, collector.diagnostics
    return made


def test_what_is_written_can_be_used_as_it_is_and_so_can_its_suggestions(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, api__petstore_dot_yaml=PETSTORE)
    assert main(["init", "--yes"]) == 0
    assert capsys.readouterr().out == "specbind.toml: 1 API; next: specbind generate\n"
    (api,) = config(folder / "specbind.toml").apis
    assert (api.name, api.package, api.client, api.spec_name) == (
        "pet_store",
        "pet_store",
        "PetStore",
        "api/petstore.yaml",
    )
    assert main(["generate"]) == 0
    assert (folder / "generated/pet_store/_client.py").exists()
    text = (folder / "specbind.toml").read_text("utf-8")
    taken = re.sub("(?m)^#(?! )", "", text)
    assert taken != text
    (folder / "all.toml").write_text(taken, encoding="utf-8")
    (every,) = config(folder / "all.toml").apis
    assert every.base_url == "https://api.example.com" and every.overrides.methods


@pytest.mark.parametrize("there", ["specbind.toml", "pyproject.toml"])
def test_a_configuration_that_is_there_is_not_touched(
    folder: Path, there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, petstore_dot_yaml=PETSTORE)
    (folder / there).write_text("[tool.specbind]\n", encoding="utf-8")
    assert main(["init", "petstore.yaml"]) == 2
    assert "already" in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == sorted([there, "petstore.yaml"])
    assert (folder / there).read_text("utf-8") == "[tool.specbind]\n"


def test_a_pyproject_of_somebody_else_is_no_obstacle(folder: Path) -> None:
    write(folder, petstore_dot_yaml=PETSTORE, pyproject_dot_toml="[tool.black]\n")
    assert main(["init", "--yes"]) == 0
    assert (folder / "pyproject.toml").read_text("utf-8") == "[tool.black]\n"


def test_without_a_terminal_and_without_flags_it_says_what_to_write(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, petstore_dot_yaml=PETSTORE)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\n\n"))
    assert main(["init"]) == 2
    said = capsys.readouterr().err
    assert "  1  petstore.yaml  (Pet store 1.2.0: 2 operations)" in said
    assert "`specbind init SPEC ...` takes some of them, `specbind init --yes` takes all" in said
    assert not (folder / "specbind.toml").exists()


def test_at_a_terminal_it_asks_and_asks_again(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, a_dot_yaml=PETSTORE, b_dot_yaml=PETSTORE, docs__boats_dot_md=PAGE)
    answers = ["4", "3 1", "class", "boats", "Boats", "acme.pets", "", "src"]
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{answer}\n" for answer in answers)))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["init"]) == 0
    said = capsys.readouterr().err
    assert "write numbers from 1 to 3" in said and "`class` is a keyword of Python" in said
    made = config(folder / "specbind.toml").apis
    assert [(api.spec_name, api.package, api.client, api.out.name) for api in made] == [
        ("docs/boats.md", "boats", "Boats", "src"),
        ("a.yaml", "acme.pets", "Pets", "src"),
    ]


def test_nobody_answering_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, petstore_dot_yaml=PETSTORE)
    monkeypatch.setattr("sys.stdin", Terminal("1\n"))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["init"]) == 2
    assert not (folder / "specbind.toml").exists()


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are those of POSIX")
def test_it_asks_on_a_real_terminal(folder: Path) -> None:
    import pty
    import subprocess

    write(folder, petstore_dot_yaml=PETSTORE)
    ours, theirs = pty.openpty()
    run = [sys.executable, "-m", "specbind", "init"]
    with subprocess.Popen(run, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.write(ours, b"\nshop\n\n\n")
        assert process.wait(60) == 0
    os.close(theirs)
    os.close(ours)
    assert config(folder / "specbind.toml").apis[0].package == "shop"


def test_a_description_that_cannot_be_read_is_left_out_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, good_dot_yaml=PETSTORE, bad_dot_yaml="openapi: 3.1.0\ninfo: [\n", other_dot_yaml="a: 1\n")
    write(folder, README_dot_md="# Mine\n\nNothing of an API.\n")
    assert main(["init", "--yes", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["spec"] for each in said["apis"]] == ["good.yaml"]
    assert [(each["spec"], each["diagnostics"][0]["code"]) for each in said["unusable"]] == [("bad.yaml", "SB104")]
    assert said["next"] == "specbind generate"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["init", "bad.yaml"], "`bad.yaml` is no description of an API"),
        (["init", "nowhere.yaml"], "error[SB101]"),
        (["init", "good.yaml", "--package", "a-b"], "`a-b` is not a Python identifier"),
        (["init", "good.yaml", "--client", "1"], "`1` is not a Python identifier"),
        (["init", "good.yaml", "also.yaml", "--package", "a"], "--package and --client are for one SPEC"),
    ],
)
def test_what_cannot_be_written_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    write(folder, good_dot_yaml=PETSTORE, also_dot_yaml=PETSTORE, bad_dot_yaml="openapi: 3.1.0\npaths: {}\n")
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "specbind.toml").exists()


def test_an_empty_folder_is_told_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--yes"]) == 2
    assert "name one: `specbind init SPEC`" in capsys.readouterr().err


def test_words_of_a_description_stay_in_their_comment(folder: Path) -> None:
    evil = PETSTORE.replace("title: Pet store", r'title: "x\n[apis.evil]\nspec = \"y\"\n\u202e"')
    write(folder, petstore_dot_yaml=evil)
    assert main(["init", "--yes"]) == 0
    assert [api.name for api in config(folder / "specbind.toml").apis] == ["x_evil_y"]
    assert "\u202e" not in (folder / "specbind.toml").read_text("utf-8")


def test_the_schema_is_written_for_editors_when_asked_for(folder: Path) -> None:
    write(folder, petstore_dot_yaml=PETSTORE)
    assert main(["init", "--yes", "--schema"]) == 0
    assert (folder / "specbind.toml").read_text("utf-8").startswith("#:schema ./specbind.schema.json\n")
    assert json.loads((folder / "specbind.schema.json").read_text("utf-8"))["title"] == "specbind.toml"


def test_descriptions_are_found_by_what_they_say(folder: Path) -> None:
    write(
        folder,
        a_dot_json=json.dumps({"paths": {}, "openapi": "3.0.3"}),
        b_dot_yml="# first\nswagger: '2.0'\n",
        bom_dot_yaml="\ufeffopenapi: 3.1.0\n",
        flow_dot_yaml='{"openapi": "3.1.0"}',
        package_dot_json=json.dumps({"dependencies": {"openapi": "3.0.0"}}),
        broken_dot_json='{"openapi": "3.1.0"',
        c_dot_yaml="nested:\n  openapi: 3.1.0\n",
        node_modules__d_dot_yaml="openapi: 3.1.0\n",
        _dot_hidden__e_dot_yaml="openapi: 3.1.0\n",
        docs__api__boats_dot_md=PAGE,
        docs__api__more__ships_dot_md=PAGE,
        docs__intro_dot_md="# Intro\n",
        one_dot_md=PAGE,
    )
    there = sorted(path.relative_to(folder).as_posix() for path in found(folder))
    assert there == ["a.json", "b.yml", "bom.yaml", "broken.json", "docs/api", "flow.yaml", "one.md"]


@pytest.mark.parametrize(
    ("title", "path", "suggested"),
    [
        ("Pet store", "a.yaml", ("pet_store", "PetStore")),
        ("Swagger Petstore - OpenAPI 3.0", "a.yaml", ("petstore", "Petstore")),
        ("OpenAI Admin API", "a.yaml", ("openai_admin", "OpenAIAdmin")),
        ("The API", "specs/billing.yaml", ("billing", "Billing")),
        ("", "billing/openapi.yaml", ("billing", "Billing")),
        ("2Captcha", "captcha-v2.yaml", ("captcha_v2", "CaptchaV2")),
        ("class", "x.yaml", ("x", "X")),
        ("日本", "openapi.json", ("api_client", "ApiClient")),
        ("Tests", "tests.yaml", ("api_client", "ApiClient")),
        ("A very long title that nobody would like to import each day", "short.yaml", ("short", "Short")),
    ],
)
def test_names_follow_from_the_title_or_else_from_the_file(title: str, path: str, suggested: tuple[str, str]) -> None:
    assert names(Api(title, "1", (), ()), Path(path), ()) == suggested


def test_a_name_that_is_taken_gets_a_number() -> None:
    made: list[str] = []
    for _ in range(3):
        made.append(names(Api("Pets", "1", (), ()), Path("a"), made)[0])
    assert made == ["pets", "pets_2", "pets_3"]
