"""Packages of models alone: called like the classes of the client, importable, clean to type checkers, decoding."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from specbind import extras
from specbind.cli import main
from specbind.model_styles import generate
from specbind.model_styles.inspect import WrongModelsError, inspect

ROOT = Path(__file__).parents[2]
STYLES = ("dataclass", "msgspec", "typed-dict", "pydantic")
HOSTILE = "\"\"\" \\ ''' {{ x }} # %s \n    import os"
VALUES = ["a'b", 'c"d', "\\", "\n", "None"]
OBJECTS: dict[str, object] = {
    "Parcel": {
        "type": "object",
        "description": HOSTILE,
        "required": ["id", "created_at", "size"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "created_at": {"type": "string", "format": "date-time"},
            "size": {"$ref": "#/components/schemas/Size"},
            "secret": {"type": "string", "writeOnly": True},
            "note": {"type": ["string", "null"], "pattern": "^(?=a)b", "maxLength": 3, "description": HOSTILE},
            "list": {"type": "array", "items": {"type": "integer", "maximum": 5}},
            "from": {"type": "string"},
            "two words": {"type": "string"},
            "where": {"type": "object", "properties": {"lat": {"type": "number"}}},
            "event": {"$ref": "#/components/schemas/Event"},
            "tag": {"$ref": "#/components/schemas/Tag"},
            "parent": {"$ref": "#/components/schemas/Parcel"},
        },
    },
    "Size": {"type": "string", "enum": VALUES},
    "Tag": {"type": "string", "description": "A plain text."},
    "Event": {
        "oneOf": [{"$ref": "#/components/schemas/Sent"}, {"$ref": "#/components/schemas/Lost"}],
        "discriminator": {"propertyName": "kind", "mapping": {"sent": "#/components/schemas/Sent"}},
    },
    "Sent": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "sent"}}},
    "Lost": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": "lost"}, "by": {"type": "string"}},
    },
    "Loose": {"anyOf": [{"$ref": "#/components/schemas/Parcel"}, {"$ref": "#/components/schemas/BaseModel"}]},
    "BaseModel": {"type": "object", "properties": {"x": {"type": "integer"}}},
    "Struct": {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Loose"}}},
    "dataclass": {
        "type": "object",
        "properties": {"UnsetType": {"type": "integer"}, "date": {"type": "string", "format": "date"}},
    },
}  # fmt: skip
CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}}
SPEC = {
    "openapi": "3.1.0",
    "info": {"title": HOSTILE, "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/parcels": {
            "post": {
                "requestBody": {"content": CONTENT},
                "responses": {"200": {"description": "d", "content": CONTENT}},
            }
        }
    },
    "components": {"schemas": OBJECTS},
}
SAMPLE = {
    "id": "6f1c2d9e-0b1a-4c3d-8e5f-123456789abc",
    "created_at": "2026-01-02T03:04:05Z",
    "size": "c\"d",
    "note": None,
    "list": [7],
    "from": "here",
    "two words": "w",
    "where": {"lat": 1.5},
    "event": {"kind": "lost", "by": "rain"},
    "parent": {"id": "6f1c2d9e-0b1a-4c3d-8e5f-123456789abc", "created_at": "2026-01-02T03:04:05Z", "size": "None"},
}  # fmt: skip
DECODE = {
    "dataclass": """
p = TypeAdapter(m.Parcel).validate_json(text)
assert p.created_at.year == 2026 and p.parent.size == "None" and p.event == m.Lost(kind="lost", by="rain")
assert p.where.lat == 1.5 and p.list == [7] and p.note is None
""",
    "msgspec": """
p = msgspec.json.decode(text, type=m.Parcel)
assert p.created_at.year == 2026 and p.parent.size == "None" and p.event == m.Lost(by="rain")
assert p.where.lat == 1.5 and p.list_ == [7] and p.note is None and p.parent.note is msgspec.UNSET
assert json.loads(msgspec.json.encode(p)) == json.loads(text)
""",
    "typed-dict": """
p = TypeAdapter(m.Parcel).validate_json(text)
assert p == json.loads(text)
""",
    "pydantic": """
p = m.Parcel.model_validate_json(text)
assert p.created_at.year == 2026 and p.parent.size == "None" and p.event == m.Lost(kind="lost", by="rain")
assert p.where.lat == 1.5 and p.list_ == [7] and p.from_ == "here" and p.two_words == "w"
assert json.loads(p.model_dump_json(by_alias=True, exclude_unset=True)) == json.loads(text)
assert m.Sent(kind="sent").kind == "sent"
""",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parcels.json").write_text(json.dumps(SPEC))
    (tmp_path / "specbind.toml").write_text('[apis.parcels]\nspec = "parcels.json"\n')
    return tmp_path


def run_python(script: str, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("style", STYLES)
def test_models_have_the_names_of_the_client_and_decode(style: str, project: Path) -> None:
    assert main(["models", "parcels", "--style", style, "-q"]) == 0
    assert main(["generate", "parcels", "-q"]) == 0
    head = "import json, msgspec, parcels.models, parcels_models as m\nfrom pydantic import TypeAdapter\n"
    names = """
client, own = set(parcels.models.__all__), set(m.__all__)
own = {name.removesuffix("Model") if name.removesuffix("Model") in client else name for name in own}
assert own <= client and client - own == {"Tag"}, (own ^ client)
assert {"ParcelInput", "ParcelWhere"} < own, own
"""
    run_python(f"{head}text = {json.dumps(SAMPLE)!r}\n{names}{DECODE[style]}", project / "generated")


def test_models_of_every_style_are_clean_to_mypy_and_in_blacks_layout(project: Path) -> None:
    for style in STYLES:
        assert (
            main(["models", "parcels.json", "--style", style, "--package", f"m_{style}".replace("-", "_"), "-q"]) == 0
        )
    for checker in (["black", "--check", "-q"], ["mypy", "--strict", "--no-incremental"]):
        done = subprocess.run([sys.executable, "-m", *checker, "."], cwd="generated", capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_models_of_the_showcase_and_of_the_flagship_are_clean_to_pyright(project: Path) -> None:
    config = str(ROOT / "specbind.toml")
    for api in ("harbor", "openai_admin"):
        for style in STYLES:
            name = f"{api}_{style.replace('-', '_')}"
            assert (
                main(["models", api, "--config", config, "--style", style, "--package", name, "--out", "o", "-q"]) == 0
            )
    for checker in (["mypy", "--strict", "--no-incremental"], ["pyright", "--pythonpath", sys.executable]):
        done = subprocess.run([sys.executable, "-m", *checker, "o"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_same_input_gives_the_same_bytes_and_changes_are_seen(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["models", "parcels", "--style", "dataclass"]
    file = project / "generated/parcels_models/__init__.py"
    assert main([*command, "--check"]) == 1 and not file.exists()
    assert main(command) == 0
    assert capsys.readouterr().out.endswith("parcels_models: 11 models, 3 files, 3 changed\n")
    before = file.read_bytes()
    assert main([*command, "--check"]) == 0
    file.write_bytes(before + b"x = 1\n")
    assert main([*command, "--check"]) == 1
    assert "generated/parcels_models/__init__.py: edited by hand\n" in capsys.readouterr().out
    assert main([*command]) == 0 and file.read_bytes() == before
    assert "SB805" in capsys.readouterr().err
    assert main(["models", "parcels", "--style", "msgspec", "--check", "-q"]) == 1


@pytest.mark.parametrize(("style", "taken"), [("msgspec", "Struct"), ("pydantic", "BaseModel")])
def test_a_class_whose_name_the_style_needs_gets_a_longer_name(
    style: str, taken: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "parcels", "--style", style, "--format", "concise"]) == 0
    said = f"note[SB718]: the class {taken} is called {taken}Model, as the module uses {taken} for something else"
    assert said in capsys.readouterr().err


def test_what_msgspec_cannot_tell_apart_is_widened_and_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "parcels", "--style", "msgspec", "--format", "concise"]) == 0
    said = "note[SB716]: Loose: msgspec cannot tell several types of object apart, so one wider type stands for them"
    assert said in capsys.readouterr().err
    assert "Loose: TypeAlias = Any\n" in Path("generated/parcels_models/__init__.py").read_text()


@pytest.mark.parametrize("found", ["", "0.1.0"])
def test_without_the_library_one_line_says_what_to_install(
    found: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def version(name: str) -> str:
        if not found:
            raise PackageNotFoundError(name)
        return found

    monkeypatch.setattr(extras, "version", version)
    assert main(["models", "parcels", "--style", "dataclass", "--format", "concise"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "error[SB708]" in line and generate.VERSION in line and not Path("generated").exists()


def test_a_library_that_makes_something_else_is_an_error(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "_written", lambda *_: "class Other: ...")
    assert main(["models", "parcels", "--style", "dataclass", "--format", "concise"]) == 2
    assert "error[SB717]: no models: " in capsys.readouterr().err and not Path("generated").exists()


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "print()",
        "class A:\n    x()",
        "class A:\n    def f(self): ...",
        "A = 1\nA = 2",
        "B = 1",
        "if 1: A = 1",
    ],
)
def test_a_module_that_holds_more_than_models_is_refused(text: str) -> None:
    inspect("class A:\n    x: int\n", {"A"})
    with pytest.raises(WrongModelsError):
        inspect(text, {"A"})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["parcels.json"], "say what to call its package with --package NAME"),
        (["parcels", "--package", "parcels"], "`parcels` is the package of the client"),
        (["parcels", "--package", "a-b"], "--package"),
        (["parcel"], "did you mean `parcels`?"),
    ],
)
def test_wrong_usage_is_told(
    arguments: list[str], said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", *arguments, "--style", "dataclass"]) == 2
    assert said in capsys.readouterr().err


def test_an_api_without_types_gives_an_empty_package(project: Path) -> None:
    Path("none.json").write_text('{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}')
    assert main(["models", "none.json", "--style", "dataclass", "--package", "none", "-q"]) == 0
    run_python("import none; assert none.__all__ == []", project / "generated")
