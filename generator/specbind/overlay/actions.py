"""An overlay file to its actions; what is wrong with it is reported where it stands."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from specbind import rules
from specbind.diagnostics import Collector
from specbind.openapi.load import load
from specbind.openapi.tree import Node, kind_of

_VERSION: Final = re.compile(r"1\.([01])(\.[0-9]+)?")
_TOP: Final = ("overlay", "info", "extends", "actions")
_ACTION: Final = ("target", "description", "update", "remove", "copy")


@dataclass(frozen=True, slots=True)
class Update:
    """Merge a value into each target."""

    value: Node


@dataclass(frozen=True, slots=True)
class Copy:
    """Merge another node of the document into each target; `source` is the JSONPath that selects it."""

    source: Node


@dataclass(frozen=True, slots=True)
class Remove:
    """Take each target away."""


Change: TypeAlias = "Update | Copy | Remove"


@dataclass(frozen=True, slots=True)
class Action:
    """What to do with the nodes that a JSONPath selects. `primitives` says whether these may be texts, numbers, ..."""

    target: Node
    change: Change
    primitives: bool


@dataclass(frozen=True, slots=True)
class Overlay:
    """The actions of one file, in order."""

    path: Path
    extends: Node | None
    actions: tuple[Action, ...]


def read(path: Path, shown: str, collector: Collector) -> Overlay | None:
    """The overlay in a file, which messages call `shown`; None, with the reasons reported, if it is none."""
    document = load(path, shown, collector)
    if document is None:
        return None
    top = Node(document.value, document, "")
    if not isinstance(top.value, dict):
        _malformed(top, "an overlay is a mapping, not a list")
        return None
    minor = _minor(top)
    _check_keys(top, _TOP, "an overlay")
    _check_info(top)
    extends = top.get("extends")
    if extends is not None and not isinstance(extends.value, str):
        _malformed(extends, "`extends` must be text: where the document is that the overlay is for")
        extends = None
    listed = top.get("actions")
    if listed is None or not isinstance(listed.value, list) or not listed.value:
        _malformed(listed or top, "an overlay has a list of `actions`, at least one")
        return None
    actions = [_action(item, minor) for item in listed.items()]
    return Overlay(path, extends, tuple(action for action in actions if action is not None))


def _minor(top: Node) -> int:
    """The version of the specification after its first dot."""
    version = top.get("overlay")
    match = _VERSION.fullmatch(version.value) if version is not None and isinstance(version.value, str) else None
    if match is None:
        said = f"`overlay` is {version.value!r}" if version is not None else "there is no `overlay`"
        help = 'write `overlay: 1.1.0`, with the quotes that YAML needs for `"1.1"`'
        _malformed(version or top, f"{said}; the versions 1.0 and 1.1 are read", help=help)
        return 1
    return int(match[1])


def _check_info(top: Node) -> None:
    info = top.get("info")
    if info is None or not isinstance(info.value, dict):
        _malformed(info or top, "an overlay has an `info` with a `title` and a `version`")
        return
    for key in ("title", "version"):
        if not isinstance(info.raw(key), str):
            _malformed(info.get(key) or info, f"the `{key}` of `info` must be text")


def _action(node: Node, minor: int) -> Action | None:
    if not isinstance(node.value, dict):
        _malformed(node, f"an action is a mapping, not {kind_of(node.value)}")
        return None
    _check_keys(node, _ACTION, "an action")
    target = node.get("target")
    if target is None or not isinstance(target.value, str):
        _malformed(target or node, "an action has a `target`, which is a JSONPath in text")
        return None
    description = node.get("description")
    if description is not None and not isinstance(description.value, str):
        _malformed(description, "`description` must be text")
    change = _change(node, minor)
    return None if change is None else Action(target, change, primitives=minor > 0)


def _change(node: Node, minor: int) -> Change | None:
    """What an action does; `remove: true` counts before all else."""
    remove, copy, update = node.get("remove"), node.get("copy"), node.get("update")
    if remove is not None and not isinstance(remove.value, bool):
        _malformed(remove, "`remove` must be true or false")
        return None
    if copy is not None and minor == 0:
        _malformed(copy, "`copy` is of Overlay 1.1", help="write `overlay: 1.1.0`")
        return None
    if copy is not None and not isinstance(copy.value, str):
        _malformed(copy, "`copy` must be a JSONPath in text")
        return None
    if remove is not None and remove.value:
        return Remove()
    if copy is not None and update is not None:
        _malformed(copy, "an action has `update` or `copy`, not both")
        return None
    if copy is not None:
        return Copy(copy)
    if update is not None:
        return Update(update)
    _malformed(node, "an action has an `update`, a `copy` or `remove: true`")
    return None


def _check_keys(node: Node, known: tuple[str, ...], what: str) -> None:
    """Report the members that mean nothing, which would otherwise be lost in silence."""
    for key, member in node.members():
        if key not in known and not key.startswith("x-"):
            close = difflib.get_close_matches(key, known, 1)
            help = f"did you mean `{close[0]}`?" if close else f"there are {', '.join(f'`{one}`' for one in known)}"
            _malformed(member, f"`{key}` is no member of {what}", help=help)


def _malformed(node: Node, message: str, *, help: str = "") -> None:
    node.report(rules.MALFORMED_OVERLAY, message, help=help)
