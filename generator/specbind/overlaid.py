"""`overlaid()`: an API with the overlays of its configuration.

Overlays are applied to the normalised document of the API, whatever it was read from, and the result is read again as
any OpenAPI document is; what is wrong in it is reported in the overlay, or where the description says it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from specbind import rules
from specbind.config import Access, ApiConfig
from specbind.diagnostics import Collector, Rule
from specbind.ir.api import Api
from specbind.ir.canonical import canonical
from specbind.openapi.read import read_document
from specbind.openapi.remote import RemoteAccess
from specbind.openapi.tree import Document
from specbind.openapi_export.export import export
from specbind.overlay.actions import Overlay, read
from specbind.overlay.apply import apply
from specbind.source import Source, Span
from specbind.text_files import shown_path


def overlaid(api: Api, config: ApiConfig, collector: Collector, unmatched: Rule) -> Api | None:
    """The API after the overlays; None, with diagnostics, where one of them cannot be applied.

    `unmatched` is reported of actions that match nothing. What a first reading reported is not reported again. Keywords
    that only reviews look at are those of the source.
    """
    overlays = [overlay for path in config.overlays if (overlay := read(path, shown(path), collector)) is not None]
    if collector.failed:
        return None
    for overlay in overlays:
        _check_extends(overlay, config, collector)
    exported = export(api)
    document = apply(exported.value, exported.origins, _root(api, config), overlays, unmatched)
    if collector.failed:
        return None
    folder = config.root or (config.spec if config.spec.is_dir() else config.spec.parent)
    access = Access.READ if config.access is Access.RECORD else config.access
    own = Collector()
    source = Source(f"{config.spec_name} with overlays", "")
    composed = Document(config.spec, source, document.value, own, places=document.place)
    again = read_document(composed, folder, RemoteAccess(access))
    collector.consult_all(own)
    known = {(each.rule.code, each.message) for each in collector.diagnostics}
    for each in own.diagnostics:
        if (each.rule.code, each.message) not in known:
            collector.report(each.rule, each.message, each.span, label=each.label, help=each.help, related=each.related)
    if again is None or collector.failed:
        return None
    return replace(canonical(again), keywords=api.keywords, overlooked=api.overlooked)


def shown(path: Path) -> str:
    """The path of an overlay as messages print it."""
    return shown_path(path, Path())


def _root(api: Api, config: ApiConfig) -> Span:
    """The beginning of the description, which stands for the parts that have no place of their own."""
    nodes = (*api.operations, *api.types, *api.webhooks, *api.security_schemes)
    span = next((node.span for node in nodes if node.span is not None), None)
    return Span(Source(config.spec_name, "") if span is None else span.source, "")


def _check_extends(overlay: Overlay, config: ApiConfig, collector: Collector) -> None:
    """Compare `extends`, where it names a file, with the description that the overlay is applied to."""
    node = overlay.extends
    if node is None or not isinstance(node.value, str) or "://" in node.value:
        return
    named = (overlay.path.parent / unquote(node.value)).resolve()
    meant = [path.resolve() for path in (config.spec, config.normalised) if path is not None]
    if named not in meant:
        message = f"the overlay extends `{node.value}`, but it is applied to `{config.spec_name}`"
        node.report(rules.OVERLAY_TARGET, message, label="another document")
