"""67 to 70: manifests, git revisions, terminals, logs and configurations of strangers."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.hostile.attacks import Victim, document

MANIFESTS = {
    "not JSON": "{",
    "a list": "[]",
    "files that are a list": '{"files": []}',
    "paths that lead out": '{"files": {"../../elsewhere/keep.py": "0", "/etc/passwd": "0"}}',
    "hashes that are none": '{"files": {"acme/a.py": {"x": 1}}}',
    "large": json.dumps({"files": {f"acme/{n}.py": "0" * 64 for n in range(50_000)}}),
    "deep": "[" * 50_000,
}


@pytest.mark.parametrize("kind", MANIFESTS)
def test_67_a_tampered_manifest_is_reported_and_does_no_harm(victim: Victim, kind: str) -> None:
    victim.write(spec_json=document(), out__acme__specbind_json=MANIFESTS[kind])
    result = victim.accepted()
    assert result.codes & {"SB806", "SB807"} or kind in ("hashes that are none", "large")
    assert json.loads((victim.project / "out/acme/specbind.json").read_bytes())["files"]


REVISIONS = [
    "git:--upload-pack=touch PWNED:spec.json",
    "git:-O:spec.json",
    "git:HEAD\n--exec=touch PWNED:spec.json",
    "git:HEAD:../secret.yaml",
    "git:HEAD:/etc/passwd",
    "git:HEAD:-x",
    "git::spec.json",
    "git:HEAD;touch PWNED:spec.json",
    "git:$(touch PWNED):spec.json",
    "git:HEAD\x00:spec.json",
]


@pytest.mark.parametrize("revision", REVISIONS)
def test_68_a_git_revision_is_never_an_option_or_a_command(victim: Victim, revision: str) -> None:
    victim.write(spec_json=document())
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        identity = ["-c", "user.name=n", "-c", "user.email=n@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=victim.project, check=True, capture_output=True)
    result = victim.run("diff", revision, "spec.json")
    assert result.code == 2
    assert not (victim.project / "PWNED").exists()


TEXTS = [
    "x\x1b[2J\x1b]0;title\x07y",
    "x\n::error file=a::b\n::set-output name=a::b",
    "x\r::add-mask::y",
    "x\u202ey\u2066z",
    "x%0A::warning::y",
]


@pytest.mark.parametrize("form", ["full", "concise", "json", "github"])
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_69_text_of_a_description_moves_no_cursor_and_runs_no_command(victim: Victim, form: str, text: str) -> None:
    spec = document(
        paths={"/boxes": {"get": {"operationId": text, "responses": {text: {}}, "parameters": [{"name": text}]}}}
    )
    spec["components"] = {"schemas": {text: {"type": text, "default": text}}}
    victim.write(spec_json=spec)
    result = victim.run("generate", "spec.json", "--package", "acme", "--out", "out", "-v", "--format", form)
    for line in (result.out + result.err).splitlines():
        assert line.isprintable(), line
        assert not line.startswith(("::set-output", "::add-mask")), line
        assert "\u202e" not in line and "\u2066" not in line
        if line.startswith("::") and form == "github":
            assert line.split(" ")[0] in ("::error", "::warning", "::notice"), line


SETTINGS = [
    'plugins = ["evil"]',
    'templates_module = "os"',
    'package = "__import__(1)"',
    '[tool.specbind.hooks]\nrun = "touch PWNED"',
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_70_a_configuration_runs_nothing(victim: Victim, setting: str) -> None:
    victim.write(spec_json=document(), specbind_toml=f'[apis.acme]\nspec = "spec.json"\n{setting}\n')
    result = victim.run("generate", "--format", "concise")
    assert result.code == 2 and result.codes
    assert not (victim.project / "PWNED").exists()
    assert not any(path.startswith("generated/") for path in result.files)
