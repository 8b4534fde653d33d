"""`specbind diff` from the command line to the exit code, in a repository."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from specbind.cli import main

from tests.review.conftest import Repository

ROOT = Path(__file__).parents[2]

BASE = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      description: Lists pets.
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        tag: {type: string}
"""
SAFE = BASE.replace("  /pets:", "  /shops: {get: {responses: {'204': {description: ok}}}}\n  /pets:")
BREAKING = BASE.replace("        tag: {type: string}\n", "").replace("[name]", "[]")
PROSE = BASE.replace("Lists pets.", "Lists all pets.")
CONFIG = '[apis.pets]\nspec = "spec/pets.yaml"\n'


@dataclass
class Command:
    """The command, run in the repository; what it printed is in `out` and `err`."""

    repository: Repository
    capture: pytest.CaptureFixture[str]
    out: str = ""
    err: str = ""

    def run(self, *arguments: str) -> int:
        code = main(["diff", *arguments])
        self.out, self.err = self.capture.readouterr()
        return code


@pytest.fixture
def command(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Command:
    repository.commit({"spec/pets.yaml": BASE, "specbind.toml": CONFIG}, tag="v1")
    return Command(repository, capsys)


def test_the_exit_code_says_whether_the_policy_is_met(command: Command) -> None:
    assert command.run("git:v1") == 0 and "pets: Nothing has changed." in command.out
    command.repository.write({"spec/pets.yaml": SAFE})
    assert command.run("git:v1") == 0 and "pets: Nothing breaks. 1 safe." in command.out
    assert command.run("git:v1", "--fail-on", "any:safe") == 1
    command.repository.write({"spec/pets.yaml": BREAKING})
    assert command.run("git:v1") == 1 and "breaking change" in command.out
    assert command.run("git:v1", "--fail-on", "none") == 0
    assert command.run("git:v1", "--fail-on", "none,wire:breaking") == 1
    command.repository.write({"spec/pets.yaml": PROSE})
    assert command.run("git:v1") == 0 and "1 edit of prose" in command.out
    assert command.run("git:v1", "--fail-on", "wire:docs") == 1
    command.repository.write({"spec/pets.yaml": "openapi: 3.1.0\npaths: ["})
    assert command.run("git:v1") == 2 and "--> spec/pets.yaml:3:" in command.err and command.out == ""


@pytest.mark.parametrize(
    "words",
    [
        ("git:v1",),
        ("git:v1", "pets"),
        ("git:v1:spec/pets.yaml", "pets"),
        ("git:v1:spec/pets.yaml", "spec/pets.yaml"),
        ("git:v1", "spec/pets.yaml"),
        ("git:v1:spec/pets.yaml", "git:HEAD"),
        ("git:v1", "git:HEAD:spec/pets.yaml"),
        ("git:v1", "git:HEAD", "--api", "pets"),
        ("old.yaml", "spec/pets.yaml"),
        ("old.yaml", "pets"),
        ("git:v1", "--api", "pets"),
    ],
)
def test_both_sides_can_be_named_in_many_ways(command: Command, words: tuple[str, ...]) -> None:
    command.repository.commit({"spec/pets.yaml": SAFE, "old.yaml": BASE})
    assert command.run(*words) == 0
    assert "GET /shops" in command.out and "1 safe" in command.out


def test_standard_input_is_a_side(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SAFE.encode())))
    assert command.run("git:v1", "-", "--api", "pets") == 0
    assert "GET /shops" in command.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say what to compare"),
        (("spec/pets.yaml",), "say what `spec/pets.yaml` is to be compared with"),
        (("git:v1:spec/pets.yaml",), "only `git:REV` can stand alone"),
        (("-", "-"), "standard input can be one side only"),
        (("git:v1", "git:HEAD"), "names no file, and neither does the other side"),
        (("git:v1", "--api", "pest"), "did you mean `pets`?"),
        (("git:v1", "pets", "--api", "pets", "--api", "pets"), "one --api at most"),
        (("git:v1", "--fail-on", "wire:bad"), "--fail-on: `wire:bad` is neither"),
        (("git:v1", "nowhere.yaml"), "nowhere.yaml"),
        (("git:v2",), "no revision `v2`"),
        (("git:--help",), "is not a revision"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(command: Command, words: tuple[str, ...], said: str) -> None:
    assert command.run(*words) == 2
    assert said in command.err and "Traceback" not in command.err and command.out == ""


def test_files_have_the_form_of_their_suffix(command: Command) -> None:
    command.repository.write({"spec/pets.yaml": BREAKING})
    names = ["a.md", "deep/a.html", "a.json", "a.sarif", "a.xml", "a.txt"]
    assert command.run("git:v1", *(word for name in names for word in ("--out", f"build/{name}"))) == 1
    folder = command.repository.folder / "build"
    starts = ["## API review", "<!doctype html>", '{\n  "version": 1', '{\n  "$schema"', "<?xml", "pets: 2 breaking"]
    for name, start in zip(names, starts, strict=True):
        assert (folder / name).read_text("utf-8").startswith(start), name
    assert command.out.startswith("pets: ") and "wrote build/a.md\nwrote build/deep/a.html" in command.err


def test_a_format_is_printed_beside_files_of_other_forms(command: Command) -> None:
    command.repository.write({"spec/pets.yaml": BREAKING})
    command.run("git:v1", "--format", "github", "--out", "a.md")
    assert command.out.startswith("::notice ") and "::error file=spec/pets.yaml" in command.out
    command.run("git:v1", "--format", "json")
    assert json.loads(command.out)["reviews"][0]["name"] == "pets"
    command.run("git:v1", "--format", "json", "--out", "review")
    assert json.loads((command.repository.folder / "review").read_text("utf-8")) and command.out.startswith("pets: ")
    assert command.run("git:v1", "--out", "spec") == 2 and "cannot write `spec`" in command.err


def test_a_finding_has_its_line_on_both_sides(command: Command) -> None:
    command.repository.write(
        {"spec/pets.yaml": "# one more line\n" + BASE.replace("tag: {type: string}", "tag: {type: integer}")}
    )
    command.run("git:v1", "--format", "json")
    (finding,) = json.loads(command.out)["reviews"][0]["findings"]
    assert finding["base"] == {"file": "spec/pets.yaml", "line": 16, "column": 9, "revision": "v1"}
    assert finding["revision"] == {"file": "spec/pets.yaml", "line": 17, "column": 9, "revision": None}
    assert finding["operations"] == ["GET /pets"]


def test_a_description_that_moved_is_found_by_the_configuration_of_its_time(command: Command) -> None:
    repository = command.repository
    repository.git("mv", "spec/pets.yaml", "api.yaml")
    repository.write({"specbind.toml": CONFIG.replace("spec/pets.yaml", "api.yaml"), "api.yaml": SAFE})
    assert command.run("git:v1") == 0
    assert "git:v1:spec/pets.yaml -> pets" in command.out and "1 safe" in command.out


def test_a_configuration_of_old_that_cannot_be_used_is_a_warning(command: Command) -> None:
    command.repository.commit({"specbind.toml": CONFIG + "nonsense = 1\n"}, tag="odd")
    command.repository.write({"specbind.toml": CONFIG})
    assert command.run("git:odd") == 0
    assert "SB903" in command.err and "git:odd:specbind.toml:3:1" in command.err


def test_apis_that_only_one_side_has_are_said_to_be_new_or_gone(command: Command) -> None:
    repository = command.repository
    repository.write({"specbind.toml": CONFIG + '[apis.shop]\nspec = "shop.yaml"\n', "shop.yaml": BASE})
    assert command.run("git:v1") == 0
    assert "shop: This API is new." in command.out and "pets: Nothing has changed." in command.out
    repository.commit({}, tag="v2")
    repository.write({"specbind.toml": CONFIG})
    assert command.run("git:v2") == 1 and "shop: This API is gone." in command.out
    assert command.run("git:v2", "--fail-on", "none") == 0
    assert command.run("git:v2", "--format", "junit") == 1 and 'message="This API is gone."' in command.out


def test_references_into_other_files_are_followed_at_a_revision(command: Command) -> None:
    split = BASE.replace('"#/components/schemas/Pet"', '"parts/pet.yaml#/Pet"')
    part = "Pet:\n  type: object\n  required: [name]\n  properties: {name: {type: string}, tag: {type: string}}\n"
    command.repository.commit({"spec/pets.yaml": split, "spec/parts/pet.yaml": part}, tag="split")
    command.repository.write({"spec/parts/pet.yaml": part.replace("tag: {type: string}", "tag: {type: integer}")})
    command.run("git:split", "--format", "json")
    (finding,) = json.loads(command.out)["reviews"][0]["findings"]
    assert (finding["base"]["file"], finding["base"]["revision"]) == ("spec/parts/pet.yaml", "split")
    assert finding["revision"] == {"file": "spec/parts/pet.yaml", "line": 4, "column": 38, "revision": None}


def test_what_is_new_about_a_description_itself_is_counted(command: Command) -> None:
    command.repository.write({"spec/pets.yaml": BASE.replace("paths:", "tags: 1\npaths:")})
    command.run("git:v1")
    assert "1 warning" in command.err or "1 error" in command.err
    command.repository.commit({}, tag="v2")
    assert command.run("git:v2") == 0 and command.err == ""


def test_overlays_and_the_root_of_references_are_those_of_the_revision(command: Command) -> None:
    overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - {target: $.info, update: {title: TITLE}}\n"
    config = '[apis.pets]\nspec = "spec/api/pets.yaml"\nroot = "spec"\noverlays = ["over/lay.yaml"]\n'
    part = "Pet: {type: object, properties: {tag: {type: string}}}\n"
    split = BASE.replace('"#/components/schemas/Pet"', '"../parts/pet.yaml#/Pet"')
    files: dict[str, str | bytes] = {"specbind.toml": config, "spec/api/pets.yaml": split, "spec/parts/pet.yaml": part}
    command.repository.commit({**files, "over/lay.yaml": overlay.replace("TITLE", "Old")}, tag="laid")
    command.repository.write({"over/lay.yaml": overlay.replace("TITLE", "New")})
    assert command.run("git:laid", "-v") == 0, command.err
    assert "pets: Nothing has changed but prose." in command.out
    command.run("git:laid", "--format", "json")
    (edit,) = json.loads(command.out)["reviews"][0]["docs"]
    assert (edit["what"], edit["old"], edit["new"]) == ("title", "Old", "New")


LAY = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - {target: $.info, update: {title: TITLE}}\n"
LAID = '[apis.pets]\nspec = "spec/pets.yaml"\noverlays = ["spec/lay.yaml"]\n'


@pytest.mark.parametrize("words", [("git:laid:spec/pets.yaml", "spec/pets.yaml"), ("old/pets.yaml", "spec/pets.yaml")])
def test_two_files_with_the_settings_of_an_api_have_the_overlays_of_their_own_time(
    command: Command, words: tuple[str, ...]
) -> None:
    old = LAY.replace("TITLE", "Old")
    command.repository.commit({"specbind.toml": LAID, "spec/pets.yaml": BASE, "spec/lay.yaml": old}, tag="laid")
    command.repository.write({"spec/lay.yaml": LAY.replace("TITLE", "New")})
    command.repository.write({"old/pets.yaml": BASE, "old/lay.yaml": old})
    assert command.run(*words, "--api", "pets", "--format", "json") == 0, command.err
    (edit,) = json.loads(command.out)["reviews"][0]["docs"]
    assert (edit["old"], edit["new"]) == ("Old", "New")


def test_a_revision_without_the_overlay_is_compared_as_it_was(command: Command) -> None:
    command.repository.commit({"specbind.toml": LAID, "spec/pets.yaml": BASE}, tag="bare")
    command.repository.write({"spec/lay.yaml": LAY.replace("TITLE", "New")})
    command.run("git:bare:spec/pets.yaml", "spec/pets.yaml", "--api", "pets", "--format", "json")
    (edit,) = json.loads(command.out)["reviews"][0]["docs"]
    assert (edit["what"], edit["new"]) == ("title", "New")


def test_a_correction_of_what_is_new_is_a_note_for_the_older_side_and_an_error_for_the_newer(command: Command) -> None:
    lay = LAY.replace("$.info, update: {title: TITLE}", "\"$.paths['/pets']\", update: {summary: s}")
    files = {"specbind.toml": LAID, "spec/pets.yaml": BASE, "spec/lay.yaml": lay}
    command.repository.write({**files, "old/pets.yaml": BASE.replace("  /pets:", "  /pet:")})
    words = ("spec/pets.yaml", "--api", "pets", "-v", "--fail-on", "none")
    assert command.run("old/pets.yaml", *words) == 0, command.err
    assert "note[SB385]" in command.err and "SB382" not in command.err
    assert command.run(words[0], "old/pets.yaml", *words[1:]) == 2
    assert "error[SB382]" in command.err


def test_errors_in_a_revision_are_located_in_the_revision(command: Command) -> None:
    command.repository.commit({"spec/pets.yaml": "openapi: 3.1.0\npaths: ["}, tag="broken")
    command.repository.write({"spec/pets.yaml": BASE})
    assert command.run("git:broken") == 2
    assert "--> git:broken:spec/pets.yaml:3:" in command.err


def test_the_policy_of_the_configuration_holds(command: Command) -> None:
    policy = '[[review.ignore]]\nrule = "response-required-property-removed"\nreason = "agreed"\n'
    command.repository.write({"spec/pets.yaml": BREAKING, "specbind.toml": policy + CONFIG})
    command.run("git:v1")
    assert "SB905" in command.err and "specbind.toml:1:1" in command.err
    command.repository.write({"specbind.toml": '[review]\nfail_on = "none"\n' + CONFIG})
    assert command.run("git:v1") == 0 and "SB905" not in command.err
    command.repository.write({"specbind.toml": '[review]\nseverity = { misspelt-rule = "safe" }\n' + CONFIG})
    assert command.run("git:v1") == 2 and "SB904" in command.err


@pytest.mark.parametrize(
    ("sunset", "days", "rule", "code"),
    [
        (None, None, "endpoint-deprecated", 0),
        (None, 0, "api-deprecated-sunset-missing", 1),
        ("2026-03-31", None, "endpoint-deprecated-with-sunset", 0),
        ("2026-03-31", 90, "api-sunset-date-too-small", 1),
        ("2026-04-01", 90, "endpoint-deprecated-with-sunset", 0),
    ],
)
def test_a_deprecation_has_to_leave_time_where_the_policy_asks_for_it(
    command: Command, sunset: str | None, days: int | None, rule: str, code: int
) -> None:
    marks = "      deprecated: true\n" + (f"      x-sunset: '{sunset}'\n" if sunset else "")
    policy = f"[review.deprecation]\nnotice_days = {days}\n" if days is not None else ""
    spec = BASE.replace("    get:\n", f"    get:\n{marks}")
    command.repository.write({"spec/pets.yaml": spec, "specbind.toml": policy + CONFIG})
    assert command.run("git:v1", "--format", "json", "--today", "2026-01-01") == code
    assert rule in [each["rule"] for each in json.loads(command.out)["reviews"][0]["findings"]]


def test_an_expired_entry_is_reported_and_holds_no_more(command: Command) -> None:
    entry = '[[review.ignore]]\ncomponent = "Pet"\nreason = "agreed"\nuntil = 2026-06-30\n'
    command.repository.write({"spec/pets.yaml": BREAKING, "specbind.toml": entry + CONFIG})
    assert command.run("git:v1", "--today", "2026-06-30") == 0 and "accepted by the configuration" in command.out
    assert command.run("git:v1", "--today", "2026-07-01") == 1 and "SB906" in command.err


def test_an_entry_for_all_apis_is_not_called_unused_by_a_review_of_one(command: Command) -> None:
    entry = '[[review.ignore]]\ncomponent = "Shop"\nreason = "agreed"\n'
    shop = '[apis.shop]\nspec = "shop.yaml"\n'
    command.repository.write({"specbind.toml": entry + CONFIG + shop, "shop.yaml": BASE})
    assert command.run("git:v1", "pets") == 0 and "SB905" not in command.err
    command.repository.commit({}, tag="v2")
    assert command.run("git:v2") == 0 and "SB905" in command.err


def test_the_rules_are_listed_without_a_comparison(command: Command) -> None:
    assert command.run("--rules") == 0 and "response-property-type-changed" in command.out
    assert command.run("--rules", "--format", "markdown") == 0
    assert "| `response-property-type-changed` | response |" in command.out
    assert command.run("--rules", "--format", "json") == 0
    listed = json.loads(command.out)["rules"]
    assert {"id", "condition", "direction", "wire", "python", "reason", "python_reason", "oasdiff"} == set(listed[0])


def test_nothing_is_left_behind(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    command.run("git:v1")
    command.run("git:broken")
    assert list(folder.iterdir()) == []


HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_the_hooks_run_commands_that_there_are(command: Command, hook: dict[str, object]) -> None:
    program, *arguments = str(hook["entry"]).split()
    assert program == "specbind" and hook["language"] == "python" and hook["pass_filenames"] is False
    assert main(arguments) == (1 if "generate" in arguments else 0)


def test_the_action_reviews_a_pull_request(command: Command, tmp_path: Path) -> None:
    if shutil.which("bash") is None or os.name == "nt":
        pytest.skip("bash is not installed")
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "review")
    command.repository.commit({"spec/pets.yaml": BREAKING})
    summary, output = tmp_path / "summary", tmp_path / "output"
    scripts = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "BASE": command.repository.git("rev-parse", "v1"),
        "APIS": "pets",
        "FAIL_ON": "",
        "OUT": str(tmp_path / "out"),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(output),
    }
    assert set(step["env"]) == {"BASE", "APIS", "FAIL_ON", "OUT"} and "${{" not in step["run"]
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "::error file=spec/pets.yaml,line=" in done.stdout
    assert summary.read_text("utf-8").startswith("## API review: pets")
    assert output.read_text("utf-8").splitlines() == [
        f"markdown={tmp_path}/out/review.md",
        f"html={tmp_path}/out/review.html",
    ]
    nothing = {**environment, "BASE": "0" * 40}
    first = subprocess.run(["bash", "-e", "-c", step["run"]], env=nothing, capture_output=True, text=True, check=False)
    assert first.returncode == 0 and "nothing to compare with" in first.stdout
    lenient = {**environment, "FAIL_ON": "none"}
    assert (
        subprocess.run(["bash", "-e", "-c", step["run"]], env=lenient, capture_output=True, check=False).returncode == 0
    )


def changelog(command: Command, *arguments: str) -> int:
    code = main(["changelog", *arguments])
    command.out, command.err = command.capture.readouterr()
    return code


def test_a_changelog_has_the_newest_revision_first(command: Command) -> None:
    command.repository.commit({"spec/pets.yaml": SAFE}, tag="v2")
    command.repository.commit({"spec/pets.yaml": SAFE.replace("Lists pets.", "Lists all pets.")}, tag="v3")
    command.repository.commit({"spec/pets.yaml": BASE}, tag="v4")
    assert changelog(command, "git:v1", "git:v2", "git:v3", "git:v4") == 0
    parts = [part.splitlines() for part in command.out.split("\n## ")]
    assert [part[0] for part in parts] == [
        "# Changes of pets",
        "git:v4:spec/pets.yaml (a major version)",
        "git:v3:spec/pets.yaml (a patch version)",
        "git:v2:spec/pets.yaml (a minor version)",
    ]
    assert parts[1][4] == "### Breaking" and "GET /shops" in parts[1][6]
    assert parts[2][4] == "1 edit of the documentation."
    assert parts[3][4] == "### Added" and "GET /shops" in parts[3][6]


def test_a_changelog_to_the_working_tree_and_to_a_file(command: Command) -> None:
    command.repository.write({"spec/pets.yaml": SAFE})
    assert changelog(command, "git:v1", "--out", "notes/changes.md") == 0
    assert command.out == "" and "wrote notes/changes.md" in command.err
    assert "### Added" in (command.repository.folder / "notes" / "changes.md").read_text("utf-8")
    assert changelog(command, "git:v1", "--format", "json") == 0
    assert json.loads(command.out)["reviews"][0]["bump"] == "minor"
    assert changelog(command, "git:v2") == 2 and "SB901" in command.err
    assert changelog(command, "spec/pets.yaml") == 2 and "is to be compared with" in command.err
