"""The runtime under test, imported as the package `acme_runtime`."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

RUNTIME = Path(__file__).parents[2] / "templates" / "runtime"


def _install() -> None:
    spec = spec_from_file_location("acme_runtime", RUNTIME / "__init__.py", submodule_search_locations=[str(RUNTIME)])
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["acme_runtime"] = module
    spec.loader.exec_module(module)


if "acme_runtime" not in sys.modules:
    _install()
sys.path.insert(0, str(Path(__file__).parent))
