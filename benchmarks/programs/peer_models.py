"""`peer_models.py JOB RESULT`: which samples the models that datamodel-code-generator makes of a document accept.

JOB is JSON, `{"file": ..., "samples": {SCHEMA: [TEXT, ...]}}`. RESULT is `{SCHEMA: [BOOL, ...]}` of the schemas that
have a class of their name, or `{"error": ...}`. Texts are read strictly, as ours are.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel, ValidationError

OPTIONS = (
    "--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel",
    "--target-python-version", "3.11", "--disable-timestamp",
)  # fmt: skip


def plain(name: str) -> str:
    """A name without what differs between notations."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def generated(file: str) -> ModuleType:
    """The module made of a document."""
    from datamodel_code_generator.__main__ import main

    out = Path(tempfile.mkdtemp()) / "peer_models_out.py"
    code = main(["--input", file, "--output", str(out), *OPTIONS])
    if code:
        raise RuntimeError(f"exit code {int(code)}")
    spec = importlib.util.spec_from_file_location("peer_models_out", out)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module
    spec.loader.exec_module(module)
    return module


def accepts(kind: type[BaseModel], text: str) -> bool:
    """Whether the class takes a text."""
    try:
        kind.model_validate_json(text, strict=True)
    except ValidationError:
        return False
    return True


def main() -> None:
    """Do the job."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        module = generated(job["file"])
        kinds = {plain(name): kind for name, kind in vars(module).items() if isinstance(kind, type)}
        found: dict[str, object] = {
            name: [accepts(kind, text) for text in texts]
            for name, texts in job["samples"].items()
            if (kind := kinds.get(plain(name))) is not None and issubclass(kind, BaseModel)
        }
    except BaseException as error:
        found = {"error": f"{type(error).__name__}: {str(error).strip()[:200]}"}
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")


main()
