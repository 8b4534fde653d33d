"""What the classes of resources are called, so that none hides what the modules of a package import."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from specbind.exports import IMPORTED
from specbind.python import words


class Flavour(enum.Enum):
    """Sync or async: the prefix of class names."""

    SYNC = ""
    ASYNC = "Async"


def class_names(names: list[str], parent: str) -> Mapping[str, str]:
    """The classes of the children of a resource, all distinct.

    One called like its parent's class, like an import, or like the async class of another (`AsyncJobs`), says what it
    is: `PetsResource`.
    """
    taken = _both(parent)
    classes: dict[str, str] = {}
    for name in names:
        class_name = words.pascal(name)
        if class_name == parent or class_name.startswith(Flavour.ASYNC.value):
            class_name += "Resource"
        while not IMPORTED.isdisjoint(_both(class_name)):
            class_name += "Resource"
        while not taken.isdisjoint(_both(class_name)):
            class_name += "_"
        taken |= _both(class_name)
        classes[name] = class_name
    return classes


def _both(class_name: str) -> set[str]:
    """The sync and the async class."""
    return {flavour.value + class_name for flavour in Flavour}
