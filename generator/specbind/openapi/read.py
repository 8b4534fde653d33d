"""An OpenAPI description to the API it describes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Tag
from specbind.openapi.load import load
from specbind.openapi.operations import Operations
from specbind.openapi.refs import Dialect, Refs, shown_path
from specbind.openapi.schemas import Schemas
from specbind.openapi.security import read_requirements, read_schemes
from specbind.openapi.servers import read_servers
from specbind.openapi.tree import Document, Node

_VERSION: Final = re.compile(r"(3\.[01])(\.\d+)?(-.+)?")
_UNTITLED: Final = "Untitled API"
_UNVERSIONED: Final = "0"


def read(path: Path, collector: Collector, *, root: Path | None = None) -> Api | None:
    """The API that a file describes; None, with the reason reported, if it describes none.

    References to other files are followed below `root`, which is the file's folder unless given.
    """
    folder = path.parent if root is None else root
    document = load(path, shown_path(path, folder), collector)
    if document is None:
        return None
    top = Node(document.value, document, "")
    dialect = _dialect(top)
    if dialect is None:
        return None
    refs = Refs(folder, collector, dialect)
    refs.add(document)
    return _api(document, top, refs)


def _dialect(top: Node) -> Dialect | None:
    """The version of a document, if it is one that is read."""
    if not isinstance(top.value, dict):
        top.report(rules.EMPTY_DOCUMENT, "the document is a list, not a mapping", label="not a description")
        return None
    supported = "OpenAPI 3.0 and 3.1 are read"
    if top.has("swagger") and not top.has("openapi"):
        at = top.get("swagger") or top
        at.report(
            rules.UNSUPPORTED_VERSION,
            f"Swagger {at.value} is not read yet; {supported}",
            label="this version",
            help="convert the document to OpenAPI 3",
        )
        return None
    if not top.has("openapi"):
        message = f"the document has no `openapi` version; {supported}"
        top.report(rules.UNSUPPORTED_VERSION, message, help="add `openapi: 3.1.0`, if that is what it is")
        return None
    at = top.get("openapi") or top
    version = at.own_text()
    match = _VERSION.fullmatch(version.strip()) if version is not None else None
    if match is None:
        message = f"OpenAPI {at.value} is not supported; {supported}"
        at.report(rules.UNSUPPORTED_VERSION, message, label="this version")
        return None
    return Dialect(match.group(1))


def _api(document: Document, top: Node, refs: Refs) -> Api:
    title, version, description = _info(top)
    components = top.mapping("components") if top.has("components") else None
    schemas = Schemas(refs)
    declared = components.mapping("schemas") if components is not None and components.has("schemas") else None
    if declared is not None:
        schemas.declare(declared)
    schemes = read_schemes(components, refs)
    names = frozenset(scheme.name for scheme in schemes)
    reader = Operations(schemas, names)
    operations = reader.read(top)
    webhooks = reader.read_webhooks(top)
    types = schemas.finish()
    if not operations and not webhooks and not types:
        top.report(rules.NOTHING_DESCRIBED, "the document describes no operation and no type")
    return Api(
        title,
        version,
        operations,
        types,
        description,
        read_servers(top),
        schemes,
        read_requirements(top, names) or (),
        _tags(top),
        webhooks,
    )


def _info(top: Node) -> tuple[str, str, str | None]:
    """Title, version and description, with stand-ins for what is missing."""
    info = top.mapping("info") if top.has("info") else None
    title = info.text("title") if info is not None else None
    version = info.text("version") if info is not None else None
    at = info if info is not None else top
    for word, found, used in (("title", title, _UNTITLED), ("version", version, _UNVERSIONED)):
        if not found:
            at.report(rules.MISSING_INFO, f"the API has no {word}", label=f'"{used}" is used')
    return title or _UNTITLED, version or _UNVERSIONED, info.text("description") if info is not None else None


def _tags(top: Node) -> tuple[Tag, ...]:
    listed = top.sequence("tags") if top.has("tags") else None
    found: dict[str, Tag] = {}
    for node in listed.items() if listed is not None else ():
        if not isinstance(node.value, dict):
            node.wrong("a tag")
            continue
        name = node.text("name")
        if name is not None:
            found.setdefault(name, Tag(name, node.text("description")))
    return tuple(found.values())
