"""Models whose wire names are the Python names in another case."""

from __future__ import annotations

from pydantic import ConfigDict

from .models import Model


def camel(name: str) -> str:
    """`created_at` as `createdAt`."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def pascal(name: str) -> str:
    """`created_at` as `CreatedAt`."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


class CamelModel(Model):
    """A model whose members are in camel case on the wire, unless they say otherwise."""

    model_config = ConfigDict(alias_generator=camel)


class PascalModel(Model):
    """A model whose members are in Pascal case on the wire, unless they say otherwise."""

    model_config = ConfigDict(alias_generator=pascal)
