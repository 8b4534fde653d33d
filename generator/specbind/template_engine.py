"""The templates at work: where they are found, the one gate from values to text, and what a user's mistake becomes.

`specbind/NAME` is our template, `NAME` the user's where there is one. Users' templates run in Jinja's sandbox: they
reach the values they are given and nothing else. Only `Code`, made by us or by the filters, is ever printed.
"""

from __future__ import annotations

import keyword
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from specbind.config_rules import TEMPLATE_ERROR
from specbind.custom_templates import OURS, CustomTemplates
from specbind.diagnostics import Rule
from specbind.own_files import template_root
from specbind.python import literals
from specbind.python.layout import Code
from specbind.reparse import UnsafeOutputError
from specbind.source import Position, Source, Span

_SANDBOX: Final = ImmutableSandboxedEnvironment
IMPORTS: Final = "\0"
"""Stands for the imports until it is known which are used. No source text can hold it."""


class TemplateFailureError(Exception):
    """What is wrong with a user's template, the rule it breaks, and where."""

    def __init__(self, rule: Rule, message: str, span: Span) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.span = span


@cache
def own_environment() -> jinja2.Environment:
    """Our templates alone."""
    return _environment(jinja2.Environment, {})


def custom_environment(custom: CustomTemplates) -> jinja2.Environment:
    """Our templates with a user's over them."""
    return _environment(_SANDBOX, custom.sources)


def _environment(kind: type[jinja2.Environment], sources: Mapping[str, Source]) -> jinja2.Environment:
    root = template_root() / "package"

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if (source := sources.get(name)) is not None:
            return source.text, source.path, lambda: True
        place = root / name.removeprefix(OURS)
        return (place.read_text("utf-8"), str(place), lambda: True) if place.parent == root and place.exists() else None

    environment = kind(
        loader=jinja2.FunctionLoader(load),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
        finalize=_finalize,
    )
    environment.filters |= {"literal": _literal, "identifier": _identifier}
    return environment


@jinja2.pass_context
def _finalize(context: jinja2.runtime.Context, value: object) -> Markup:
    """The only gate from values to text: source made by us, or what a macro made of it."""
    if isinstance(value, Code):
        if value.uses:
            context["used"].update(value.uses)
        return Markup(value.text)
    if isinstance(value, Markup):
        return value
    if isinstance(value, jinja2.Undefined):
        str(value)  # raises, and says which name is undefined
    raise UnsafeOutputError(f"a template printed a {type(value).__name__}, which is not Code")


def _literal(value: object) -> Code:
    """A value as a Python literal."""
    match value:
        case Code(text=text) | str(text):
            return Code(literals.text_literal(str(text)))
        case None | bool() | int() | float():
            return Code(literals.literal(value))
        case _:
            raise jinja2.TemplateRuntimeError(f"`literal` takes a text, number, boolean or none, not {_kind(value)}")


def _identifier(value: object) -> Code:
    """A text that is an identifier, or several with dots between them, as code."""
    text = value.text if isinstance(value, Code) else value
    if not isinstance(text, str) or not all(
        part.isidentifier() and not keyword.iskeyword(part) for part in text.split(".")
    ):
        raise jinja2.TemplateRuntimeError(f"{text!r} is not a Python identifier")
    return Code(str(text))


def _kind(value: object) -> str:
    return f"a {type(value).__name__}"


def failure(error: Exception, custom: CustomTemplates, part: str) -> TemplateFailureError | None:
    """What went wrong in a user's template while `part` was rendered; None for a mistake of ours."""
    by_path = {source.path: source for source in custom.sources.values()}
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename in by_path:
        return TemplateFailureError(
            TEMPLATE_ERROR, f"not a template: {error.message}", _at(by_path[error.filename], error.lineno)
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in by_path]
    if not frames:
        return None
    match error:
        case UnsafeOutputError():
            reason = str(error).replace("a template printed", "this prints") + " (see `| literal`, `| identifier`)"
        case jinja2.TemplateNotFound():
            reason = f"there is no template `{error.name}`"
        case _:
            reason = str(error) or type(error).__name__
    return TemplateFailureError(
        TEMPLATE_ERROR, f"{reason} (in {part})", _at(by_path[frames[-1].filename], frames[-1].lineno or 1)
    )


def _at(source: Source, line: int) -> Span:
    return Span(source, "", Position(line, 1))
