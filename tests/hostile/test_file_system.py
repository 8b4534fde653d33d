"""36 to 39: no name and no state of the disk leads out of the output folder or leaves half a package."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.hostile.attacks import Victim, document, schemas

ESCAPES = ["../../x", "/etc/x", "C:\\x", "a/b", "..", "x\x00y", "~/x", "....//x", "%2e%2e/x", "\\\\host\\share"]


@pytest.mark.parametrize("name", ESCAPES)
def test_36_a_name_is_never_a_way_out(victim: Victim, name: str) -> None:
    spec = schemas(Top={"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Other"}}}, Other={})
    spec["components"]["schemas"][name] = {"type": "object", "properties": {"b": {"type": "string"}}}
    operation = spec["paths"]["/boxes"]["get"]
    operation["tags"], operation["operationId"] = [name], name
    spec["paths"]["/" + name.strip("/")] = {"post": {"responses": {"204": {"description": "d"}}}}
    victim.write(spec_json=spec)
    result = victim.generate()
    assert result.code in (0, 2)
    assert all(path.startswith("out/") or path == "spec.json" for path in result.files)
    assert not any(set(path) & set('\\:*?"<>|\x00') or ".." in path for path in result.files)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("place", ["out/acme", "out/acme/models", "out/acme/__init__.py"])
def test_37_a_link_in_the_output_is_not_followed(victim: Victim, place: str) -> None:
    victim.write(spec_json=document())
    link = victim.project / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(victim.root / ("elsewhere/keep.py" if place.endswith(".py") else "elsewhere"))
    result = victim.generate()
    assert result.code == 2 and "SB801" in result.codes


def test_38_files_of_the_users_stay_and_a_manifest_is_not_obeyed(victim: Victim) -> None:
    victim.write(spec_json=document())
    victim.accepted()
    victim.write(out__acme__mine_py="X = 1\n")
    manifest = victim.project / "out/acme/specbind.json"
    listed = json.loads(manifest.read_bytes())
    for entry in (
        "../../elsewhere/keep.py",
        "acme/../../../elsewhere/keep.py",
        str(victim.root / "secret.yaml"),
        "mine.py",
    ):
        listed["files"][entry] = "0" * 64
    manifest.write_text(json.dumps(listed), "utf-8")
    victim.write(spec_json=document(info={"title": "T", "version": "2"}))
    victim.accepted()
    assert (victim.project / "out/acme/mine.py").read_text("utf-8") == "X = 1\n"


def test_39_two_schemas_never_share_a_file(victim: Victim) -> None:
    paths = {f"/{name}": {"get": {"responses": {"204": {"description": "d"}}}} for name in ("a-b", "a_b", "A-B", "a b")}
    victim.write(spec_json=document(paths=paths))
    result = victim.accepted()
    folded = [path.casefold() for path in result.files]
    assert len(set(folded)) == len(folded)


def test_39_a_disk_that_fails_leaves_the_old_tree(victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    victim.write(spec_json=document())
    victim.accepted()
    before = {path: path.read_bytes() for path in (victim.project / "out").rglob("*") if path.is_file()}
    victim.write(spec_json=document(info={"title": "Other", "version": "2"}))
    write = Path.write_bytes

    def failing(self: Path, data: bytes) -> int:
        if self.name == "specbind.json":
            raise OSError(28, "No space left on device", str(self))
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", failing)
    result = victim.generate()
    assert result.code == 2 and "No space left on device" in result.err
    assert {path: path.read_bytes() for path in (victim.project / "out").rglob("*") if path.is_file()} == before
