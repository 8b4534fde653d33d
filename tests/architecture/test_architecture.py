"""The architecture holds, and each check of it can fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import checks

ROOT = Path(__file__).parents[2]

Check = Callable[[Path], list[str]]

CHECKS: list[Check] = [
    checks.layers,
    checks.printing,
    checks.budgets,
    checks.templates,
    checks.rules,
    checks.ir_nodes,
    checks.exported_fields,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_architecture_holds(check: Check) -> None:
    assert check(ROOT) == []


def repository(root: Path, **texts: str) -> Path:
    """A tree with the given files: `python__x_py` is generator/specbind/python/x.py, `x_jinja` a template."""
    for name, text in texts.items():
        words, _, suffix = name.rpartition("_")
        folder = checks.TEMPLATES[0] if suffix == "jinja" else checks.PACKAGE
        path = root / folder / f"{words.replace('__', '/')}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("module", "text", "said"),
    [
        ("ir__x", "from specbind.openapi.y import z", "ir/x.py:1: imports specbind.openapi"),
        ("ir__x", "from specbind.config import Config", "ir/x.py:1: imports specbind.config"),
        ("openapi__x", "import specbind.reference.y", "openapi/x.py:1: imports specbind.reference.y"),
        (
            "openapi__x",
            "def f():\n    from specbind.python import y",
            "openapi/x.py:2: imports specbind.python",
        ),
        ("reference__x", "from specbind.openapi import y", "reference/x.py:1: imports specbind.openapi"),
        ("passes__x", "from specbind import files", "passes/x.py:1: imports specbind.files"),
        ("python__x", "from specbind.passes.y import z", "python/x.py:1: imports specbind.passes.y"),
        ("files", "from specbind.pipeline import x", "files.py:1: imports specbind.pipeline"),
        ("pipeline", "from specbind import cli", "pipeline.py:1: imports specbind.cli"),
        ("config_read", "from specbind.files import x", "config_read.py:1: imports specbind.files"),
        ("config_rules", "from specbind.ir.types import x", "config_rules.py:1: imports specbind.ir.types"),
        ("source", "from .ir import x", "source.py:1: a relative import"),
        ("helpers", "", "helpers.py: no layer is given to it"),
    ],
)
def test_an_import_against_the_layers_is_seen(tmp_path: Path, module: str, text: str, said: str) -> None:
    others = {"files_py": "", "cli_py": "", "pipeline_py": "", "config_py": ""}
    root = repository(tmp_path, **{**others, f"{module}_py": text})
    assert [wrong for wrong in checks.layers(root) if wrong.startswith(said)], checks.layers(root)


def test_imports_along_the_layers_are_fine(tmp_path: Path) -> None:
    root = repository(
        tmp_path,
        ir__types_py="from specbind.source import Span",
        openapi__x_py="from specbind import rules\nfrom specbind.openapi.y import z",
        passes__x_py="from specbind.config import Overrides",
        pipeline_py="from specbind.openapi.read import read\nfrom specbind.files import x",
        cli_generate_py="from specbind import __version__, pipeline\nfrom specbind.cli_codes import x",
        rules_py="from specbind.diagnostics import Rule",
    )
    assert checks.layers(root) == []


@pytest.mark.parametrize("text", ["print(1)", "import sys\nsys.stdout.write('x')", "input()"])
def test_printing_is_seen_except_in_the_command_line(tmp_path: Path, text: str) -> None:
    assert checks.printing(repository(tmp_path, cli_x_py=text)) == []
    assert len(checks.printing(repository(tmp_path, pipeline_py=text))) == 1


def test_what_is_too_long_is_seen(tmp_path: Path) -> None:
    long_function = "def f():\n" + "    x = 1\n" * 40
    root = repository(tmp_path, a_py="x = 1\n" * 401, b_py=long_function, rules_py="x = 1\n" * 500, t_jinja="\n" * 81)
    assert checks.budgets(root) == [
        "generator/specbind/a.py: 401 lines, 400 allowed",
        "generator/specbind/b.py:1: f has 41 lines, 40 allowed",
        "templates/package/t.jinja: 81 lines, 80 allowed",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{% set x = 1 %}",
        "{% for x in y if x %}{% endfor %}",
        "{% for x in y[1:] %}{% endfor %}",
        "{% for x in y | sort %}{% endfor %}",
        "{% if a == b %}{% endif %}",
        "{% if a and b %}{% endif %}",
        "{% if a is none %}{% endif %}",
        "{{ a + b }}",
        "{{ a ~ b }}",
        "{{ a | upper }}",
        "{{ a | safe }}",
        "{{ a[0] }}",
        "{{ a if b else c }}",
        "{{ a.method() }}",
        "{{ range(3) }}",
        "{{ 1 }}",
        "{% include name %}",
        "{% with a = b %}{% endwith %}",
        "{% macro m(a) %}{% endmacro %}{{ m(a + 1) }}",
    ],
)
def test_a_template_that_decides_is_seen(tmp_path: Path, text: str) -> None:
    assert checks.templates(repository(tmp_path, t_jinja=text)) != []


def test_a_template_that_lays_out_is_fine(tmp_path: Path) -> None:
    text = (
        '{% from "m.jinja" import other with context %}{% include "x.jinja" %}'
        "{% macro m(a) %}{{ a.b.c }}{% endmacro %}"
        "{% for x in a.b %}{% if not x.y %}{{ m(x) }}{% elif x %}{{ other(x.z) }}{% else %}text{% endif %}"
        "{% endfor %}"
    )
    assert checks.templates(repository(tmp_path, t_jinja=text)) == []


def rule(name: str, code: str, why: str = "w") -> str:
    return f'{name}: Final = Rule("{code}", "n", Severity.ERROR, "s", "{why}", "f")\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (rule("A", "SB1", "") + "RULES: Final = (A,)", "SB1 is not explained"),
        (rule("A", "SB1") + "RULES: Final = ()", "SB1 is not in RULES"),
        (rule("A", "SB1") + rule("B", "SB1") + "RULES: Final = (A, B)", "SB1 is both A and B"),
        (rule("A", "SB2") + rule("B", "SB1") + "RULES: Final = (A, B)", "RULES is not in code order"),
        (rule("C", "SB1") + "RULES: Final = (C,)", "SB1 C is not used"),
    ],
)
def test_a_rule_that_is_not_in_order_is_seen(tmp_path: Path, text: str, said: str) -> None:
    root = repository(tmp_path, rules_py=text, passes__x_py="x = (rules.A, B)")
    assert checks.rules(root) == [f"rules.py: {said}"]


IR = """
@dataclass(frozen=True, slots=True)
class AnyExtra:
    pass
class Access(enum.Enum):
    pass
Extra: TypeAlias = "AnyExtra | NoExtra"
"""


def test_a_variant_that_is_not_handled_is_seen(tmp_path: Path) -> None:
    root = repository(tmp_path, ir__types_py=IR, python__x_py="match x:\n    case AnyExtra():\n        pass")
    assert checks.ir_nodes(root) == ["python: does not handle NoExtra"]


def test_a_type_without_a_case_is_seen_in_each_module_that_takes_types_apart(tmp_path: Path) -> None:
    ir = IR.replace('Extra: TypeAlias = "AnyExtra | NoExtra"', 'Type: TypeAlias = "AnyExtra | NoExtra"')
    named = "match x:\n    case AnyExtra():\n        NoExtra"
    root = repository(tmp_path, ir__types_py=ir, ir__walk_py=named, python__annotations_py=named)
    assert checks.ir_nodes(root) == ["ir/walk.py: no case for NoExtra", "python/annotations.py: no case for NoExtra"]


@pytest.mark.parametrize(
    "text", ["class A:\n    pass", "@dataclass\nclass A:\n    pass", "class A(AnyExtra):\n    pass"]
)
def test_a_class_of_the_ir_that_is_open_or_mutable_is_seen(tmp_path: Path, text: str) -> None:
    root = repository(tmp_path, ir__types_py=text)
    assert len(checks.ir_nodes(root)) == 1


def test_a_field_that_the_exporter_forgets_is_seen(tmp_path: Path) -> None:
    ir = "@dataclass(frozen=True)\nclass Pet:\n    name: str\n    age: int\n    mood: str\n    kin: str\n"
    exporter = "def f(pet):\n    match pet:\n        case Pet(age=age):\n            return pet.name, age\n"
    reasons = 'UNSAID = {(Pet, "kin"): "told elsewhere", (Pet, "mood"): ""}\n'
    root = repository(tmp_path, ir__types_py=ir, openapi_export__export_py=exporter, openapi_export__unsaid_py=reasons)
    assert checks.exported_fields(root) == ["openapi_export: Pet.mood is neither exported nor in UNSAID"]
