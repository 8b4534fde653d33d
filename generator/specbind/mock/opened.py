"""A description as Python code names it: an API of the nearest configuration, a file, or a folder of pages."""

from __future__ import annotations

from pathlib import Path

from specbind import config_rules, rules
from specbind.config import ApiConfig
from specbind.config_read import DEFAULT_OUT, find, from_arguments, read
from specbind.diagnostics import Collector, Severity
from specbind.ir.api import Api
from specbind.pipeline import arranged
from specbind.report import PLAIN, Format, report

_BY_CODE = {rule.code: rule for rule in (*rules.RULES, *config_rules.RULES)}


def opened(description: str | Path, config: Path | None) -> Api:
    """The API with its pages. Raises `ValueError` with the diagnostics where there are errors."""
    collector = Collector()
    found = _api(description, config, collector)
    api = arranged(found, collector) if found is not None else None
    if api is None or collector.failed:
        errors = [each for each in collector.diagnostics if each.rule.severity is Severity.ERROR]
        raise ValueError(report(errors, Format.FULL, PLAIN).strip() or f"`{description}` cannot be read")
    return api


def _api(description: str | Path, config: Path | None, collector: Collector) -> ApiConfig | None:
    """A name of the configuration goes before a file or a folder of that name, such as that of a package."""
    found = config or find(Path())
    known = read(found, collector, _BY_CODE) if found is not None and not Path(description).is_file() else None
    for api in known.apis if known is not None else ():
        if api.name == description:
            return api
    if Path(description).exists():
        return from_arguments(Path(description), "client", None, Path(DEFAULT_OUT), True)
    if found is None:
        raise ValueError(f"`{description}` is no file, and there is no specbind.toml here or above")
    if known is None:
        return None
    names = ", ".join(api.name for api in known.apis) or "none"
    raise ValueError(f"`{description}` is neither a file nor an API of {found}; there are {names}")
