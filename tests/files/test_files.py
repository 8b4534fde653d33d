"""Writing a package: what is written, what is kept, what is refused."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from specbind.diagnostics import Collector
from specbind.files import Drift, Generated, Plan, Target, compare, update

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@dataclass(frozen=True)
class File:
    path: PurePosixPath
    text: str


def generated(**texts: str) -> Generated:
    """A package of the given modules and one test module, `x__y` standing for `x/y`."""
    names = {name.replace("__", "/") + ".py": text for name, text in texts.items()}
    files = [File(PurePosixPath("pets") / name, text) for name, text in names.items()]
    files.append(File(PurePosixPath("tests/pets/test_all.py"), "# a test\n"))
    return Generated(tuple(files), "spec.yaml", "0" * 64, 1, 1)


def target(out: Path) -> Target:
    return Target(out, "pets", out)


def written(out: Path, package: Generated) -> Plan:
    collector = Collector()
    plan = update(package, target(out), collector)
    assert plan is not None, collector.diagnostics
    return plan


def refused(out: Path, package: Generated) -> list[str]:
    collector = Collector()
    assert update(package, target(out), collector) is None
    return [diagnostic.rule.code for diagnostic in collector.diagnostics]


def tree(out: Path) -> dict[str, str]:
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and path != out / "tests" / "__init__.py")
    return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in files}


def identities(out: Path) -> dict[Path, tuple[int, int]]:
    """What changes when a file is written again, and when it is replaced."""
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in out.rglob("*")}


def drifts(out: Path, package: Generated) -> dict[str, Drift]:
    plan = compare(package, target(out), Collector())
    assert plan is not None
    return {str(change.path): change.drift for change in plan.changes if change.path.name != "specbind.json"}


def test_a_first_run_writes_the_package_its_tests_and_the_manifest(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "generated"
    written(out, generated(a="A = 1\n", models__b="é\n"))
    assert set(tree(out)) == {"pets/a.py", "pets/models/b.py", "pets/specbind.json", "tests/pets/test_all.py"}
    manifest = json.loads((out / "pets/specbind.json").read_text())
    assert manifest["spec"] == {"path": "spec.yaml", "sha256": "0" * 64}
    assert set(manifest["files"]) == set(tree(out)) - {"pets/specbind.json"}
    assert (out / "pets/models/b.py").read_bytes() == "é\n".encode()


def test_a_second_run_touches_nothing(tmp_path: Path) -> None:
    package = generated(a="A = 1\n")
    written(tmp_path, package)
    before = identities(tmp_path)
    assert written(tmp_path, package).changes == ()
    assert identities(tmp_path) == before


def test_unchanged_files_keep_their_times_and_their_inodes(tmp_path: Path) -> None:
    written(tmp_path, generated(a="A = 1\n", b="B = 1\n"))
    os.utime(tmp_path / "pets/a.py", ns=(10**18, 10**18))
    before = (tmp_path / "pets/a.py").stat()
    written(tmp_path, generated(a="A = 1\n", b="B = 2\n"))
    after = (tmp_path / "pets/a.py").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert (tmp_path / "pets/b.py").read_text() == "B = 2\n"


def test_files_no_longer_generated_are_removed_with_their_empty_folders(tmp_path: Path) -> None:
    written(tmp_path, generated(a="A = 1\n", models__old__c="C = 1\n"))
    (tmp_path / "pets/models/old/__pycache__").mkdir()
    (tmp_path / "pets/models/old/__pycache__/c.pyc").write_bytes(b"")
    written(tmp_path, generated(a="A = 1\n"))
    assert not (tmp_path / "pets/models").exists()


def test_a_package_without_tests_loses_its_test_folder(tmp_path: Path) -> None:
    written(tmp_path, generated(a="A = 1\n"))
    without = Generated((File(PurePosixPath("pets/a.py"), "A = 1\n"),), "spec.yaml", "0" * 64, 1, 1)
    written(tmp_path, without)
    assert set(tree(tmp_path)) == {"pets/a.py", "pets/specbind.json"}


def test_the_users_files_are_kept_with_links_modes_and_times(tmp_path: Path) -> None:
    written(tmp_path, generated(a="A = 1\n"))
    notes = tmp_path / "pets/mine/notes.txt"
    notes.parent.mkdir()
    notes.write_text("mine\r\n", newline="")
    notes.chmod(0o640)
    os.utime(notes, ns=(10**18, 10**18))
    (tmp_path / "pets/dangling").symlink_to("nowhere")
    (tmp_path / "tests/pets/test_mine.py").write_text("mine\n")
    (tmp_path / "other").mkdir()
    written(tmp_path, generated(b="B = 1\n"))
    assert notes.read_bytes() == b"mine\r\n"
    assert stat.S_IMODE(notes.stat().st_mode) == 0o640
    assert notes.stat().st_mtime_ns == 10**18
    assert (tmp_path / "pets/dangling").readlink() == Path("nowhere")
    assert (tmp_path / "tests/pets/test_mine.py").read_text() == "mine\n"
    assert (tmp_path / "other").is_dir()


def test_a_file_edited_by_hand_is_reported_and_replaced(tmp_path: Path) -> None:
    package = generated(a="A = 1\n")
    written(tmp_path, package)
    (tmp_path / "pets/a.py").write_text("A = 9\n")
    collector = Collector()
    assert update(package, target(tmp_path), collector) is not None
    assert [str(found.rule.code) for found in collector.diagnostics] == ["SB805"]
    assert (tmp_path / "pets/a.py").read_text() == "A = 1\n"


def test_an_edited_file_that_is_no_longer_generated_is_left_and_becomes_the_users(tmp_path: Path) -> None:
    written(tmp_path, generated(a="A = 1\n", b="B = 1\n"))
    (tmp_path / "pets/b.py").write_text("my work\n")
    collector = Collector()
    update(generated(a="A = 1\n"), target(tmp_path), collector)
    assert [found.rule.code for found in collector.diagnostics] == ["SB808"]
    assert (tmp_path / "pets/b.py").read_text() == "my work\n"
    assert drifts(tmp_path, generated(a="A = 1\n")) == {}


def test_comparing_names_what_is_missing_edited_out_of_date_and_extra(tmp_path: Path) -> None:
    written(tmp_path, generated(a="1\n", b="1\n", c="1\n", d="1\n", e="1\n"))
    (tmp_path / "pets/a.py").unlink()
    (tmp_path / "pets/b.py").write_text("edited\n")
    before = tree(tmp_path)
    assert drifts(tmp_path, generated(a="1\n", b="1\n", c="2\n", e="1\n")) == {
        "pets/a.py": Drift.MISSING,
        "pets/b.py": Drift.EDITED,
        "pets/c.py": Drift.STALE,
        "pets/d.py": Drift.EXTRA,
    }
    assert tree(tmp_path) == before


def test_a_checkout_with_crlf_line_ends_is_up_to_date(tmp_path: Path) -> None:
    package = generated(a="A = 1\nB = 2\n")
    written(tmp_path, package)
    for path in tmp_path.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert drifts(tmp_path, package) == {}
    assert written(tmp_path, package).changes == ()


def test_a_file_of_the_users_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "pets").mkdir()
    (tmp_path / "pets/a.py").write_text("mine\n")
    assert refused(tmp_path, generated(a="A = 1\n")) == ["SB802"]
    assert tree(tmp_path) == {"pets/a.py": "mine\n"}


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pets/a.py").mkdir(parents=True)
    assert refused(tmp_path, generated(a="A = 1\n")) == ["SB802"]


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pets").write_text("mine\n")
    assert "SB802" in refused(tmp_path, generated(a="A = 1\n"))
    assert tree(tmp_path) == {"pets": "mine\n"}


@pytest.mark.parametrize(
    "place", ["pets", "tests", "tests/pets", "pets/models", "pets/models/b.py", "pets/specbind.json"]
)
def test_a_link_in_the_place_of_output_is_refused(tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.py").write_text("secret\n")
    out = tmp_path / "out"
    (out / place).parent.mkdir(parents=True)
    (out / place).symlink_to(outside / "b.py" if "." in place else outside)
    assert "SB801" in refused(out, generated(models__b="B = 1\n"))
    assert tree(outside) == {"b.py": "secret\n"}


def test_an_out_folder_that_leads_out_of_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    project = tmp_path / "project"
    project.mkdir()
    (project / "generated").symlink_to(tmp_path / "outside")
    collector = Collector()
    assert update(generated(a="A\n"), Target(project / "generated", "pets", project), collector) is None
    assert [found.rule.code for found in collector.diagnostics] == ["SB801"]
    assert tree(tmp_path / "outside") == {}


@pytest.mark.parametrize(
    "entry",
    [
        "../victim.py",
        "pets/../../victim.py",
        "/etc/victim",
        "victim.py",
        "pets\\..\\victim.py",
        "C:/victim",
        "C:victim.py",
        "//server/share/victim.py",
        "\\\\server\\share\\victim.py",
        "\\\\?\\C:\\victim.py",
        "./pets/a.py",
        "pets//a.py",
        "pets/./a.py",
        "pets/a.py/",
        "pets/con.py",
        "pets/NUL",
        "pets/aux/a.py",
        "pets/COM1.tar.gz",
        "pets/con .py",
        "pets/a.py.",
        "pets/a.py ",
        "pets/a.py:stream",
        "pets/a\x00.py",
        "pets/a\u202e.py",
        "Pets/a.py",
        "pets/A.py",
        "",
        ".",
        "pets",
    ],
)
def test_a_manifest_entry_outside_our_folders_is_not_obeyed(tmp_path: Path, entry: str) -> None:
    out = tmp_path / "out"
    package = generated(a="A = 1\n")
    written(out, package)
    (tmp_path / "victim.py").write_text("")
    (out / "victim.py").write_text("")
    path = out / "pets/specbind.json"
    manifest = json.loads(path.read_text())
    manifest["files"][entry] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    path.write_text(json.dumps(manifest))
    collector = Collector()
    assert update(package, target(out), collector) is not None
    assert [found.rule.code for found in collector.diagnostics] == ["SB807"]
    assert (tmp_path / "victim.py").exists() and (out / "victim.py").exists()
    assert entry not in json.loads(path.read_text())["files"]


def test_the_places_that_would_be_written_are_the_same_whatever_the_manifest_says(tmp_path: Path) -> None:
    package = generated(a="A = 1\n")
    written(tmp_path / "out", package)
    path = tmp_path / "out/pets/specbind.json"
    manifest = json.loads(path.read_text())
    for name in ("../../x.py", "/x.py", "pets/../../x.py"):
        manifest["files"][name] = "0"
    path.write_text(json.dumps(manifest))
    plan = compare(package, target(tmp_path / "out"), Collector())
    assert plan is not None
    assert {str(change.path) for change in plan.changes} == {"pets/specbind.json"}


def test_a_manifest_entry_below_a_link_is_not_obeyed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    package = generated(a="A = 1\n")
    written(out, package)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/victim.py").write_text("")
    (out / "pets/link").symlink_to(tmp_path / "outside")
    path = out / "pets/specbind.json"
    manifest = json.loads(path.read_text())
    manifest["files"]["pets/link/victim.py"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    path.write_text(json.dumps(manifest))
    written(out, package)
    assert (tmp_path / "outside/victim.py").exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"files": []}', '{"files": null}', "[" * 100_000, "\x00", "<<<<<<< ours"]
)
def test_an_unusable_manifest_is_reported_and_the_package_written_anew(tmp_path: Path, text: str) -> None:
    package = generated(a="A = 1\n", b="B = 1\n")
    written(tmp_path, package)
    (tmp_path / "pets/specbind.json").write_text(text)
    (tmp_path / "pets/a.py").write_text("A = 9\n")
    collector = Collector()
    assert update(generated(a="A = 1\n"), target(tmp_path), collector) is not None
    assert [found.rule.code for found in collector.diagnostics] == ["SB806"]
    assert (tmp_path / "pets/a.py").read_text() == "A = 1\n"
    assert (tmp_path / "pets/b.py").exists(), "what is not known to be ours is not removed"


def test_paths_that_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, generated(Pets="1\n", pets="2\n")) == ["SB803"]
    assert refused(tmp_path, generated(Models__a="1\n", models__b="2\n")) == ["SB803"]
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    "path", ["../x.py", "/x.py", "pets/../x.py", "x.py", "pets/a\\b.py", "pets/a\nb.py", "pets/a:b.py"]
)
def test_a_rendered_path_outside_the_package_is_a_bug_and_raises(tmp_path: Path, path: str) -> None:
    package = Generated((File(PurePosixPath(path), ""),), "spec.yaml", "0" * 64, 1, 1)
    with pytest.raises(ValueError, match="not in the folders"):
        update(package, target(tmp_path), Collector())
    assert tree(tmp_path) == {}


def test_an_out_folder_that_is_a_file_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "generated").write_text("")
    assert refused(tmp_path / "generated", generated(a="A\n")) == ["SB804"]


@pytest.mark.skipif(AS_ROOT or sys.platform == "win32", reason="permissions do not bind this user")
def test_a_read_only_folder_is_a_diagnostic_and_keeps_the_old_tree(tmp_path: Path) -> None:
    written(tmp_path, generated(a="A = 1\n"))
    before = tree(tmp_path)
    tmp_path.chmod(0o555)
    try:
        assert refused(tmp_path, generated(a="A = 2\n")) == ["SB804"]
        assert tree(tmp_path) == before
    finally:
        tmp_path.chmod(0o755)


def test_a_full_disk_keeps_the_old_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, generated(a="A = 1\n"))
    before = tree(tmp_path)

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert refused(tmp_path, generated(a="A = 2\n")) == ["SB804"]
    assert tree(tmp_path) == before
    assert not list(tmp_path.glob(".specbind-*"))


@pytest.mark.parametrize("failing", range(4))
@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_failure_at_any_exchange_puts_all_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, error: BaseException
) -> None:
    written(tmp_path, generated(a="A = 1\n"))
    (tmp_path / "pets/mine.txt").write_text("mine\n")
    before = tree(tmp_path)
    later = Generated(
        (File(PurePosixPath("pets/a.py"), "2\n"), File(PurePosixPath("tests/pets/test_all.py"), "2\n")),
        "s",
        "1",
        1,
        1,
    )
    original, count = Path.rename, 0

    def rename(path: Path, destination: Path) -> Path:
        nonlocal count
        count += 1
        if count == failing + 1:
            raise error
        return original(path, destination)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rename)
        if isinstance(error, OSError):
            assert refused(tmp_path, later) == ["SB804"]
        else:
            with pytest.raises(KeyboardInterrupt):
                update(later, target(tmp_path), Collector())
    assert tree(tmp_path) == before
    assert not list(tmp_path.glob(".specbind-*"))


def test_a_folder_displaced_by_a_killed_run_is_put_back(tmp_path: Path) -> None:
    package = generated(a="A = 1\n")
    written(tmp_path, package)
    (tmp_path / "pets/mine.txt").write_text("mine\n")
    stage = tmp_path / ".specbind-pets-abc"
    (stage / "old").mkdir(parents=True)
    (tmp_path / "pets").rename(stage / "old/1")
    assert written(tmp_path, package).changes == ()
    assert (tmp_path / "pets/mine.txt").read_text() == "mine\n"
    assert not stage.exists()


def test_a_planted_stage_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "old").mkdir(parents=True)
    (outside / "old/1").symlink_to(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / ".specbind-pets-x").symlink_to(outside)
    shutil.copytree(outside, out / ".specbind-pets-y", symlinks=True)
    written(out, generated(a="A = 1\n"))
    assert outside.is_dir() and not (out / "pets").is_symlink()
