"""The type of a model's undeclared members, as `__pydantic_extra__` declares it."""

from __future__ import annotations

import sys
from inspect import get_annotations
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel


def extras_type(kind: type[BaseModel]) -> Any:
    """The `T` of `__pydantic_extra__: dict[str, T]`; Any where a class declares none."""
    for base in kind.__mro__:
        if base is BaseModel:
            break
        declared: Any = get_annotations(base).get("__pydantic_extra__")
        if declared is not None:
            return _resolved(declared, base.__module__)
    return Any


def _resolved(declared: Any, module: str) -> Any:
    holder: Any = SimpleNamespace(__annotations__={"extra": declared})
    names = vars(sys.modules[module]) if module in sys.modules else {}
    try:
        hints = get_type_hints(holder, globalns=names, include_extras=True)
    except (NameError, TypeError):
        return Any
    found = get_args(hints["extra"])
    return found[1] if len(found) == 2 else Any
