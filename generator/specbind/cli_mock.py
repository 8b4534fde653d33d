"""`specbind mock`: an API served on this machine, one line of log for each request."""

from __future__ import annotations

import argparse
import importlib.util

from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_console import Console
from specbind.cli_targets import UsageError, one_api, reading_access
from specbind.config import ApiConfig
from specbind.config_rules import EXTRA_MISSING, SERVER_FAILED
from specbind.diagnostics import Collector
from specbind.mock import EXTRA
from specbind.report import plural, visible

_NEEDED = ("jsonschema", "starlette", "uvicorn")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted; nothing is served where the description is no good."""
    console = Console.of(arguments)
    collector = Collector()
    try:
        access = reading_access(arguments.locked, arguments.allow_remote)
        api = one_api(arguments.target, arguments.config, arguments.overlay, access, collector)
        code = ERROR if api is None else _serve(api, arguments, console, collector)
    except UsageError as error:
        console.complain(str(error))
        return ERROR
    except KeyboardInterrupt:
        return CLEAN
    if code == ERROR:
        console.diagnose(collector.diagnostics, counted=True)
    return code


def _serve(config: ApiConfig, arguments: argparse.Namespace, console: Console, collector: Collector) -> int:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        message = f"`specbind mock` needs {', '.join(missing)}"
        collector.report(EXTRA_MISSING, message, None, help=f"pip install '{EXTRA}'")
        return ERROR
    from specbind import pipeline
    from specbind.mock import loopback
    from specbind.mock.asgi import application
    from specbind.mock.exchange import Call, Reply
    from specbind.mock.service import Mock

    api = pipeline.arranged(config, collector, lambda stage: console.progress(f"{config.name}: {stage}"))
    console.clear()
    if api is None or collector.failed:
        return ERROR
    mock = Mock(api, arguments.seed)

    def log(call: Call, reply: Reply) -> None:
        target = f"{call.path}?{call.query}" if call.query else call.path
        console.say(visible(f"{reply.status} {call.method} {target}{'  ' if reply.note else ''}{reply.note}"))

    try:
        listening = loopback.bound(arguments.host, arguments.port)
    except (OSError, OverflowError) as error:
        about = str(getattr(error, "strerror", None) or error).lower().rstrip(".")
        collector.report(SERVER_FAILED, f"cannot listen at {arguments.host}:{arguments.port}: {about}", None)
        return ERROR
    with listening:
        where = f"{loopback.origin(listening)}{mock.base_path}"
        console.say(visible(f"{api.title}: {plural(len(api.operations), 'operation')} at {where} (Ctrl-C stops)"))
        loopback.serve(application(mock, log), listening)
    return CLEAN
