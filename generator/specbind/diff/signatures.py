"""Signatures of methods, taken apart."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from specbind.diff.definition import cut


@dataclass(frozen=True, slots=True)
class Signature:
    """A method's arguments with their annotations, which of them have to be given, and what it gives."""

    arguments: Mapping[str, str]
    required: frozenset[str]
    result: str


def parsed(text: str) -> Signature:
    """A signature as `def` writes it, taken apart."""
    [function] = ast.parse(f"{text.strip()} ...").body
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    every = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    arguments = {each.arg: cut(ast.unparse(each.annotation)) for each in every if each.annotation is not None}
    pairs = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    required = {each.arg for each, default in pairs if default is None}
    required |= {each.arg for each in (*function.args.posonlyargs, *function.args.args)}
    result = "" if function.returns is None else ast.unparse(function.returns)
    return Signature(arguments, frozenset(required), cut(result))
