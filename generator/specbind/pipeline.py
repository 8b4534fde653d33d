"""The stages composed: description -> API -> arranged API -> Python model -> files. Prints nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.files import Generated
from specbind.ir.api import Api
from specbind.ir.canonical import canonical
from specbind.manifest import Origin
from specbind.openapi import read as openapi
from specbind.openapi.remote import RemoteAccess
from specbind.passes.run import run
from specbind.python.lower import lower
from specbind.python.package import Package
from specbind.reference import read as reference
from specbind.reference.documents import is_reference
from specbind.render import render

Progress = Callable[[str], None]
"""Is told the name of each stage as it begins."""


def silent(stage: str) -> None:
    """The progress of a run that nobody watches."""


def described(config: ApiConfig, collector: Collector, progress: Progress = silent) -> Api | None:
    """The API as its description says it; None, with diagnostics, where the description is no good."""
    progress("reading")
    if is_reference(config.spec):
        api = reference.read(config.spec, collector)
    else:
        api = openapi.read(config.spec, collector, root=config.root, remote=RemoteAccess(config.access))
    return None if api is None or collector.failed else canonical(api)


def arranged(config: ApiConfig, collector: Collector, progress: Progress = silent) -> Api | None:
    """The API as the client offers it: with its resources, methods and pagination."""
    api = described(config, collector, progress)
    if api is None:
        return None
    progress("arranging")
    return run(api, config.overrides, collector)


def modelled(config: ApiConfig, collector: Collector, progress: Progress = silent) -> tuple[Api, Package] | None:
    """What the modules of the package contain, beside the API it comes from."""
    api = arranged(config, collector, progress)
    if api is None:
        return None
    progress("modelling")
    package = lower(api, config, collector)
    return None if collector.failed else (api, package)


def generated(config: ApiConfig, collector: Collector, progress: Progress = silent) -> Generated | None:
    """The files of the package; None, with diagnostics, where there is an error."""
    model = modelled(config, collector, progress)
    if model is None:
        return None
    progress("rendering")
    api, package = model
    counts = package.counts
    origin = Origin(config.name, config.overrides.selection) if config.vendored else None
    sizes = counts["operations"], counts["models"]
    return Generated(render(package), config.spec_name, digest(api), *sizes, origin)


def digest(api: Api) -> str:
    """One hash for all the texts an API was read from; for a single text it is that text's own SHA-256."""
    spans = (node.span for node in (*api.operations, *api.types, *api.webhooks, *api.security_schemes))
    texts = {span.source.path: span.source.text for span in spans if span is not None}
    hashes = sorted(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts.values())
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()
