"""What the words of a command line give to read, hostile revisions and paths included."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from specbind.diagnostics import Collector
from specbind.report import concise
from specbind.review import inputs
from specbind.review.inputs import (
    FileInput,
    Input,
    NamedInput,
    Opened,
    RevisionInput,
    StandardInput,
    at_revision,
    parsed,
    piped,
)
from specbind.source import Position, Source, Span

from tests.review.conftest import Repository

SPEC = "openapi: 3.1.0\n"


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("-", StandardInput()),
        ("spec/pets.yaml", FileInput(Path("spec/pets.yaml"))),
        ("pets", NamedInput("pets")),
        ("shop", FileInput(Path("shop"))),
        ("git:main", RevisionInput("main", None)),
        ("git:HEAD~1:spec/pets.yaml", RevisionInput("HEAD~1", "spec/pets.yaml")),
        ("git:main:", RevisionInput("main", "")),
        ("git:", RevisionInput("", None)),
        ("git:a:b:c", RevisionInput("a", "b:c")),
        ("./git:main", FileInput(Path("git:main"))),
        ("C:\\spec.yaml", FileInput(Path("C:\\spec.yaml"))),
    ],
)
def test_a_word_has_one_meaning(word: str, means: Input) -> None:
    assert parsed(word, ["pets"]) == means


def opened(revision: str, path: str, folder: Path) -> tuple[Opened | None, list[str]]:
    collector = Collector()
    folder.mkdir(exist_ok=True)
    found = at_revision(revision, path, folder, collector)
    return found, [concise(each) for each in collector.diagnostics]


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_file_is_read_as_the_revision_has_it(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"spec/pets.yaml": SPEC, "spec/other.yaml": "x"}, tag="v1")
    repository.commit({"spec/pets.yaml": "changed"})
    repository.write({"spec/pets.yaml": "changed again"})
    for revision in ("v1", "HEAD~1", "main^", "main@{0}~1", repository.git("rev-parse", "v1"), "refs/tags/v1"):
        folder = tmp_path / f"out-{revision.replace('/', '-')}"
        found, said = opened(revision, "spec/pets.yaml", folder)
        assert said == [] and found is not None
        assert found.path.read_text() == SPEC
        assert files(folder) == {"spec/pets.yaml": SPEC}


@pytest.mark.parametrize(
    "text",
    [
        "a: {$ref: 'b/other.yaml#/X'}\n",
        'a: {"$ref": "./b/other.yaml"}\n',
        "a:\n  $ref: b/other\n",
        "mapping: {x: other.json}\n",
    ],
)
def test_the_files_that_a_description_may_refer_to_come_along(
    repository: Repository, tmp_path: Path, text: str
) -> None:
    repository.commit(
        {"spec/pets.yaml": text, "spec/b/other.yaml": "x: 1", "spec/b/code.py": "x", "elsewhere.yaml": "y: 1"}, tag="v1"
    )
    opened("v1", "spec/pets.yaml", tmp_path / "out")
    assert files(tmp_path / "out") == {"spec/pets.yaml": text, "spec/b/other.yaml": "x: 1"}


def test_a_folder_of_pages_is_read_as_the_revision_has_it(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"docs/pets/index.md": "# Pets", "docs/a b.md": "# A", "docs/logo.svg": "<svg/>"}, tag="v1")
    repository.commit({"docs/new.md": "# New"})
    found, said = opened("v1", "docs", tmp_path / "out")
    assert said == [] and found is not None and found.path == tmp_path / "out" / "docs"
    assert files(tmp_path / "out") == {"docs/pets/index.md": "# Pets", "docs/a b.md": "# A"}
    whole, _ = opened("v1", ".", tmp_path / "whole")
    assert whole is not None and files(whole.path) == files(tmp_path / "out")


def test_a_revision_can_be_read_from_a_folder_below_the_top(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"spec/pets.yaml": SPEC, "below/x.txt": ""}, tag="v1")
    monkeypatch.chdir(repository.folder / "below")
    found, said = opened("v1", "spec/pets.yaml", tmp_path / "out")
    assert said == [] and found is not None and found.path.read_text() == SPEC
    assert inputs.from_top(Path("../spec/pets.yaml")) == "spec/pets.yaml"


@pytest.mark.parametrize(
    "revision",
    [
        "",
        "-v1",
        "--upload-pack=touch owned",
        "--output=owned",
        "v1 --output=owned",
        "v1\n--output=owned",
        "v1\0",
        "v1;touch owned",
        "$(touch owned)",
        "`touch owned`",
        "v1|touch owned",
        "v1..main",
        "v1...main",
        ":/message",
        "ext::sh -c touch% owned",
        "v1\u202e",
        "*",
        "v1\\x",
        "nothing",
        "v1^{tree}",
        "v1^{blob}",
        "@{upstream}",
    ],
)
def test_a_hostile_or_unknown_revision_is_refused(repository: Repository, tmp_path: Path, revision: str) -> None:
    repository.commit({"spec/pets.yaml": SPEC}, tag="v1")
    found, said = opened(revision, "spec/pets.yaml", tmp_path / "out")
    assert found is None
    assert len(said) == 1 and said[0].startswith("error[SB901]: ") and "\n" not in said[0]
    assert files(tmp_path / "out") == {} and not list(tmp_path.rglob("owned"))


@pytest.mark.parametrize(
    "path",
    [
        "../outside.yaml",
        "spec/../../outside.yaml",
        "spec/../spec/pets.yaml",
        "/etc/passwd",
        "C:/windows/x.yaml",
        "spec\\pets.yaml",
        "spec/pets.yaml\n",
        "spec/\0",
        "spec/pets.yaml\u202e",
        "--output=owned",
        ":(glob)**",
        ":/spec/pets.yaml",
        "spec/pets.yaml/more",
        "spec/nothing.yaml",
    ],
)
def test_a_hostile_or_unknown_path_is_refused(repository: Repository, tmp_path: Path, path: str) -> None:
    repository.commit({"spec/pets.yaml": SPEC}, tag="v1")
    (tmp_path / "outside.yaml").write_text("secret")
    found, said = opened("v1", path, tmp_path / "out")
    assert found is None
    assert len(said) == 1 and said[0].startswith("error[SB901]: ") and "\n" not in said[0]
    assert files(tmp_path / "out") == {} and not list(tmp_path.rglob("owned"))


def test_links_in_a_revision_are_not_followed(repository: Repository, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("links need rights on Windows")
    repository.write({"spec/real.yaml": "a: {$ref: 'link.yaml'}"})
    (repository.folder / "spec" / "link.yaml").symlink_to("/etc/passwd")
    (repository.folder / "folder").symlink_to("spec")
    repository.commit({}, tag="v1")
    assert "is a symbolic link in the revision `v1`" in opened("v1", "spec/link.yaml", tmp_path / "a")[1][0]
    assert "is a symbolic link" in opened("v1", "folder", tmp_path / "b")[1][0]
    opened("v1", "spec/real.yaml", tmp_path / "c")
    assert list(files(tmp_path / "c")) == ["spec/real.yaml"]


def test_submodules_are_named_as_what_they_are(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"a.yaml": SPEC})
    commit = repository.git("rev-parse", "HEAD")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},module")
    repository.git("commit", "--quiet", "--message", "module")
    repository.git("tag", "v1")
    assert "`module` is a submodule" in opened("v1", "module", tmp_path / "a")[1][0]
    collector = Collector()
    assert at_revision("v1", "module/spec.yaml", tmp_path / "a", collector) is None
    assert collector.diagnostics[0].help == "`module` is a submodule: run the command inside it"


def tree(repository: Repository, entries: list[tuple[str, str, str]]) -> str:
    """A tree whose entries no honest tool would write: mode, kind and name, all with the same content."""
    blob = repository.git("hash-object", "-w", "--stdin", given=b"owned: true\n")
    lines = "".join(f"{mode} {kind} {blob}\t{name}\0" for mode, kind, name in entries)
    return repository.git("mktree", "-z", "--missing", given=lines.encode())


def test_names_of_a_tree_that_lead_elsewhere_are_left_out(repository: Repository, tmp_path: Path) -> None:
    inner = tree(repository, [("100644", "blob", "x.yaml")])
    names = ["..", ".git", ".GIT", "."]
    listed = "".join(f"040000 tree {inner}\t{name}\0" for name in names)
    blob = repository.git("hash-object", "-w", "--stdin", given=b"x: 1\n")
    odd = ["a\nb.yaml", "c\\d.yaml", "e:f.yaml", "good.yaml", "ü.yaml", "\u202e.yaml"]
    listed += "".join(f"100644 blob {blob}\t{name}\0" for name in odd)
    root = repository.git("mktree", "-z", given=listed.encode())
    commit = repository.git("commit-tree", root, "-m", "hostile")
    out = tmp_path / "deep" / "out"
    out.parent.mkdir()
    found, said = opened(commit, ".", out)
    assert said == [] and found is not None
    assert files(tmp_path / "deep") == {"out/good.yaml": "x: 1\n", "out/ü.yaml": "x: 1\n"}


def test_what_is_too_large_is_refused(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({"a.yaml": "$ref: b.yaml", "b.yaml": "x" * 100}, tag="v1")
    monkeypatch.setattr(inputs, "MAX_BYTES", 50)
    assert opened("v1", "b.yaml", tmp_path / "a")[1] == [
        "error[SB902]: `git:v1:b.yaml`: it has 100 bytes, and 50 are allowed"
    ]
    assert opened("v1", "a.yaml", tmp_path / "b")[1][0].startswith(
        "error[SB902]: `git:v1:a.yaml`: the folder has 2 files"
    )
    monkeypatch.setattr(inputs, "MAX_BYTES", 5000)
    monkeypatch.setattr(inputs, "MAX_FILES", 1)
    assert opened("v1", "a.yaml", tmp_path / "c")[1][0].startswith("error[SB902]")
    assert files(tmp_path / "c") == {}


def test_a_pointer_of_git_lfs_is_not_taken_for_the_file(repository: Repository, tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12\n"
    repository.commit({"a.yaml": pointer}, tag="v1")
    assert "is kept in Git LFS" in opened("v1", "a.yaml", tmp_path / "a")[1][0]


def test_outside_a_repository_a_revision_means_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert opened("main", "a.yaml", tmp_path / "a")[1] == [
        "error[SB901]: a revision needs a git repository, and the current folder is in none"
    ]


def test_without_git_the_message_says_so(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in opened("main", "a.yaml", tmp_path / "a")[1][0]


def test_no_program_of_the_repository_is_run(repository: Repository, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("the trap is a shell script")
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/owned'\ncat\n")
    trap.chmod(0o755)
    repository.commit({"spec/pets.yaml": "x: a.yaml", ".gitattributes": "* filter=trap diff=trap\n"}, tag="v1")
    for key in ("core.fsmonitor", "core.pager", "filter.trap.smudge", "diff.trap.textconv", "core.sshCommand"):
        repository.git("config", key, str(trap))
    hook = repository.folder / ".git" / "hooks" / "post-checkout"
    hook.write_text(trap.read_text())
    hook.chmod(0o755)
    found, said = opened("v1", "spec/pets.yaml", tmp_path / "out")
    assert found is not None and said == []
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"openapi: 3.1.0\n", "stdin.yaml"),
        (b"# a comment\nopenapi: 3.1.0\n", "stdin.yaml"),
        (b' {"openapi": "3.1.0"}', "stdin.json"),
        (b"\xef\xbb\xbf# Pets\n\n## List\n", "stdin.md"),
        (b"", "stdin.yaml"),
        (b"\xff\xfe", "stdin.yaml"),
    ],
)
def test_what_is_piped_in_has_the_suffix_of_its_text(tmp_path: Path, data: bytes, name: str) -> None:
    found = piped(data, tmp_path, Collector())
    assert found is not None and found.path == tmp_path / name and found.path.read_bytes() == data


def test_what_is_piped_in_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 3)
    collector = Collector()
    assert piped(b"abcd", tmp_path, collector) is None
    assert [each.rule.code for each in collector.diagnostics] == ["SB902"]


def test_files_of_a_revision_keep_their_names_in_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tmp_path / "temporary"
    for name in ("spec/pets.yaml", "spec/b/other.yaml", "docs/pets/index.md"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("")
    found = Opened("git:v1:spec/pets.yaml", top / "spec" / "pets.yaml", "v1", top)
    assert found.shown("pets.yaml") == "git:v1:spec/pets.yaml"
    assert found.shown("b/other.yaml") == "git:v1:spec/b/other.yaml"
    assert found.file("b/other.yaml") == "spec/b/other.yaml"
    monkeypatch.chdir(tmp_path)
    assert found.shown("temporary/spec/pets.yaml") == "git:v1:spec/pets.yaml"
    pages = Opened("git:v1:docs", top / "docs", "v1", top)
    assert pages.file("docs/pets/index.md") == pages.file("pets/index.md") == "docs/pets/index.md"
    assert pages.file("elsewhere.md") == "elsewhere.md"
    assert Opened("pets.yaml", Path("pets.yaml")).shown("pets.yaml") == "pets.yaml"


def test_diagnostics_of_a_revision_name_the_revision(tmp_path: Path) -> None:
    collector = Collector()
    at = Span(Source("pets.yaml", "x: 1\n"), "/x", Position(1, 1))
    collector.report(inputs.REVISION_UNUSABLE, "wrong", at)
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "pets.yaml").write_text("x: 1\n")
    found = Opened("w", tmp_path / "spec" / "pets.yaml", "v1", tmp_path)
    assert [concise(each) for each in found.named(collector.diagnostics)] == [
        "git:v1:spec/pets.yaml:1:1: error[SB901]: wrong"
    ]
