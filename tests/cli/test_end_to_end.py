"""The command with the real pipeline: the flagship description in, a package out."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec/openai-admin/openapi.yaml"


def specbind(folder: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "specbind", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def project(folder: Path) -> Path:
    """A folder with the description and a configuration."""
    folder.mkdir()
    (folder / "openapi.yaml").write_bytes(SPEC.read_bytes())
    (folder / "specbind.toml").write_text('[apis.admin]\nspec = "openapi.yaml"\npackage = "acme.admin"\n')
    (folder / "below").mkdir()
    return folder


NOT_LISTED = {"acme/admin/specbind.json", "tests/__init__.py"}


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def identities(folder: Path) -> dict[Path, tuple[int, int]]:
    """What changes when a file is written again, and when it is replaced."""
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*")}


def test_the_output_is_the_same_from_every_folder_and_with_every_hash_seed(tmp_path: Path) -> None:
    one, two = project(tmp_path / "one"), project(tmp_path / "two with spaces")
    done = [specbind(one, "generate", seed="1"), specbind(two / "below", "generate", seed="2")]
    assert [each.returncode for each in done] == [0, 0], done[0].stderr
    first = hashes(one / "generated")
    assert first == hashes(two / "generated")
    manifest = json.loads((one / "generated/acme/admin/specbind.json").read_text())
    assert manifest["spec"] == {
        "path": "openapi.yaml",
        "sha256": hashlib.sha256(SPEC.read_bytes()).hexdigest(),
    }
    assert manifest["files"] == {name: digest for name, digest in first.items() if name not in NOT_LISTED}


def test_a_second_run_changes_nothing_and_a_check_agrees(tmp_path: Path) -> None:
    folder = project(tmp_path / "one")
    assert specbind(folder, "generate").returncode == 0
    before = identities(folder / "generated")
    again = specbind(folder, "generate")
    assert again.stdout.endswith("no changes\n")
    assert identities(folder / "generated") == before
    assert specbind(folder, "generate", "--check").returncode == 0


def test_a_change_of_the_description_is_drift_until_it_is_generated(tmp_path: Path) -> None:
    folder = project(tmp_path / "one")
    specbind(folder, "generate")
    spec = folder / "openapi.yaml"
    spec.write_text(spec.read_text().replace("/organization/invites", "/organization/invitations"))
    check = specbind(folder, "generate", "--check")
    assert check.returncode == 1
    assert "generated/acme/admin/specbind.json: out of date" in check.stdout
    assert "invitations" in specbind(folder, "generate", "--diff").stdout
    moved = "GET /organization/invitations as client.organization.invites.list"
    assert f"\n  + {moved}\n" in check.stdout
    assert "\n  - GET /organization/invites as client.organization.invites.list\n" in check.stdout
    done = specbind(folder, "generate", "-v")
    assert done.returncode == 0 and f"\n  + {moved}\n" in done.stdout
    assert specbind(folder, "generate", "--check").returncode == 0


def test_an_error_in_the_description_keeps_the_package(tmp_path: Path) -> None:
    folder = project(tmp_path / "one")
    specbind(folder, "generate")
    before = hashes(folder / "generated")
    (folder / "openapi.yaml").write_text("openapi: 3.1.0\n  bad: [\n")
    done = specbind(folder, "generate")
    assert done.returncode == 2 and "error[SB104]" in done.stderr
    assert hashes(folder / "generated") == before


def test_every_stage_can_be_dumped(tmp_path: Path) -> None:
    folder = project(tmp_path / "one")
    for stage, name in (
        ("ir", "GET /organization/costs"),
        ("passes", "organization.usage"),
        ("python", "acme.admin"),
    ):
        done = specbind(folder, "dump", "admin", "--stage", stage, "--only", name)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(
            ("operation: GET /organization/costs", "resource: organization.usage", "Package(")
        )


def test_references_out_of_the_folder_need_a_root(tmp_path: Path) -> None:
    (tmp_path / "common.yaml").write_text("Box: {type: object, properties: {size: {type: integer}}}\n")
    (tmp_path / "specs").mkdir()
    spec = tmp_path / "specs/api.yaml"
    head = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
    spec.write_text(f"{head}components: {{schemas: {{Box: {{$ref: ../common.yaml#/Box}}}}}}\n")
    done = specbind(tmp_path, "generate", "specs/api.yaml", "--package", "acme")
    assert done.returncode == 2 and "SB204" in done.stderr
    assert specbind(tmp_path, "generate", "specs/api.yaml", "--package", "acme", "--root", ".").returncode == 0
    (tmp_path / "specbind.toml").write_text('[apis.acme]\nspec = "specs/api.yaml"\nroot = "."\n')
    assert specbind(tmp_path, "generate", "--check").returncode == 0


def test_urls_need_a_flag_and_a_public_host_and_a_record(tmp_path: Path) -> None:
    spec = tmp_path / "api.yaml"
    head = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
    spec.write_text(f"{head}components: {{schemas: {{Box: {{$ref: 'http://127.0.0.1:9/a.yaml'}}}}}}\n")
    command = ("generate", "api.yaml", "--package", "acme")
    for flags, code in (((), "SB203"), (("--allow-remote",), "SB208"), (("--locked",), "SB209")):
        done = specbind(tmp_path, *command, *flags)
        assert done.returncode == 2 and code in done.stderr, done.stderr
    done = specbind(tmp_path, "dump", "api.yaml", "--allow-remote")
    assert done.returncode == 2 and "not on the public internet" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["api.yaml"]
