"""Templates of a user's own: single blocks are overridden, mistakes are placed, the package stays whole."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from specbind import custom_templates, extras, template_api
from specbind.cli import main

GUIDE = Path(__file__).parents[2] / "docs" / "templates.md"
SPEC = r'''
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://api.example.com"}]
paths:
  /pets:
    get:
      tags: [pets]
      operationId: listPets
      responses:
        "200":
          description: pets
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}
    post:
      tags: [pets]
      operationId: createPet
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"204": {description: done}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties: {name: {type: string}, owner: {$ref: "#/components/schemas/Owner"}}
    Owner: {type: object, description: 'A """quoted""" \{{ text }}', properties: {name: {type: string}}}
'''
HEAD = '{# specbind-templates: 1 #}\n{% extends "specbind/NAME" %}\n'
Templates = Callable[..., int]


@pytest.fixture
def generate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Templates:
    """Generate with templates given by name, each below its first two lines; gives the exit code."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pets.yaml").write_text(SPEC)
    (tmp_path / "specbind.toml").write_text('[apis.pets]\nspec = "pets.yaml"\ntemplates = "mine"\n')
    (tmp_path / "mine").mkdir()

    def run(*options: str, **templates: str) -> int:
        for name, text in templates.items():
            file = f"{name}.py.jinja" if not name.startswith("_") else f"{name}.jinja"
            head = HEAD.replace("NAME", file) if not name.startswith("_") and "{#" not in text else ""
            (tmp_path / "mine" / file).write_text(head + text)
        return main(["generate", "--color", "never", *options])

    return run


def block(name: str, text: str) -> str:
    return f"{{% block {name} %}}\n{text}\n{{% endblock %}}\n"


def module(name: str) -> str:
    return Path("generated/pets", name).read_text("utf-8")


def test_the_examples_of_the_guide_work(tmp_path: Path, generate: Templates) -> None:
    found = re.findall(r"`my_templates/([\w.]+)`.*?```jinja\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert [name for name, _ in found] == ["module.py.jinja", "models.py.jinja", "client.py.jinja"]
    for name, text in found:
        (tmp_path / "mine" / name).write_text(text)
    assert generate("-q") == 0
    modules = sorted(Path("generated").glob("**/pets/**/*.py"))
    assert len(modules) > 40
    bare = [path.as_posix() for path in modules if "# SPDX-License-Identifier: Apache-2.0\n" not in path.read_text()]
    assert bare == ["generated/tests/pets/__init__.py"], "only an empty file has no licence"
    script = """
import asyncio, httpx
from pets import Pets, AsyncPets, models
pet = models.Pet(name="Rex")
print(pet.log_line(), models.Owner().log_line(), sep="|")
answer = httpx.MockTransport(lambda request: httpx.Response(200, json=request.url.path == "/internal/ready"))
print(Pets(http_client=httpx.Client(transport=answer)).is_ready())
print(asyncio.run(AsyncPets(http_client=httpx.AsyncClient(transport=answer)).is_ready()))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd="generated", capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("Pet: name|Owner: \nTrue\nTrue\n", "")


def test_what_overridden_templates_make_is_in_blacks_layout_and_the_rest_is_as_ever(generate: Templates) -> None:
    black = pytest.importorskip("black")
    assert generate("-q") == 0
    before = {path: path.read_text() for path in Path("generated").rglob("*.py")}
    assert generate("-q", models=block("module_extra", "x = { 'a':1 }")) == 0
    changed = {path for path, text in before.items() if path.read_text() != text}
    assert {path.parent.name for path in changed} == {"models"}
    assert 'x = {"a": 1}' in module("models/pets.py")
    for path in changed:
        assert black.format_str(path.read_text(), mode=black.Mode()) == path.read_text()


def test_a_block_can_keep_what_it_was_and_use_a_file_beside_it(generate: Templates) -> None:
    macro = "{% macro note(class_) %}\n    # {{ class_.name }}\n{% endmacro %}"
    noted = block("class_docstring", "{{ super() }}\n{{ note(class_) }}")
    resources = '{% from "_notes.jinja" import note %}\n' + noted
    assert generate("-q", _notes=macro, resources=resources) == 0
    assert re.search(r'class PetsResource\(.*\):\n    """.*"""\n\n    # PetsResource\n', module("resources/pets.py"))


def test_a_wrapper_class_and_each_method_and_test_can_be_added_to(generate: Templates) -> None:
    seen = "        seen = {{ method.signature.text.split('(')[0] | literal }}\n        del seen"
    started = block("method_start", seen)
    extra = block("wrapper_extra", "    wraps = {{ class_.name }}")
    assert generate("-q", resources=started + extra, tests=block("case_start", "    assert True")) == 0
    assert 'seen = "def list"' in module("resources/pets.py")
    assert "    wraps = AsyncPetsResource\n" in module("resources/pets.py")
    assert "    assert True\n" in Path("generated/tests/pets/test_pets.py").read_text()


OTHER = "{# specbind-templates: 1 #}\n{% extends 'specbind/params.py.jinja' %}"
NEWER = "{# specbind-templates: 2 #}\n{% extends 'specbind/models.py.jinja' %}"
NO_VERSION = "{##}\n{% extends 'specbind/models.py.jinja' %}"
ENDLESS = "    {% for x in range(999999999) %}{% endfor %}"


@pytest.mark.parametrize(
    ("text", "line", "code", "said"),
    [
        (block("class_extr", ""), 3, 711, "`models.py.jinja` has no block `class_extr`; did you mean `class_extra`?"),
        (block("method_start", ""), 3, 711, "`models.py.jinja` has no block `method_start`"),
        ('{% include "x" %}', 3, 711, "there is no template `x`"),
        ('{% include "specbind/model.py.jinja" %}', 3, 711, "did you mean `specbind/models.py.jinja`?"),
        (NO_VERSION, 1, 712, "this template does not say which version it is for"),
        (NEWER, 1, 712, "this template is for version 2 of the templates; this specbind has version 1"),
        ("{# specbind-templates: 1 #}\nx", 1, 714, "this template extends nothing"),
        (OTHER, 2, 714, "this template has to extend `specbind/models.py.jinja`"),
        (block("header", "# x") + "\n\nlost = 1\n", 8, 714, "this is in no block, so that it is never printed"),
        ("{% block header %}", 3, 714, "not a template: Unexpected end of template."),
        (block("class_extra", "    a = 1\n{{ class.name }}"), 5, 714, "'class' is undefined (in models/pets.py)"),
        (block("class_extra", "{{ class_.title }}"), 4, 714, "no attribute 'title'"),
        (
            block("class_extra", "{{ class_.name.text }}"),
            4,
            714,
            "this prints a str, which is not Code (see",
        ),
        (block("class_extra", "{{ 'a b' | identifier }}"), 4, 714, "'a b' is not a Python identifier"),
        (block("class_extra", "{{ module | literal }}"), 4, 714, "`literal` takes a text, number, boolean or none"),
        (block("class_extra", "{{ 1 // 0 }}"), 4, 714, "(in models/pets.py)"),
        (block("class_extra", "{{ class_.__class__ }}"), 4, 714, "access to attribute '__class__'"),
        (block("class_extra", "{% include package %}"), 4, 714, "there is no template `pets` (in models/pets.py)"),
        (block("class_extra", ENDLESS), 4, 714, "Range too big"),
        (block("class_extra", "    def ("), 1, 715, "models/pets.py: does not parse"),
        (block("body", ""), 1, 715, "models/pets.py: does not define Owner, Pet"),
        (block("class_extra", "    def name(self) -> int: ..."), 1, 715, "Pet.name is defined twice"),
    ],
)
def test_a_mistake_is_told_at_its_line_and_nothing_is_written(
    text: str, line: int, code: int, said: str, generate: Templates, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate("--format", "concise", models=text) == 2
    shown = "".join(capsys.readouterr())
    assert f"mine/models.py.jinja:{line}:1: error[SB{code}]: " in shown
    assert said in shown and "Traceback" not in shown
    assert not Path("generated").exists()


def test_a_template_that_overrides_nothing_is_told_what_it_may_mean(
    generate: Templates, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate("--format", "concise", model="") == 2
    said = "error[SB711]: `model.py.jinja` overrides nothing: no template is called so; did you mean `models.py.jinja`?"
    assert f"mine/model.py.jinja:1:1: {said}" in "".join(capsys.readouterr())


def test_a_template_for_an_older_version_works_and_is_told_what_changed(
    generate: Templates, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = {**template_api.CHANGES, 2: "`class_fields` is gone"}
    monkeypatch.setattr(custom_templates, "VERSION", 2)
    monkeypatch.setattr(custom_templates, "CHANGES", changes)
    assert generate("--format", "concise", "-v", models=block("header", "# mine")) == 0
    out, err = capsys.readouterr()
    assert (
        "mine/models.py.jinja:1:1: warning[SB713]: this template is for version 1 of the templates, which now are at 2"
        " (2: `class_fields` is gone)"
    ) in out + err
    assert "# mine\n" in module("models/pets.py")


@pytest.mark.parametrize("data", [None, b"\xff\xfe\xfa"])
def test_templates_that_cannot_be_read_are_told(
    data: bytes | None, tmp_path: Path, generate: Templates, capsys: pytest.CaptureFixture[str]
) -> None:
    if data is None:
        (tmp_path / "mine").rmdir()
    else:
        (tmp_path / "mine" / "models.py.jinja").write_bytes(data)
    assert generate("--format", "concise") == 2
    assert "error[SB710]: the templates in `mine" in "".join(capsys.readouterr())


def test_templates_without_black_are_told_what_to_install(
    generate: Templates, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(extras, "version", version)
    assert generate("--format", "full") == 2
    said = "".join(capsys.readouterr())
    assert "error[SB708]" in said and 'pip install "specbind[templates]"' in said


def test_a_run_without_templates_does_not_load_black(tmp_path: Path) -> None:
    (tmp_path / "pets.yaml").write_text(SPEC)
    script = "import sys; from specbind.cli import main; main(sys.argv[1:]); print('black' in sys.modules)"
    arguments = [sys.executable, "-c", script, "generate", "pets.yaml", "--package", "pets", "-q"]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_a_changed_added_or_removed_template_is_drift(tmp_path: Path, generate: Templates) -> None:
    assert generate("-q", models=block("header", "# one")) == 0
    assert generate("--check", "-q") == 0
    assert generate("--check", "-q", models=block("header", "# two")) == 1
    assert generate("-q") == 0 and generate("--check", "-q") == 0
    assert generate("--check", "-q", params=block("header", "# new")) == 1
    (tmp_path / "mine" / "params.py.jinja").unlink()
    assert generate("--check", "-q") == 0


def test_copies_in_services_are_made_with_the_templates(generate: Templates) -> None:
    assert generate("-q", models=block("header", "# mine")) == 0
    assert main(["vendor", "pets", "--into", "service/_vendor", "-q"]) == 0
    assert "# mine\n" in Path("service/_vendor/pets/models/pets.py").read_text()
    assert main(["vendor", "--check", "service", "-q"]) == 0
    assert generate("-q", models=block("header", "# yours")) == 0
    assert main(["vendor", "--check", "service", "-q"]) == 1


def test_a_description_alone_takes_templates_by_an_option(tmp_path: Path, generate: Templates) -> None:
    generate("-q", models=block("header", "# mine"))
    assert main(["generate", "pets.yaml", "--package", "pets", "--out", "o", "--templates", "mine", "-q"]) == 0
    assert "# mine\n" in (tmp_path / "o/pets/models/pets.py").read_text()
    assert main(["generate", "pets", "--templates", "mine", "-q"]) == 2
