"""Libraries that only some users need: whether they are installed, and what to say where they are not."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from specbind.config_rules import EXTRA_MISSING
from specbind.diagnostics import Collector


def has(name: str, purpose: str, extra: str, collector: Collector, wanted: str = "") -> bool:
    """Whether a distribution is installed, in the wanted version if one is; else it is reported with its extra."""
    try:
        found = version(name)
    except PackageNotFoundError:
        found = ""
    if found and wanted in ("", found):
        return True
    what = f"{name} {wanted}".rstrip()
    message = f"{purpose} needs {what}, but {f'{found} is installed' if found else 'it is not installed'}"
    collector.report(EXTRA_MISSING, message, None, help=f'pip install "specbind[{extra}]"')
    return False
