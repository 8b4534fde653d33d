"""The keys of components: OpenAPI allows them ASCII letters, digits, `.`, `-` and `_`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from specbind.ir.extensions import NAME
from specbind.ir.types import Json

_KEY: Final = re.compile(r"[A-Za-z0-9._-]+")
_NOT_KEY: Final = re.compile(r"[^A-Za-z0-9._-]+")


class Keys:
    """A key for each of some different names; a name that can be a key is its own."""

    def __init__(self, names: Iterable[str]) -> None:
        names = tuple(names)
        self._keys = {name: name for name in names if _KEY.fullmatch(name)}
        taken = set(self._keys)
        for name in names:
            if name not in self._keys:
                stem = _NOT_KEY.sub("_", name) or "_"
                key, number = stem, 2
                while key in taken:
                    key, number = f"{stem}_{number}", number + 1
                self._keys[name] = key
                taken.add(key)

    def of(self, name: str) -> str:
        """The key of a name."""
        return self._keys[name]

    def note(self, name: str) -> dict[str, Json]:
        """What a component says about its name: nothing where its key is its name."""
        return {} if self._keys[name] == name else {NAME: name}
