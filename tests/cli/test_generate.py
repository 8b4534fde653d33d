"""`specbind generate`: what it writes, prints and answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Project


def test_all_apis_of_the_configuration_are_written_and_summed_up(project: Project) -> None:
    assert project.run("generate") == 0
    assert set(project.files()) == {
        "pets/a.py", "pets/b.py", "pets/specbind.json", "tests/pets/test_it.py",
        "shop/c.py", "shop/specbind.json", "tests/shop/test_it.py", "tests/__init__.py",
    }  # fmt: skip
    assert project.out == (
        "pets: 3 operations, 1 model, 4 files, 4 changed\nshop: 2 operations, 1 model, 3 files, 3 changed\n"
    )
    assert project.err == ""
    assert project.run("generate") == 0
    assert project.out == (
        "pets: 3 operations, 1 model, 4 files, no changes\nshop: 2 operations, 1 model, 3 files, no changes\n"
    )


def test_only_the_named_apis_are_written(project: Project) -> None:
    assert project.run("generate", "shop") == 0
    assert "pets/a.py" not in project.files()


def test_what_changed_and_went_is_counted_apart(project: Project) -> None:
    project.run("generate")
    project.write(pets_dot_yaml="a = 9\n")
    assert project.run("generate", "pets", "-v") == 0
    assert project.out == (
        "generated/pets/a.py: out of date\n"
        "generated/pets/b.py: no longer generated\n"
        "generated/pets/specbind.json: out of date\n"
        "pets: 2 operations, 1 model, 3 files, 2 changed, 1 removed\n"
    )


def test_a_spec_needs_no_configuration(project: Project) -> None:
    (project.folder / "specbind.toml").unlink()
    options = ("--package", "acme_pets", "--out", "src", "--no-tests")
    assert project.run("generate", "pets.yaml", *options) == 0
    assert sorted(path.name for path in (project.folder / "src").iterdir()) == ["acme_pets"]
    manifest = json.loads((project.folder / "src/acme_pets/specbind.json").read_text())
    assert manifest["spec"]["path"] == "pets.yaml"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pets.yaml"], "say what to call its package with --package NAME"),
        (["./pets"], "say what to call its package with --package NAME"),
        (["pets.yaml", "shop.yaml", "--package", "x"], "one description at a time"),
        (["pets.yaml", "--package", "a-b"], "--package: `a-b` is not a Python identifier"),
        (["pets.yaml", "--package", "a", "--client", "class"], "--client: `class` is a keyword of Python"),
        (["pets", "--package", "x"], "--package is for a SPEC"),
        (["--no-tests"], "--no-tests is for a SPEC"),
        (["--include", "/a"], "--include is for a SPEC"),
        (["pets.yaml", "--package", "a", "--exclude", "pets"], "--exclude: `pets` selects nothing: write `/path/*`"),
        (["pet"], "`pet` is neither an API of the configuration nor a file; did you mean `pets`?"),
        (["zzz"], "neither an API of the configuration nor a file; there are pets, shop"),
        (["--frobnicate"], "unrecognized arguments: --frobnicate"),
        (["--format", "xml"], "invalid choice: 'xml'"),
        (["--config", "nowhere.toml"], "cannot be read: No such file or directory"),
    ],
)
def test_bad_usage_is_explained_and_answers_2(project: Project, arguments: list[str], said: str) -> None:
    assert project.run("generate", *arguments) == 2
    assert said in project.err
    assert project.files() == {}


def test_a_missing_configuration_is_explained(project: Project) -> None:
    (project.folder / "specbind.toml").unlink()
    assert project.run("generate") == 2
    assert "`specbind generate SPEC --package NAME` needs none" in project.err


def test_a_configuration_without_apis_is_explained(project: Project) -> None:
    project.write(specbind_dot_toml="[apis]\n")
    assert project.run("generate") == 2
    assert "has no [apis.NAME]" in project.err


def test_an_api_wins_over_a_file_of_its_name_and_a_slash_means_the_file(project: Project) -> None:
    project.write(pets="z = 1\n")
    assert project.run("generate", "pets") == 0
    assert "pets/a.py" in project.files()
    assert project.run("generate", "./pets", "--package", "other") == 0
    assert "other/z.py" in project.files()


def test_a_mistake_in_the_configuration_is_shown_where_it_is(project: Project) -> None:
    project.write(specbind_dot_toml='[apis.pets]\nspce = "pets.yaml"\n')
    assert project.run("generate") == 2
    assert " --> specbind.toml:2:1\n" in project.err
    assert "did you mean `spec`?" in project.err


def test_the_configuration_above_is_used_from_a_subfolder(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.folder / "deep").mkdir()
    monkeypatch.chdir(project.folder / "deep")
    assert project.run("generate") == 0
    assert json.loads(project.files()["pets/specbind.json"])["spec"]["path"] == "pets.yaml"
    monkeypatch.chdir(project.folder)
    assert project.run("generate", "--check") == 0


def test_an_error_keeps_the_old_files_of_that_api_and_the_others_are_done(project: Project) -> None:
    project.run("generate")
    before = project.files()
    project.write(pets_dot_yaml="a = 9\nbroken\n", shop_dot_yaml="d = 4\n")
    assert project.run("generate") == 2
    after = project.files()
    assert after["pets/a.py"] == before["pets/a.py"]
    assert "shop/d.py" in after and "shop/c.py" not in after
    assert "error[SB101]: this is broken\n --> pets.yaml:2:1\n" in project.err
    assert "pets: not written, 1 error\n" in project.err


def test_warnings_are_counted_by_rule_and_shown_on_demand(project: Project) -> None:
    project.write(pets_dot_yaml="a = 1\nwidened\nwidened\n")
    assert project.run("generate", "pets") == 0
    assert "  2 warnings SB405 widened: It was widened.\n" in project.err
    assert "specbind explain" in project.err and "-->" not in project.err
    assert project.run("generate", "pets", "-v") == 0
    assert " --> pets.yaml:2:1\n" in project.err
    assert project.run("generate", "pets", "--format", "concise") == 0
    assert "pets.yaml:3:1: warning[SB405]: this was widened\n" in project.err
    assert project.run("generate", "pets", "--quiet") == 0
    assert (project.out, project.err) == ("", "")


def test_accepted_warnings_are_not_reported_but_errors_are(project: Project) -> None:
    project.write(
        specbind_dot_toml='[apis.pets]\nspec = "pets.yaml"\naccept = ["SB405"]\n',
        pets_dot_yaml="a = 1\nwidened\n",
    )
    assert project.run("generate") == 0
    assert project.err == ""


def test_check_answers_1_and_names_each_file_that_differs(project: Project) -> None:
    assert project.run("generate", "--check") == 1
    project.run("generate")
    assert project.run("generate", "--check") == 0
    generated = project.folder / "generated"
    (generated / "pets/a.py").write_text("edited\n")
    (generated / "tests/pets/test_it.py").unlink()
    project.write(shop_dot_yaml="c = 4\n")
    before = project.files()
    assert project.run("generate", "--check") == 1
    assert project.out.splitlines() == [
        "generated/pets/a.py: edited by hand",
        "generated/tests/pets/test_it.py: missing",
        "pets: 3 operations, 1 model, 4 files, 2 would be changed",
        "generated/shop/c.py: out of date",
        "generated/shop/specbind.json: out of date",
        "shop: 2 operations, 1 model, 3 files, 2 would be changed",
    ]
    assert project.files() == before
    project.write(pets_dot_yaml="broken\n")
    assert project.run("generate", "--check") == 2


def test_check_writes_annotations_for_github(project: Project) -> None:
    project.run("generate")
    (project.folder / "generated/pets/a.py").write_text("edited\n")
    assert project.run("generate", "--check", "--format", "github") == 1
    assert "::error file=generated/pets/a.py,title=generated code::edited by hand; run" in project.err


def test_diff_prints_a_patch_and_writes_nothing(project: Project) -> None:
    project.run("generate")
    project.write(pets_dot_yaml="a = 1\nb = 3\nc = \u202e4\n")
    before = project.files()
    assert project.run("generate", "pets", "--diff") == 0
    assert "--- generated/pets/b.py\n+++ generated/pets/b.py\n@@ -1 +1 @@\n-b = 2\n+b = 3\n" in project.out
    assert "--- /dev/null\n+++ generated/pets/c.py\n@@ -0,0 +1 @@\n+c = <U+202E>4\n" in project.out
    assert project.files() == before
    assert project.run("generate", "pets", "--diff", "--check") == 1


def test_dry_run_lists_and_writes_nothing(project: Project) -> None:
    assert project.run("generate", "pets", "--dry-run") == 0
    assert "generated/pets/a.py: missing\n" in project.out
    assert "4 would be changed" in project.out
    assert not (project.folder / "generated").exists()


def test_hand_edits_are_reported_before_they_are_replaced(project: Project) -> None:
    project.run("generate")
    (project.folder / "generated/pets/a.py").write_text("edited\n")
    assert project.run("generate") == 0
    assert "warning[SB805]: edited by hand; replaced\n --> generated/pets/a.py:1:1\n" in project.err


def test_json_is_one_document_on_stdout_and_nothing_else(project: Project) -> None:
    project.run("generate", "shop")
    project.write(pets_dot_yaml="a = 1\nwidened\nbroken\n")
    assert project.run("generate", "--format", "json") == 2
    assert project.err == ""
    document = json.loads(project.out)
    assert (document["version"], document["exit_code"], document["diagnostics"]) == (1, 2, [])
    pets, shop = document["apis"]
    assert [each["code"] for each in pets["diagnostics"]] == ["SB405", "SB101"]
    assert pets["failed"] and pets["changes"] == []
    assert shop == {
        "name": "shop", "package": "shop", "failed": False, "operations": 2, "models": 1, "files": 3,
        "changes": [], "news": [], "diagnostics": [],
    }  # fmt: skip


def test_sarif_has_the_diagnostics_and_the_files_that_differ(project: Project) -> None:
    project.run("generate")
    project.write(pets_dot_yaml="a = 1\nwidened\nb = 3\n", shop_dot_yaml="broken\n")
    assert project.run("generate", "--check", "--format", "sarif") == 2
    assert project.err == ""
    log = json.loads(project.out)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    results = run["results"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["SB101", "SB405", "generated-code-differs"]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in results)
    (widened,) = (each for each in results if each["ruleId"] == "SB405")
    assert (widened["level"], widened["message"]["text"]) == ("warning", "this was widened")
    assert widened["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "pets.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 1},
    }
    places = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results]
    assert "generated/pets/b.py" in places and "generated/pets/specbind.json" in places


def test_json_names_the_changes(project: Project) -> None:
    assert project.run("generate", "shop", "--check", "--format", "json") == 1
    changes = json.loads(project.out)["apis"][0]["changes"]
    assert {"path": "generated/shop/c.py", "drift": "missing"} in changes


def test_mistakes_in_the_configuration_are_json_too(project: Project) -> None:
    project.write(specbind_dot_toml="[apis.pets]\n")
    assert project.run("generate", "--format", "json") == 2
    assert [each["code"] for each in json.loads(project.out)["diagnostics"]] == ["SB705"]


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {}, False),
    ],
)
def test_colours_off_a_terminal_are_only_on_demand(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    project.write(pets_dot_yaml="broken\n")
    project.run("generate", "pets", *options)
    assert ("\x1b[" in project.err) is coloured


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_on_a_terminal_there_is_colour_and_a_progress_line_that_goes_away(
    project: Project, environment: dict[str, str], coloured: bool
) -> None:
    project.write(pets_dot_yaml="broken\n")
    printed = on_a_terminal(["generate", "pets"], project.folder, environment)
    assert ("\x1b[1;31merror" in printed) is coloured
    assert "\r\x1b[Kpets: reading" in printed
    assert printed.index("pets: reading") < printed.rindex("\r\x1b[K") < printed.index("error")
    assert "reading" not in on_a_terminal(["generate", "pets", "-q"], project.folder, environment)


def on_a_terminal(arguments: list[str], folder: Path, environment: dict[str, str]) -> str:
    """What a command writes to stderr where that is a terminal."""
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    root = Path(__file__).parents[2]
    script = "import sys; from specbind.cli import main; from tests.cli.conftest import generate; "
    script += "sys.exit(main(sys.argv[1:], generate))"
    variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
    variables |= {"PYTHONPATH": f"{root / 'generator'}{os.pathsep}{root}", "TERM": "xterm", **environment}
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=follower) as process:
        os.close(follower)
        chunks = []
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
    assert process.returncode == 2
    os.close(leader)
    return b"".join(chunks).decode()
