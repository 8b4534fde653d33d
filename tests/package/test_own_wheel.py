"""specbind itself as a wheel and an sdist: installed elsewhere, run from anywhere, with its templates."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from tests.cli.test_help import OLD, PETSTORE
from tests.package.test_package import clean, pip, run

ROOT = Path(__file__).parents[2]
OFFLINE = ("--no-index", "--no-deps", "--no-cache-dir", "--quiet")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    builders = (WheelBuilder(str(ROOT)), SdistBuilder(str(ROOT)))
    wheel, sdist = (Path(next(each.build(directory=str(folder), versions=["standard"]))) for each in builders)
    return wheel, sdist


@pytest.fixture(scope="module")
def command(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """`specbind`, as pip installs it from the wheel into an environment of its own."""
    folder = tmp_path_factory.mktemp("installed")
    python = clean(folder / "env")
    pip("--python", python, "install", *OFFLINE, str(built[0]), folder=folder)
    script = Path(python).with_name("specbind.exe" if sys.platform == "win32" else "specbind")
    assert script.exists()
    return [str(script)]


def test_the_wheel_has_all_modules_and_templates_and_nothing_else(built: tuple[Path, Path]) -> None:
    names = {name for name in zipfile.ZipFile(built[0]).namelist() if not name.startswith("specbind-")}
    sources = {path for path in (ROOT / "generator/specbind").rglob("*") if path.is_file()}
    templates = {path for path in (ROOT / "templates").rglob("*") if path.is_file()}
    wanted = {f"specbind/{path.relative_to(ROOT / 'generator/specbind').as_posix()}" for path in sources}
    wanted |= {f"specbind/{path.relative_to(ROOT).as_posix()}" for path in templates}
    assert names == {name for name in wanted if "__pycache__" not in name and not name.endswith(".pyc")}


def test_the_sdist_has_no_tests_and_builds_to_the_same_wheel(built: tuple[Path, Path], tmp_path: Path) -> None:
    wheel, sdist = built
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert {"generator", "templates", "pyproject.toml"} <= tops
    assert not tops & {"tests", "generated", "spec", ".ci", "benchmarks"}
    pip("wheel", *OFFLINE, "--no-build-isolation", "--wheel-dir", "again", str(sdist), folder=tmp_path)
    assert (tmp_path / "again" / wheel.name).read_bytes() == wheel.read_bytes()


def test_it_runs_from_any_folder(command: list[str], tmp_path: Path) -> None:
    for name, text in (("petstore.yaml", PETSTORE), ("old.yaml", OLD)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert "written" not in run(*command, "init", "petstore.yaml", folder=tmp_path)
    assert "pet_store: 2 operations" in run(*command, "generate", folder=tmp_path)
    assert "no changes" in run(*command, "generate", "--check", folder=tmp_path)
    run(*command, "diff", "old.yaml", "petstore.yaml", "--fail-on", "none", "--out", "r.html", folder=tmp_path)
    assert "<html" in (tmp_path / "r.html").read_text("utf-8")
    run(*command, "vendor", "pet_store", "--into", "service", folder=tmp_path)
    run(*command, "vendor", "--check", folder=tmp_path)
    code = "import sys; sys.path.insert(0, 'generated'); import pet_store; print(pet_store.PetStore.__name__)"
    assert run(sys.executable, "-c", code, folder=tmp_path) == "PetStore\n"


def test_the_module_is_the_command(command: list[str], tmp_path: Path) -> None:
    python = Path(command[0]).with_name("python.exe" if sys.platform == "win32" else "python")
    where = "import specbind, pathlib; print(pathlib.Path(specbind.__file__).parent / 'templates')"
    templates = Path(run(str(python), "-c", where, folder=tmp_path).strip())
    assert templates.is_dir() and not templates.is_relative_to(ROOT)
    done = subprocess.run([str(python), "-m", "specbind", "--version"], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == run(*command, "--version", folder=tmp_path)
