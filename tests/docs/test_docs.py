"""The documents are true as far as that can be checked, and each check can fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from specbind.cli_table import COMMANDS
from specbind.cli_targets import ALL_RULES, BY_CODE
from specbind.config_read import read
from specbind.diagnostics import Collector

from tests.docs import checks
from tests.docs.diagnostics import page

ROOT = Path(__file__).parents[2]

Check = Callable[[Path], list[str]]

CHECKS: list[Check] = [
    checks.links,
    checks.diagnostics,
    checks.stability,
    checks.commands,
    checks.modules,
    checks.configuration_keys,
    checks.toml,
    checks.figures,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_documents_are_true(check: Check) -> None:
    assert check(ROOT) == []


def test_every_code_that_a_document_mentions_is_a_rule() -> None:
    for path in checks.documents(ROOT):
        assert set(re.findall(r"\bSB\d{3}\b", path.read_text("utf-8"))) <= BY_CODE.keys(), path


@pytest.mark.parametrize("name", ["README.md", "docs/configuration.md"])
def test_the_examples_of_configuration_are_accepted(tmp_path: Path, name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    examples = re.findall(r"^```toml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert examples
    for example in examples:
        (tmp_path / "specbind.toml").write_text(example, encoding="utf-8")
        collector = Collector()
        assert read(tmp_path / "specbind.toml", collector, BY_CODE) is not None, collector.diagnostics


def test_the_readme_lists_every_command_with_its_line() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [
        command.name for command in COMMANDS if f"| `specbind {command.name}` | {command.summary} |" not in text
    ] == []


def test_the_page_of_diagnostics_explains_every_rule() -> None:
    text = page()
    assert all(f"### {rule.code} {rule.name}\n" in text and rule.fix in text for rule in ALL_RULES)


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a](b.md)", "README.md: b.md is not there"),
        ("[a](docs/c.md#other-words)", "README.md: docs/c.md#other-words has no such heading"),
        ("[a](#nowhere)", "README.md: #nowhere has no such heading"),
    ],
)
def test_a_broken_link_is_seen(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, "docs/c.md", "# Some `words`, here")
    write(tmp_path, "README.md", text)
    assert checks.links(tmp_path) == [said]


def test_links_that_lead_somewhere_and_code_are_fine(tmp_path: Path) -> None:
    write(tmp_path, "docs/c.md", "# Some `words`, here\n[up](../README.md)")
    code = "`x[a](b)`\n```python\nx[0](nothing)\n# no heading\n```\n"
    write(tmp_path, "README.md", f"[c](docs/c.md#some-words-here) [d](docs) [e](https://example.com/x)\n{code}")
    assert checks.links(tmp_path) == []


def test_a_page_of_diagnostics_that_is_old_is_seen(tmp_path: Path) -> None:
    assert len(checks.diagnostics(tmp_path)) == 1
    write(tmp_path, "docs/diagnostics.md", page(ALL_RULES[1:]))
    assert "python -m tests.docs.diagnostics" in checks.diagnostics(tmp_path)[0]


def test_a_table_of_rules_that_is_old_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "docs/stability.md", (ROOT / "docs/stability.md").read_text("utf-8").replace("risky", "safe", 1))
    assert "python -m tests.docs.stability" in checks.stability(tmp_path)[0]


def test_a_page_of_the_command_line_that_is_old_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "docs/command-line.md", "# The command line\n\n## The commands\n\n### specbind generat\n")
    assert [line.partition(" differs")[0] for line in checks.commands(tmp_path)] == ["docs/command-line.md"]


def test_a_module_that_is_not_named_or_not_there_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "generator/specbind/python/new.py", "")
    write(tmp_path, "generator/specbind/python/__init__.py", "")
    write(tmp_path, "ARCHITECTURE.md", "## Layout\n`python/old.py`\n### Beside the generator\n`python/new.py`")
    assert checks.modules(tmp_path) == [
        "ARCHITECTURE.md does not name python/new.py",
        "ARCHITECTURE.md names python/old.py, which is not there",
    ]


def test_a_key_that_is_not_explained_or_not_read_is_seen(tmp_path: Path) -> None:
    write(
        tmp_path, "generator/specbind/config_read.py", "table.text('spec')\ntop.table('apis')\ntable.flag('fast', True)"
    )
    write(tmp_path, "docs/configuration.md", "| `spec` | required |\n| `slow` | |\n## `[apis.NAME.names]`\n")
    assert checks.configuration_keys(tmp_path) == [
        "docs/configuration.md does not explain `fast`",
        "docs/configuration.md explains `names`, which nobody reads",
        "docs/configuration.md explains `slow`, which nobody reads",
    ]


def test_toml_that_is_none_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "docs/a.md", "text\n```toml\na = 1\n```\n```toml\na = \n```\n```python\na =\n```\n")
    assert [wrong.partition(": ")[0] for wrong in checks.toml(tmp_path)] == ["docs/a.md:5"]


def test_a_figure_that_was_measured_anew_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "docs/performance.md", "| a | 2.82 | 96,257 |\n")
    write(tmp_path, "docs/comparison.md", "| 7 |\n## Measured\n| a | 2.82 | 96,258 |\n## Reviews\n| 8 |\n")
    assert checks.figures(tmp_path) == ["docs/comparison.md has 96,258, docs/performance.md has not"]
