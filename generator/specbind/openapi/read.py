"""An OpenAPI description to the API it describes."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from specbind import rules
from specbind.diagnostics import Collector
from specbind.ir.api import Api, Tag
from specbind.openapi.annotations import said
from specbind.openapi.deviations import report_document
from specbind.openapi.dialects import dialect_of
from specbind.openapi.documents import Documents
from specbind.openapi.extensions import read_inferred
from specbind.openapi.load import load
from specbind.openapi.operations import Operations
from specbind.openapi.refs import Refs
from specbind.openapi.remote import Remote, RemoteAccess
from specbind.openapi.schemas import Schemas
from specbind.openapi.security import read_requirements, read_schemes, scheme_names
from specbind.openapi.servers import read_servers, swagger_servers
from specbind.openapi.swagger import VersionedBodies
from specbind.openapi.tree import Document, Node
from specbind.text_files import shown_path

_UNTITLED: Final = "Untitled API"
_UNVERSIONED: Final = "0"


def read(
    path: Path, collector: Collector, *, root: Path | None = None, remote: RemoteAccess | None = None
) -> Api | None:
    """The API that a file describes; None, with the reason reported, if it describes none.

    References to other files are followed below `root`, which is the file's folder unless given; those to URLs as far
    as `remote` allows, which is not at all unless given.
    """
    folder = path.parent if root is None else root
    document = load(path, shown_path(path, folder), collector)
    return None if document is None else read_document(document, folder, remote)


def read_document(document: Document, folder: Path, remote: RemoteAccess | None = None) -> Api | None:
    """The API that a loaded document describes; references to files are followed below a folder."""
    top = Node(document.value, document, "")
    dialect = dialect_of(top)
    if dialect is None:
        return None
    fetched = Remote(remote or RemoteAccess(), document.path, document.collector)
    documents = Documents(folder, document.collector, fetched)
    documents.add(document)
    api = _api(top, Refs(documents, document.collector, dialect))
    fetched.record()
    return api


def _api(top: Node, refs: Refs) -> Api:
    title, version, description = _info(top)
    report_document(top, refs.dialect)
    parts = _parts_of(top)
    schemas = Schemas(refs)
    if parts.schemas is not None:
        schemas.declare(parts.schemas)
    schemes = read_schemes(parts.schemes, refs)
    names = scheme_names(parts.schemes, schemes)
    reader = Operations(schemas, names, VersionedBodies(schemas, top))
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
        read_servers(top) or swagger_servers(top),
        schemes,
        read_requirements(top, names) or (),
        _tags(top),
        webhooks,
        inferred=read_inferred(top),
        keywords=schemas.remarks.keywords,
        overlooked=schemas.remarks.overlooked,
    )


class _Parts(NamedTuple):
    """What is declared by name, under `components` or where Swagger 2.0 has it."""

    schemas: Node | None
    schemes: Node | None


def _parts_of(top: Node) -> _Parts:
    components = top.mapping("components") if top.has("components") else None
    found = []
    for key, older in (("schemas", "definitions"), ("securitySchemes", "securityDefinitions")):
        declared = components.mapping(key) if components is not None and components.has(key) else None
        found.append(top.mapping(older) if declared is None and top.has(older) else declared)
    return _Parts(*found)


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
            found.setdefault(name, Tag(name, said(node.text("description"), node.text("summary"))))
    return tuple(found.values())
