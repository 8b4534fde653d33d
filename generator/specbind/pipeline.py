"""The stages composed: description -> API -> arranged API -> Python model -> files. Prints nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from specbind.config import ApiConfig
from specbind.custom_templates import CustomTemplates, templates_of
from specbind.diagnostics import Collector, Rule
from specbind.files import Generated
from specbind.ir.api import Api
from specbind.ir.canonical import canonical
from specbind.manifest import Origin
from specbind.openapi import read as openapi
from specbind.openapi.remote import RemoteAccess
from specbind.openapi_export.export import export
from specbind.openapi_export.write import Syntax, write
from specbind.overlaid import overlaid, shown
from specbind.passes.run import run
from specbind.python.lower import lower
from specbind.python.package import Package
from specbind.reference.files import is_reference
from specbind.render import RenderedFile, render
from specbind.rules import OVERLAY_NO_MATCH
from specbind.template_engine import TemplateFailureError

Progress = Callable[[str], None]
"""Is told the name of each stage as it begins."""


def silent(stage: str) -> None:
    """The progress of a run that nobody watches."""


def described(
    config: ApiConfig, collector: Collector, progress: Progress = silent, unmatched: Rule = OVERLAY_NO_MATCH
) -> Api | None:
    """The API as its description and its overlays say it; None, with diagnostics, where one of them is no good.

    `unmatched` is what is reported of an action of an overlay that matches nothing.
    """
    progress("reading")
    if is_reference(config.spec):
        api = _pages(config, collector)
    else:
        api = openapi.read(config.spec, collector, root=config.root, remote=RemoteAccess(config.access))
    if api is None or collector.failed:
        return None
    return overlaid(canonical(api), config, collector, unmatched) if config.overlays else canonical(api)


def _pages(config: ApiConfig, collector: Collector) -> Api | None:
    """Reference pages, by the reader that is loaded for them alone: it is a tenth of what a run imports."""
    from specbind.reference import read as reference

    return reference.read(config.spec, collector)


def normalised(config: ApiConfig, syntax: Syntax, collector: Collector, progress: Progress = silent) -> str | None:
    """The API as an OpenAPI 3.1 document, whatever it was read from; None, with diagnostics, where it is no good."""
    api = described(config, collector, progress)
    return None if api is None else write(export(api).value, syntax, collector)


def arranged(config: ApiConfig, collector: Collector, progress: Progress = silent) -> Api | None:
    """The API as the client offers it: with its resources, methods and pagination."""
    api = described(config, collector, progress)
    return None if api is None else _arranged(api, config, collector, progress)


def _arranged(api: Api, config: ApiConfig, collector: Collector, progress: Progress) -> Api:
    progress("arranging")
    return run(api, config.overrides, collector)


def modelled(config: ApiConfig, collector: Collector, progress: Progress = silent) -> tuple[Api, Package] | None:
    """What the modules of the package contain, beside the API it comes from."""
    api = described(config, collector, progress)
    return None if api is None else _modelled(api, config, collector, progress)


def _modelled(
    described: Api, config: ApiConfig, collector: Collector, progress: Progress
) -> tuple[Api, Package] | None:
    api = _arranged(described, config, collector, progress)
    progress("modelling")
    package = lower(api, config, collector)
    return None if collector.failed else (api, package)


def generated(config: ApiConfig, collector: Collector, progress: Progress = silent) -> Generated | None:
    """The files of the package, and the normalised document where one is asked for; None, with diagnostics, where
    there is an error.
    """
    custom = templates_of(config, collector)
    whole = described(config, collector, progress) if custom is not None else None
    model = None if whole is None else _modelled(whole, config, collector, progress)
    if custom is None or whole is None or model is None:
        return None
    progress("rendering")
    api, package = model
    files = _rendered(package, custom, collector)
    if files is None:
        return None
    counts = package.counts
    origin = Origin(config.name, config.overrides.selection) if config.vendored else None
    sizes = counts["operations"], counts["models"]
    document = None
    if config.normalised is not None:
        document = write(export(whole).value, Syntax.of(config.normalised), collector)
    about = api.title, api.version
    return Generated(files, config.spec_name, digest(api, config.overlays), *sizes, origin, document, *about)


def _rendered(package: Package, custom: CustomTemplates, collector: Collector) -> tuple[RenderedFile, ...] | None:
    try:
        return render(package, custom)
    except TemplateFailureError as error:
        collector.report(error.rule, error.message, error.span)
        return None


def digest(api: Api, overlays: Iterable[Path] = ()) -> str:
    """One hash for all the texts an API was read from; for a single text it is that text's own SHA-256."""
    spans = (node.span for node in (*api.operations, *api.types, *api.webhooks, *api.security_schemes))
    texts = {span.source.path: span.source.text for span in spans if span is not None}
    texts |= {shown(path): path.read_bytes().decode("utf-8", "surrogateescape") for path in overlays}
    hashes = sorted(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts.values())
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()
