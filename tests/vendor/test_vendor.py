"""Copies of packages in services: made, checked, brought up to date, removed; nothing of the service's is touched."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from specbind.cli import main
from specbind.manifest import sha256
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
        "print(Pets(base_url='https://x.test').pets.list.__name__, Pet(name='a'), shops.Shops.__name__)"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=service.root / "services/shop/src", capture_output=True, text=True, check=True)
    assert done.stdout == "list name='a' age=None Shops\n"


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


@pytest.mark.parametrize("stop", range(6))
@pytest.mark.parametrize("blow", [KeyboardInterrupt, OSError("disk full")], ids=["ctrl-c", "disk full"])
def test_an_interrupted_update_leaves_the_old_copy_whole(
    service: Service, monkeypatch: pytest.MonkeyPatch, stop: int, blow: BaseException
) -> None:
    service.vendor()
    before = service.files()
    service.describe(info={"title": "Pets", "version": "2"})
    described = service.files()["pets.json"]
    left = [stop]

    def failing(act: Callable[..., Any]) -> Callable[..., Any]:
        def stopped(self: Path, *arguments: Any) -> Any:
            if ".specbind-" in self.as_posix() or ".specbind-" in "".join(map(str, arguments)):
                left[0] -= 1
                if left[0] == -1:
                    raise blow
            return act(self, *arguments)

        return stopped

    with monkeypatch.context() as failures:
        failures.setattr(Path, "rename", failing(Path.rename))
        failures.setattr(Path, "write_bytes", failing(Path.write_bytes))
        code = service.run("--update")
    if left[0] >= 0:
        assert code == 0
        return
    new = service.files()
    assert code == (130 if blow is KeyboardInterrupt else 2)
    assert new == {**before, "pets.json": described}
    assert service.run("--update") == 0 and service.run("--check") == 0


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


OUTSIDE = (
    "../../../../../../victim.py",
    "pets/../../../../../../victim.py",
    "/ABSOLUTE/victim.py",
    "C:\\victim.py",
    "C:/victim.py",
    "\\\\server\\share\\victim.py",
    "//server/share/victim.py",
    "pets/../../victim.py",
    "pets/CON",
    "pets/aux.py",
    "pets/Models/__init__.py",
    "PETS/api.md",
    "pets/api.md:stream",
    "pets/a\x00b",
    ".",
    "",
)


@pytest.mark.parametrize("act", ["--check", "--update", "--remove"])
def test_a_tampered_manifest_reaches_nothing_outside(service: Service, act: str) -> None:
    (service.root / "specbind.toml").write_text('[apis.pets]\nspec = "pets.json"\n', "utf-8")
    service.vendor()
    above = service.copy.parent
    for place in (service.root, above):
        (place / "victim.py").write_text("X = 1\n", "utf-8")
    manifest = service.copy / "specbind.json"
    document = json.loads(manifest.read_bytes())
    for entry in OUTSIDE:
        document["files"][entry.replace("/ABSOLUTE", service.root.as_posix())] = sha256(b"X = 1\n")
    manifest.write_text(json.dumps(document), "utf-8")
    inside = service.copy.relative_to(service.root).as_posix()
    before = {path: data for path, data in service.files().items() if not path.startswith(f"{inside}/")}
    code = service.run(act, "services")
    assert code == (1 if act == "--check" else 0), service.err
    assert act == "--remove" or service.err.count("SB807") >= 1
    assert {path: data for path, data in service.files().items() if not path.startswith(f"{inside}/")} == before
    assert service.copy.exists() is (act != "--remove")


@pytest.mark.parametrize("name", ["specbind.json", "api.md", "models"])
def test_a_link_in_a_copy_is_not_followed(service: Service, name: str) -> None:
    service.vendor()
    place, outside = service.copy / name, service.root / "outside"
    place.rename(outside)
    place.symlink_to(outside)
    before = service.files()
    assert service.run("--check") == 2 and "SB801" in service.err
    assert f"pets/{name}: a link, not a file of the package\n" in service.out
    assert service.run("--update") == 2
    assert "SB801" in service.err
    assert service.files() == before
    service.run("--remove", "services")
    after = service.files()
    assert all(after[path] == data for path, data in before.items() if path.startswith("outside"))


def edited(copy: Path) -> None:
    (copy / "_client.py").write_text("# mine\n", "utf-8")


def missing(copy: Path) -> None:
    (copy / "api.md").unlink()


def extra(copy: Path) -> None:
    (copy / "mine.py").write_text("", "utf-8")


@pytest.mark.parametrize(
    ("drift", "said"),
    [
        (edited, "pets/_client.py: edited by hand"),
        (missing, "pets/api.md: missing"),
        (extra, "pets/mine.py: not of the package"),
    ],
)
def test_each_kind_of_drift_alone_is_named_and_answers_1(
    service: Service, drift: Callable[[Path], None], said: str
) -> None:
    service.vendor()
    drift(service.copy)
    assert service.run("--check") == 1
    first, second = service.out.splitlines()
    assert first.endswith(said) and second.endswith("pets: up to date, but not as written")
    assert service.run("--check", "--format", "json") == 1
    copy = json.loads(service.out)["copies"][0]
    assert [line.endswith(said) for line in copy["not_as_written"]] == [True] and copy["out_of_date"] is False


def test_a_copy_that_is_out_of_date_answers_1_and_a_broken_description_2(service: Service) -> None:
    service.vendor()
    service.describe(info={"title": "Pets", "version": "2"})
    assert service.run("--check") == 1
    assert service.out.startswith("services/shop/src/shop/_vendor/pets: out of date; ")
    (service.root / "pets.json").write_text("{", "utf-8")
    assert service.run("--check") == 2
    assert "SB104" in service.err


def test_urls_need_a_flag_and_a_record(service: Service) -> None:
    spec = service.describe()
    spec["components"]["schemas"]["Shop"] = {"$ref": "http://127.0.0.1:9/shop.yaml"}
    (service.root / "pets.json").write_text(json.dumps(spec), encoding="utf-8")
    for flags, code in (((), "SB203"), (("--allow-remote",), "SB208"), (("--locked",), "SB209")):
        assert service.vendor(*flags) == 2
        assert code in service.err
    assert not service.copy.exists()


def test_warnings_that_are_accepted_are_not_told(service: Service) -> None:
    spec = service.describe()
    del spec["info"]["title"]
    (service.root / "pets.json").write_text(json.dumps(spec), encoding="utf-8")
    assert service.vendor() == 0 and "SB304" in service.err
    with (service.root / "specbind.toml").open("a", encoding="utf-8") as file:
        file.write('accept = ["SB304"]\n')
    assert service.run("--check") == 0 and "SB304" not in service.err


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
