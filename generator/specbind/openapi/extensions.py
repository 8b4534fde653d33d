"""What our own extensions say: normalised documents write them where OpenAPI has no word for a fact."""

from __future__ import annotations

from typing import Final

from specbind import rules
from specbind.ir import extensions
from specbind.ir.api import Style
from specbind.ir.types import Discriminator, Inference
from specbind.openapi.tree import Node
from specbind.source import Position, Source, Span

_FIRST_COLUMN: Final = 1


def read_inferred(node: Node) -> tuple[Inference, ...]:
    """Why facts of a node are believed."""
    if not node.has(extensions.INFERRED):
        return ()
    listed = node.get(extensions.INFERRED)
    assert listed is not None
    if not isinstance(listed.value, list):
        _malformed(listed, "a list of reasons")
        return ()
    found = (_inference(item) for item in listed.items())
    return tuple(inference for inference in found if inference is not None)


def _inference(node: Node) -> Inference | None:
    fact, reason, source = node.raw("fact"), node.raw("reason"), node.raw("source")
    if not isinstance(fact, str) or not isinstance(reason, str) or not isinstance(source, str | None):
        _malformed(node, "a `fact` and a `reason`, perhaps with a `source`")
        return None
    return Inference(fact, reason, _place(source) if source is not None else None)


def _place(text: str) -> Span:
    """The place that `file:line` names."""
    path, _, line = text.rpartition(":")
    if not path or not line.isdecimal() or len(line) > 9:
        path, line = text, "1"
    return Span(Source(path, ""), "", Position(int(line), _FIRST_COLUMN))


def read_call(operation: Node) -> tuple[str, ...]:
    """How people reach an operation."""
    node = operation.get(extensions.CALL)
    if node is None:
        return ()
    match node.value:
        case str() as dotted if all(words := dotted.split(".")):
            return tuple(words)
        case list() as listed if listed and all(isinstance(word, str) for word in listed):
            return tuple(str(word) for word in listed)
        case _:
            _malformed(node, "words with dots between them, or a list of words")
            return ()


def extended_style(node: Node) -> Style | None:
    """The style of a parameter or an encoding that OpenAPI does not have, or not in its place."""
    at = node.get(extensions.STYLE)
    if at is None:
        return None
    found = next((style for style in Style if style.value == at.value), None)
    if found is None:
        _malformed(at, f"one of {', '.join(f'`{style.value}`' for style in Style)}")
    return found


def text_of(node: Node, key: str) -> str | None:
    """The text of an extension."""
    at = node.get(key)
    if at is None or isinstance(at.value, str):
        return None if at is None else str(at.value)
    _malformed(at, "text")
    return None


def flag_of(node: Node, key: str) -> bool:
    """The flag of an extension."""
    at = node.get(key)
    if at is not None and not isinstance(at.value, bool):
        _malformed(at, "true or false")
    return at is not None and at.value is True


def has_tags(node: Node) -> bool:
    """Whether the schema of a union says by itself which tags it has."""
    return node.has(extensions.DISCRIMINATOR)


def read_tags(node: Node, variants: int) -> Discriminator | None:
    """The tags of a union with so many variants, null apart, as its schema says them."""
    at = node.get(extensions.DISCRIMINATOR)
    if at is None or at.value is None:
        return None
    name, listed = at.raw("propertyName"), at.get("tags")
    if not isinstance(name, str) or listed is None or not isinstance(listed.value, list):
        _malformed(at, "null, or a `propertyName` and `tags`")
        return None
    mapping: list[tuple[str, int]] = []
    for item in listed.items():
        tag, index = item.raw("tag"), item.raw("variant")
        if isinstance(tag, str) and type(index) is int and 0 <= index < variants:
            mapping.append((tag, index))
        else:
            _malformed(item, f"a `tag` and the number of a `variant`, less than {variants}")
    default = at.raw("default")
    if default is not None and not (type(default) is int and 0 <= default < variants):
        _malformed(at.get("default") or at, f"the number of a variant, less than {variants}")
        default = None
    return Discriminator(name, tuple(mapping), flag_of(at, "inferred"), default if type(default) is int else None)


def _malformed(node: Node, expected: str) -> None:
    node.report(rules.MALFORMED_EXTENSION, f"{node.name} must be {expected}", label="ignored")
