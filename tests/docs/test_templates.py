"""The contract with users' templates: documented as it is, and never changed under its version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes
from specbind import template_api

from tests.docs.templates import PAGE, RENEW, renewed, shape, shape_file

TEMPLATES = Path(__file__).parents[2] / "templates" / "package"


def test_the_page_of_templates_is_drawn_from_the_code() -> None:
    text = PAGE.read_text("utf-8")
    assert text == renewed(text), f"docs/templates.md is old: `{RENEW}`"
    assert f"{{# specbind-templates: {template_api.VERSION} #}}" in text


def test_what_templates_can_name_is_what_this_version_pins() -> None:
    pinned = set(shape_file().read_text("utf-8").splitlines())
    now = set(shape().splitlines())
    gone = sorted(pinned - now)
    assert gone == [], "users' templates may use these: raise VERSION of template_api.py and write an entry of CHANGES"
    assert sorted(now - pinned) == [], f"new names have to be documented and pinned: `{RENEW}`"


def test_each_version_says_what_it_changed() -> None:
    assert sorted(template_api.CHANGES) == list(range(1, template_api.VERSION + 1))


@pytest.mark.parametrize("template", template_api.TEMPLATES, ids=lambda template: template.name)
def test_the_blocks_of_a_template_are_those_that_are_documented(template: template_api.Template) -> None:
    documented = {block.name: block.names for block in template.blocks}
    assert dict(_blocks(template.name)) == documented


def test_every_template_of_a_module_can_be_overridden() -> None:
    own = {path.name for path in TEMPLATES.glob("*.jinja") if not path.name.startswith("_")}
    assert own == set(template_api.BY_NAME)


def _blocks(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The blocks of a template and of those that it extends, with the names of the loops around each."""
    tree = jinja2.Environment().parse((TEMPLATES / name).read_text("utf-8"))
    for parent in tree.find_all(nodes.Extends):
        assert isinstance(parent.template, nodes.Const)
        yield from _blocks(re.sub("^specbind/", "", parent.template.value))
    yield from _within(tree, ())


def _within(node: nodes.Node, names: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(node, nodes.For):
        assert isinstance(node.target, nodes.Name)
        names = (*names, node.target.name)
    if isinstance(node, nodes.Block) and not node.name.startswith("_"):
        assert node.scoped == bool(names), f"{node.name} does not see the names of the loops around it"
        yield node.name, names
    for child in node.iter_child_nodes():
        yield from _within(child, names)
