"""Logging under the package's name; nothing secret is written."""

from __future__ import annotations

import logging


def logger(name: str) -> logging.Logger:
    """The logger of an API's package."""
    return logging.getLogger(name)


class QueryFilter(logging.Filter):
    """Takes the queries out of the URLs that httpx logs: a key may be among them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                (
                    str(value).partition("?")[0] + "?..."
                    if type(value).__name__ == "URL" and "?" in str(value)
                    else value
                )
                for value in record.args
            )
        return True


_filter = QueryFilter()


def guard_httpx_log() -> None:
    """Called once a client puts a key into queries."""
    for name in ("httpx", "httpx2"):
        logging.getLogger(name).addFilter(_filter)
