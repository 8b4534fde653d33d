"""Two revisions of an API to a review."""

from __future__ import annotations

from specbind.config import ApiConfig
from specbind.diff.review import Review
from specbind.ir.api import Api


def compare(base: Api, revision: Api, config: ApiConfig | None = None) -> Review:
    """What changed from `base` to `revision`, both as their descriptions say it (no pass has run).

    `config` is what the Python package is made with; without it the names are those of an empty configuration.
    """
    return Review(base.title, revision.title, ())
