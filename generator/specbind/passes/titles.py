"""Which titles of inline types can be their names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from specbind.ir.api import Api
from specbind.ir.types import ObjectType, Type, TypeDecl, UnionType
from specbind.ir.walk import nodes, uses
from specbind.passes.shapes import Shapes
from specbind.passes.words import fold, listed, split

_SHAPED = re.compile(r"[A-Za-z][A-Za-z0-9 _-]{1,48}")
_GENERIC = frozenset(
    listed(
        "any array attributes body content data default detail details dict empty entries entry error"
        " errors file files filter form generic id info inline input item items json key list map meta"
        " metadata method model name node object objects option options other output page params parameter"
        " parameters part payload properties property record records reply request resource resources"
        " response result results root schema status string success template text title type types union"
        " value values variant"
    )
)
_MOST_WORDS = 5


class Titles:
    """Decides which titles name a type: short, telling, and borne by no other shape more often in the API."""

    def __init__(self, api: Api, shapes: Shapes) -> None:
        self._shapes = shapes
        self._components = {fold(decl.name): decl for decl in api.types}
        bearers: dict[str, Counter[int]] = defaultdict(Counter)
        for use in uses(api):
            for node in nodes(use.type):
                if node is use.type and isinstance(use.place, TypeDecl):
                    continue
                if isinstance(node, ObjectType | UnionType) and node.title:
                    bearers[fold(node.title)][shapes.of(node)] += 1
        self._owners = {title: shapes.most_common(1)[0][0] for title, shapes in bearers.items()}

    def name(self, of: ObjectType | UnionType) -> str | None:
        """The title, if it can be the type's name."""
        title = self._usual(of)
        return None if title is None or fold(title) in self._components else title

    def taken(self, of: ObjectType | UnionType) -> str | None:
        """The title, if it could be the type's name and a component has it."""
        title = self._usual(of)
        return title if title is not None and fold(title) in self._components else None

    def _usual(self, of: ObjectType | UnionType) -> str | None:
        """The title, if it is telling and this shape bears it most often."""
        title = of.title
        if title is None or not _telling(title) or self._owners[fold(title)] != self._shapes.of(of):
            return None
        return title

    def component(self, of: Type) -> TypeDecl | None:
        """The component that an inline type repeats, name and all."""
        if not isinstance(of, ObjectType | UnionType) or not of.title:
            return None
        decl = self._components.get(fold(of.title))
        same = decl is not None and self._shapes.of(decl.type) == self._shapes.of(of)
        return decl if same else None


def _telling(title: str) -> bool:
    words = split(title.rstrip("0123456789"))
    if not _SHAPED.fullmatch(title) or not words or len(words) > _MOST_WORDS or words[0] == "inline":
        return False
    return not all(word in _GENERIC or word.isdigit() for word in words)
