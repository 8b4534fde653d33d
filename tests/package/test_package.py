"""A package as a wheel and an sdist: pip installs it, mypy sees its types, and its bytes are the same again."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from specbind import distribution
from specbind.cli import main

from tests.cli.test_help import PETSTORE

CONFIG = '[apis.pets]\nspec = "pets.yaml"\npackage = "acme.pet_store"\nclient = "PetStore"\n'
WHEEL = "dist/acme_pet_store-1.2.0-py3-none-any.whl"
SDIST = "dist/acme_pet_store-1.2.0.tar.gz"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pets.yaml").write_text(PETSTORE, encoding="utf-8")
    (tmp_path / "specbind.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def run(*words: str, folder: Path) -> str:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


def clean(folder: Path) -> str:
    """A virtual environment that has the libraries of this one but none of its sources."""
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    where = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    (Path(where) / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return str(python)


def pip(*words: str, folder: Path) -> None:
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", *words, folder=folder)


def test_pip_installs_the_wheel_and_mypy_sees_its_types(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["package", "pets"]) == 0
    assert capsys.readouterr().out.splitlines() == [WHEEL, SDIST]
    python = clean(project / "env")
    offline = ("--no-index", "--no-deps", "--no-cache-dir", "--quiet")
    pip("--python", python, "install", *offline, WHEEL, folder=project)
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    code = (
        "from acme.pet_store import PetStore; print(PetStore.__module__, PetStore(base_url='https://x.test').pets.list)"
    )
    assert run(python, "-I", "-c", code, folder=elsewhere).startswith("acme.pet_store._client ")
    caller = "from acme.pet_store import PetStore\nreveal_type(PetStore().pets.list())\nPetStore().pets.liszt()\n"
    (elsewhere / "caller.py").write_text(caller, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python, "caller.py"]
    said = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True).stdout
    assert 'note: Revealed type is "list[acme.pet_store.models.pets.Pet]"' in said.replace("builtins.", "")
    assert 'has no attribute "liszt"' in said and "Found 1 error" in said


def test_the_sdist_builds_to_the_same_wheel_and_everything_twice_to_the_same_bytes(project: Path) -> None:
    assert main(["package", "pets"]) == 0
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--no-cache-dir", "--quiet")
    pip("wheel", *offline, "--wheel-dir", "again", SDIST, folder=project)
    first = (project / WHEEL).read_bytes()
    assert (project / "again" / Path(WHEEL).name).read_bytes() == first
    assert main(["package", "pets", "--out", "second"]) == 0
    for path in (WHEEL, SDIST):
        assert (project / "second" / Path(path).name).read_bytes() == (project / path).read_bytes()


def test_the_metadata_say_what_pip_needs(project: Path) -> None:
    assert main(["package", "pets", "--name", "Acme.Pets", "--version", "v2.0-rc1"]) == 0
    with zipfile.ZipFile("dist/acme_pets-2.0rc1-py3-none-any.whl") as wheel:
        names = wheel.namelist()
        told = message_from_bytes(wheel.read("acme_pets-2.0rc1.dist-info/METADATA"))
    assert (told["Name"], told["Version"], told["Requires-Python"]) == ("Acme.Pets", "2.0rc1", ">=3.11")
    assert told.get_all("Requires-Dist") == ["httpx>=0.27", "pydantic>=2.7"]
    assert told["Summary"] == "Typed Python bindings of Pet store"
    about = str(told.get_payload())
    assert "pip install Acme.Pets\n" in about and "`acme/pet_store/api.md`" in about
    shown = about.partition("```python\n")[2].partition("```")[0]
    compile(shown, "README.md", "exec")
    assert shown.startswith("from acme.pet_store import PetStore\n\nwith PetStore() as client:\n")
    assert {"acme/pet_store/py.typed", "acme/pet_store/specbind.json", "acme/pet_store/api.md"} <= {*names}
    assert not any(name.startswith(("tests", "acme/__init__")) for name in names)
    with tarfile.open("dist/acme_pets-2.0rc1.tar.gz") as sdist:
        assert all(name.startswith("acme_pets-2.0rc1/") for name in sdist.getnames())


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("1.2.0", "1.2.0"),
        ("v1", "1"),
        ("71", "71"),
        ("2026-03-01", "2026.3.1"),
        ("2024-01", "2024.1"),
        ("2023-10-16.acacia", "2023.10.16+acacia"),
        ("1.0.27-SNAPSHOT", "1.0.27+snapshot"),
        ("1.20.0+dev-539-g5e", "1.20.0+dev.539.g5e"),
        ("1.0.0-beta.1", "1.0.0b1"),
        ("3.1 (preview)\nName: evil", "3.1+preview.name.evil"),
        ("master", None),
        ("", None),
    ],
)
def test_the_version_of_an_api_becomes_one_of_pythons(word: str, written: str | None) -> None:
    assert distribution.version(word) == written


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pets", "--version", "latest"), "--version: `latest` is not a version"),
        (("pets", "--name", "a b"), "--name: `a b` is no name for pip"),
        (("pest",), "did you mean `pets`?"),
        (("pets", "--out", "pets.yaml"), "cannot write to `pets.yaml`"),
    ],
)
def test_what_cannot_be_built_is_said(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert main(["package", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (project / "dist").exists()


def test_an_api_without_a_version_needs_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "pets.yaml").write_text(PETSTORE.replace('"1.2.0"', "master"), encoding="utf-8")
    assert main(["package", "pets"]) == 2
    assert "calls its version `master`, which is none: say one with --version" in capsys.readouterr().err
    assert main(["package", "pets", "--version", "1"]) == 0


def test_an_error_in_the_description_builds_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "pets.yaml").write_text("openapi: 3.1.0\npaths: [\n", encoding="utf-8")
    assert main(["package", "pets", "--format", "json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["files"] == [] and said["exit_code"] == 2 and said["diagnostics"]
    assert not (project / "dist").exists()


def test_a_title_cannot_add_to_the_metadata(project: Path) -> None:
    evil = PETSTORE.replace("title: Pet store", r'title: "x\nRequires-Dist: evil\u202e \U0001F43E"')
    (project / "pets.yaml").write_text(evil, encoding="utf-8")
    assert main(["package", "pets"]) == 0
    with zipfile.ZipFile(WHEEL) as wheel:
        told = message_from_bytes(wheel.read("acme_pet_store-1.2.0.dist-info/METADATA"))
    assert told.get_all("Requires-Dist") == ["httpx>=0.27", "pydantic>=2.7"]


def test_without_hatchling_it_says_how_to_get_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "specbind.distribution", raising=False)
    monkeypatch.delattr("specbind.distribution", raising=False)
    for module in ("hatchling", "hatchling.builders", "hatchling.builders.sdist", "hatchling.builders.wheel"):
        monkeypatch.setitem(sys.modules, module, None)
    assert main(["package", "pets"]) == 2
    assert "pip install 'specbind[package]'" in capsys.readouterr().err
