"""Names of types that begin with a package: `io.k8s.api.core.v1.Pod`, `com.example.billing.Invoice`.

Generators of descriptions write the full names of types of Go, Java or protobuf. A class is called what programmers of
those call the type: by the last part of the package that says something, its version, and the type (`CoreV1Pod`,
`BillingInvoice`). Each name is looked at alone, so no other type changes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from specbind.python import words

_PACKAGED = re.compile(r"((?:[a-z][a-z0-9_-]*\.)+)([A-Z]\w*(?:\.[A-Z]\w*)*)")
_VERSION = re.compile(r"v\d+(?:p\d+)?(?:(?:alpha|beta|rc)\d*)?")
_DOMAINS = frozenset("com org net io dev edu gov de fr uk ch nl eu at br cn jp kr ru".split())
_SAYING_NOTHING = frozenset(
    "api apis app domain dto dtos entities entity internal lib main model models pkg schema schemas src type types util"
    " utils".split()
)


def spellings(name: str) -> Iterator[str]:
    """What a declared type may be called, shortest first; each later one has one part of the package more.

    A package is some names in lower case before one in upper case. It is left out where it begins with a reverse domain
    (`com.example`) or goes on for two or more names before a version; all other names have one spelling.
    """
    match = _PACKAGED.fullmatch(name)
    packages = match[1].split(".")[:-1] if match is not None else []
    version = next((index for index in range(len(packages) - 1, -1, -1) if _VERSION.fullmatch(packages[index])), None)
    domain = 2 if len(packages) > 1 and packages[0] in _DOMAINS else 0
    end = len(packages) if version is None else version
    telling = [index for index in range(domain, end) if packages[index] not in _SAYING_NOTHING]
    if match is not None and (domain or (version is not None and version > 1 and telling)):
        start = telling[-1] if telling else end
        group = packages[start : start + 1] if start < end else []
        if version is None and group and _says(match[2], group[0]):
            group = []
        yield ".".join((*group, *packages[end:], match[2]))
        yield from (".".join((*packages[index:], match[2])) for index in range(start - 1, 0, -1))
    yield name


def _says(kind: str, package: str) -> bool:
    """Whether the name of a type begins with its package: `Order` of `orders`, `OrderLine` of `order`."""
    return words.snake(kind).startswith(words.snake(package).removesuffix("s"))
