"""The reference in `docs/templates.md`, and what it pins: `python -m tests.docs.templates` renews both."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path

from specbind import template_api
from specbind.python import layout, package
from specbind.python.layout import Code

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "templates.md"
SHAPES = Path(__file__).parent
RENEW = "python -m tests.docs.templates"
HEAD = f"""\
## The reference

<!-- From here on written from template_api.py and python/package.py by `{RENEW}`; do not edit. -->

"""


def renewed(text: str) -> str:
    """The page with the reference as the code has it."""
    prose = text.partition("## The reference")[0].rstrip()
    return f"{prose}\n\n{HEAD}{''.join(_lines())}"


def shape() -> str:
    """Everything that a template can name, a line each."""
    lines = [f"name {name}" for name in template_api.NAMES] + [f"filter {name}" for name in template_api.FILTERS]
    for template in template_api.TEMPLATES:
        lines += [f"block {template.name} {block.name} ({', '.join(block.names)})" for block in template.blocks]
        lines.append(f"module {template.name} {template.module or 'any'}")
    lines += [f"field {each.__name__}.{name}: {kind}" for each in classes() for name, kind in _fields(each)]
    return "\n".join(sorted(lines)) + "\n"


def shape_file(version: int = template_api.VERSION) -> Path:
    """Where the shape of a version is pinned."""
    return SHAPES / f"template-api-{version}.txt"


def classes() -> list[type]:
    """The classes of what templates see, in the order in which they are reached."""
    found: list[type] = []
    waiting = [getattr(package, template.module) for template in template_api.TEMPLATES if template.module]
    while waiting:
        each = waiting.pop(0)
        if each in found:
            continue
        found.append(each)
        hints = typing.get_type_hints(each, {**vars(layout), **vars(package)})
        waiting += [arg for hint in hints.values() for arg in typing.get_args(hint) if dataclasses.is_dataclass(arg)]
    return [*(each for each in found if each not in (Code, layout.Symbol)), Code]


def _fields(each: type) -> Iterator[tuple[str, str]]:
    for field in dataclasses.fields(each):
        if (each, field.name) != (Code, "uses"):
            yield field.name, str(field.type)
    for name, value in vars(each).items():
        if isinstance(value, property):
            yield name, str(inspect.signature(value.fget or str).return_annotation)


def _lines() -> Iterator[str]:
    yield f"The version is {template_api.VERSION}.\n\n| version | what is different |\n|---|---|\n"
    yield from (f"| {version} | {change} |\n" for version, change in template_api.CHANGES.items())
    yield "\n### Names in every block\n\n| name | what it is |\n|---|---|\n"
    yield from (f"| `{name}` | {about} |\n" for name, about in template_api.NAMES.items())
    yield "\n### Filters\n\n| filter | what it makes code of |\n|---|---|\n"
    yield from (f"| `{name}` | {about} |\n" for name, about in template_api.FILTERS.items())
    common = template_api.TEMPLATES[0].blocks
    yield "\n### Templates\n\nAll have the blocks of `module.py.jinja`. In brackets: the class of `module`.\n\n"
    yield "| template | block | what it is | names |\n|---|---|---|---|\n"
    for template in template_api.TEMPLATES:
        kind = f" (`{template.module}`)" if template.module else ""
        yield f"| `{template.name}` | | {template.about}{kind} | |\n"
        for block in template.blocks:
            if block not in common or template is template_api.TEMPLATES[0]:
                yield f"| | `{block.name}` | {block.about} | {', '.join(f'`{name}`' for name in block.names)} |\n"
    yield "\n### Values\n"
    for each in classes():
        yield f"\n#### {each.__name__}\n\n{' '.join((inspect.getdoc(each) or '').split())}\n\n"
        yield "| name | type |\n|---|---|\n"
        yield from (f"| `{name}` | `{kind.replace('|', chr(92) + '|')}` |\n" for name, kind in _fields(each))


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), encoding="utf-8")
    shape_file().write_text(shape(), encoding="utf-8")
