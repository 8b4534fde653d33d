"""All passes in their fixed order."""

from __future__ import annotations

from specbind.config import Overrides
from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.passes.hoist import hoist
from specbind.passes.merge import merge
from specbind.passes.paginate import paginate
from specbind.passes.resources import resources
from specbind.passes.select import select
from specbind.passes.shorten import shorten
from specbind.passes.styles import styles


def run(api: Api, overrides: Overrides, collector: Collector) -> Api:
    """The API with its tree, its names and its pages, or the slice of it that was selected.

    The tree comes first, because inline types are named after the methods that use them; the selection comes last, so
    that a slice has the names of the whole.
    """
    api = styles(api, overrides)
    api = resources(api, overrides, collector)
    api = hoist(api, overrides.prefix, collector)
    api = merge(api, overrides.prefix, collector)
    api = shorten(api, overrides.prefix)
    api = paginate(api, overrides)
    return select(api, overrides.selection, collector)
