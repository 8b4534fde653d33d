"""The folder in which the blocks of a document are run: a project that is under git and has seen some versions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "scene"

STUBS = {
    "specbind": f'exec "{sys.executable}" -m specbind "$@"',
    "python": f'exec "{sys.executable}" "$@"',
    "pytest": f'exec "{sys.executable}" -m pytest -q -p no:cacheprovider -n 0 "$@"',
    "mypy": f'exec "{sys.executable}" -m mypy "$@"',
    "curl": "cat spec/pets.yaml",
    "git": 'case $1 in pull) cp -r ../pulled/. . ;; *) PATH=${PATH#*:} git "$@" ;; esac',
    "pip": '[ "$1" = install ] || { echo "pip $*"; exit 9; }',
    "make": f"""for word in "$@"; do case $word in
  *=*) ;;
  *) grep -q "^$word:" "{ROOT / "Makefile"}" || {{ echo "the Makefile has no $word"; exit 9; }} ;;
esac; done""",
}
"""Programs of a shell block. Installing needs the network and is tested elsewhere; make only looks for its targets."""

ADMIN = """
[apis.openai_admin]
spec = "spec/openai-admin/docs"
overlays = ["spec/openai-admin/overlay.yaml"]
client = "OpenAIAdmin"
prefix = "admin"

[apis.openai_admin.credentials.openai_admin_key]
argument = "api_key"
"""


def build(folder: Path) -> Path:
    """Makes the scene in a folder, with the commits that the documents speak of, and the programs in `folder/bin`."""
    programs = folder / "bin"
    programs.mkdir(parents=True)
    for name, script in STUBS.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    project = folder / "project"
    shutil.copytree(FILES, project)
    description = (project / "spec/petstore.yaml").read_text("utf-8")
    git(project, "init", "--quiet", "--initial-branch", "main")
    for number, tag in enumerate(("v1.0", "v1.1", "v1.2", "v1.3")):
        older = description.replace("summary: List the pets.", f"summary: List the pets, as of {number}.")
        (project / "spec/petstore.yaml").write_text(older, encoding="utf-8")
        shutil.copy(project / "spec/petstore.yaml", project / "spec/pets.yaml")
        git(project, "add", ".")
        git(project, "commit", "--quiet", "--message", f"The API as of {tag}")
        git(project, "tag", tag)
    git(project, "update-ref", "refs/remotes/origin/main", "HEAD")
    (project / "spec/petstore.yaml").write_text(description, encoding="utf-8")
    return project


def with_admin_api(project: Path, *, pulled: bool) -> None:
    """Adds the admin API; where a document pulls, the pages are those before a change; pulling brings it."""
    now = ROOT / "spec/openai-admin"
    shutil.copytree(now, project / "spec/openai-admin")
    with (project / "specbind.toml").open("a", encoding="utf-8") as file:
        file.write(ADMIN)
    if pulled:
        shutil.copytree(now, project.parent / "pulled/spec/openai-admin")
        before = project / "spec/openai-admin/revisions/before-search-usage"
        shutil.rmtree(project / "spec/openai-admin/docs")
        shutil.copytree(before / "docs", project / "spec/openai-admin/docs")
        shutil.copy(before / "overlay.yaml", project / "spec/openai-admin/overlay.yaml")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=environment(folder), check=True, capture_output=True)


def environment(project: Path) -> dict[str, str]:
    """Where the programs of the scene come first, and git knows somebody."""
    who = {f"GIT_{role}_{what}": "tests@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {
        **os.environ,
        **who,
        "PATH": os.pathsep.join((str(project.parent / "bin"), os.environ["PATH"])),
        "PYTHONPATH": os.pathsep.join(map(str, (project, project / "src", project / "generated", ROOT / "generated"))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "NO_COLOR": "1",
    }
