"""Copies of packages in services: made, checked, brought up to date, removed; nothing of the service's is touched."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from specbind.cli import main
from specbind.vendor.news import Effect, news
from specbind.vendor.surface import Surface, surface

SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/pets": {
            "get": {
                "parameters": [{"name": "colour", "in": "query", "schema": {"type": "string"}}],
                "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {
                    "type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}}},
            },
        },
        "/shops/{id}": {
            "get": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {
                    "$ref": "#/components/schemas/Shop"}}}}},
            },
        },
    },
    "components": {"schemas": {
        "Pet": {"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string"}, "age": {"type": "integer"}}},
        "Shop": {"type": "object", "properties": {"name": {"type": "string"}}},
    }},
}  # fmt: skip


@dataclass
class Service:
    """A project with an API, and a service in it."""

    root: Path
    capture: pytest.CaptureFixture[str]
    out: str = ""
    err: str = ""

    @property
    def copy(self) -> Path:
        return self.root / "services/shop/src/shop/_vendor/pets"

    def describe(self, **changes: Any) -> dict[str, Any]:
        spec: dict[str, Any] = json.loads(json.dumps(SPEC))
        spec.update(changes)
        (self.root / "pets.json").write_text(json.dumps(spec), encoding="utf-8")
        return spec

    def run(self, *arguments: str) -> int:
        code = main(["vendor", *arguments])
        self.out, self.err = self.capture.readouterr()
        return code

    def vendor(self, *more: str) -> int:
        return self.run("pets", "--into", "services/shop/src/shop/_vendor", *more)

    def files(self) -> dict[str, bytes]:
        paths = [path for path in self.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Service:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specbind.toml").write_text('[apis.pets]\nspec = "pets.json"\npackage = "acme.pets"\n', "utf-8")
    made = Service(tmp_path, capsys)
    made.describe()
    return made


def test_a_copy_stands_at_any_depth_and_imports_nothing_by_its_own_name(service: Service) -> None:
    assert service.vendor() == 0
    assert "services/shop/src/shop/_vendor/pets: 2 operations, 2 models" in service.out
    assert "the service needs httpx>=0.27 and pydantic>=2.7" in service.err
    code = (
        "from shop._vendor.pets import Pets, AsyncPets; from shop._vendor.pets.models import Pet;"
        "import shop._vendor.pets.resources.shops as shops;"
        "print(Pets(base_url='https://x.test').pets.list.__qualname__, Pet(name='a'), shops.Shops.__name__)"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=service.root / "services/shop/src", capture_output=True, text=True, check=True)
    assert done.stdout == "Pets.list name='a' age=None Shops\n"


def test_the_folder_of_the_services_own_tests_is_not_touched(service: Service) -> None:
    (service.root / "services/tests").mkdir(parents=True)
    assert service.run("pets", "--into", "services") == 0
    assert list((service.root / "services/tests").iterdir()) == []


def test_a_slice_has_the_models_it_reaches_and_stays_a_slice(service: Service) -> None:
    assert service.vendor("--only", "pets") == 0
    assert "1 operation, 1 model" in service.out
    assert not (service.copy / "resources/shops.py").exists()
    assert service.run("--check") == 0
    assert service.run("--update") == 0
    assert not (service.copy / "resources/shops.py").exists()
    assert "Shop" not in (service.copy / "models/__init__.py").read_text("utf-8")


def test_every_kind_of_drift_is_named(service: Service) -> None:
    service.vendor()
    assert service.run("--check") == 0
    assert service.out == "services/shop/src/shop/_vendor/pets: up to date\n"
    (service.copy / "mine.py").write_text("", "utf-8")
    (service.copy / "api.md").unlink()
    (service.copy / "models/__init__.py").write_text("# mine", "utf-8")
    service.describe(info={"title": "Pets", "version": "2"})
    assert service.run("--check") == 1
    assert [line.rpartition("pets/")[2] for line in service.out.splitlines()[:3]] == [
        "api.md: missing",
        "mine.py: not of the package",
        "models/__init__.py: edited by hand",
    ]
    assert "_vendor/pets: out of date; `specbind vendor --update" in service.out


def test_line_ends_of_a_checkout_are_no_edit(service: Service) -> None:
    service.vendor()
    for path in service.copy.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert service.run("--check") == 0


def test_an_update_tells_what_is_new_in_the_words_of_the_package(service: Service) -> None:
    service.vendor()
    spec = service.describe()
    spec["paths"]["/pets"]["get"]["parameters"] = [
        {"name": "owner", "in": "query", "required": True, "schema": {"type": "string"}}
    ]
    spec["paths"]["/vets"] = spec["paths"]["/pets"]
    del spec["paths"]["/shops/{id}"]
    spec["components"]["schemas"]["Pet"]["properties"] = {
        "name": {"type": "string"}, "age": {"type": "number"}, "weight": {"type": "number"},
    }  # fmt: skip
    (service.root / "pets.json").write_text(json.dumps(spec), encoding="utf-8")
    assert service.run("--check") == 1
    assert service.run("--update", "--format", "json") == 0
    told = [(each["sign"], each["text"], each["effect"]) for each in json.loads(service.out)["copies"][0]["news"]]
    assert told == [
        ("~", "client.pets.list() takes no `colour` any more", "breaking"),
        ("~", "client.pets.list() takes a new required `owner`", "breaking"),
        ("-", "client.shops.retrieve()", "breaking"),
        ("+", "client.vets.list()", "safe"),
        ("~", "models.Pet.age is `float | None`, which was `int | None`", "risky"),
        ("~", "models.Pet has a new `weight`", "safe"),
    ]
    assert service.run("--check") == 0
    assert service.run("--update") == 0 and "no changes" in service.out


def test_an_interrupted_update_leaves_the_old_copy_whole(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.vendor()
    before = service.files()
    service.describe(info={"title": "Pets", "version": "2"})
    changed = service.files()["pets.json"]
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.parent.name == "new":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    assert service.run("--update") == 130
    assert {**service.files(), "pets.json": b""} == {**before, "pets.json": b""}
    monkeypatch.undo()
    assert service.files()["pets.json"] == changed


def test_a_removal_leaves_what_is_not_ours(service: Service) -> None:
    before = service.files()
    service.vendor()
    (service.copy / "mine.py").write_text("X = 1", "utf-8")
    (service.copy / "models/__init__.py").write_text("# mine", "utf-8")
    assert service.run("--remove", "services", "-v") == 0
    left = {path: data for path, data in service.files().items() if path not in before}
    inside = "services/shop/src/shop/_vendor/pets"
    assert left == {f"{inside}/mine.py": b"X = 1", f"{inside}/models/__init__.py": b"# mine"}
    assert "SB808" in service.err


def test_a_removal_of_a_clean_copy_leaves_nothing(service: Service) -> None:
    service.vendor()
    assert service.run("--remove", "services") == 0
    assert not service.copy.exists()


@pytest.mark.parametrize("act", ["--update", "--remove"])
def test_a_tampered_manifest_reaches_nothing_outside(service: Service, act: str) -> None:
    service.vendor()
    victim = service.root / "victim.py"
    victim.write_text("X = 1\n", "utf-8")
    manifest = service.copy / "specbind.json"
    document = json.loads(manifest.read_bytes())
    digest = "1b9d6bcd"
    for path in ("../../../../../../victim.py", victim.as_posix(), "pets/../../../../../../victim.py"):
        document["files"][path] = digest
    manifest.write_text(json.dumps(document), "utf-8")
    service.run(act, "services")
    assert victim.read_text("utf-8") == "X = 1\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say where to copy it with --into PATH"),
        (("--check", "--update"), "one of --check, --update, --remove"),
        (("--check",), "no vendored package in this folder"),
        (("--remove",), "say which copies to remove"),
        (("--into", "x"), "say which API to copy"),
        (("pet", "--into", "x"), "did you mean `pets`?"),
        (("pets", "--into", "x", "--check"), "--into makes a copy"),
        (("pets", "--into", "x", "--only", "dogs"), "no operation matches the selection `resource:dogs`"),
        (("--check", "elsewhere"), "SB809"),
    ],
)
def test_what_cannot_be_done_is_said(service: Service, arguments: tuple[str, ...], said: str) -> None:
    before = service.files()
    assert service.run(*arguments) == 2
    assert said in service.err
    assert service.files() == before


def test_without_its_configuration_a_copy_is_still_checked_for_edits(service: Service) -> None:
    service.vendor()
    (service.root / "specbind.toml").unlink()
    assert service.run("--check") == 0
    assert "intact; not compared, no configuration here has `pets`" in service.out
    (service.copy / "_client.py").write_text("", "utf-8")
    assert service.run("--check") == 1
    assert service.run("--update") == 2
    assert "no configuration here has `pets`" in service.err


def test_a_module_that_does_not_parse_is_an_empty_one() -> None:
    from pathlib import PurePosixPath

    old = surface({PurePosixPath("models/a.py"): b"class (:"})
    new = surface({PurePosixPath("models/a.py"): b"class A:\n    x: int\n    _y: int\n"})
    assert [(each.sign, each.text, each.effect) for each in news(old, new)] == [("+", "models.A", Effect.SAFE)]


def test_a_union_is_told_by_the_variants_that_it_gains_and_loses() -> None:
    old = Surface(
        aliases={"Event": "Annotated[A | B | UnknownVariant, Tagged('kind', {'a': 'A', 'b': 'B'})]", "Id": "int"}
    )
    new = Surface(
        aliases={"Event": "Annotated[A | C | UnknownVariant, Tagged('kind', {'a': 'A', 'c': 'C'})]", "Id": "str"}
    )
    assert [(each.sign, each.text, each.effect) for each in news(old, new)] == [
        ("~", "models.Event may be a new `C`", Effect.RISKY),
        ("~", "models.Event is no `B` any more", Effect.BREAKING),
        ("~", "models.Id is `str`", Effect.RISKY),
    ]
