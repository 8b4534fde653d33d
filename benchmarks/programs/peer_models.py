"""`peer_models.py JOB RESULT`: which samples the models that datamodel-code-generator makes of documents accept.

JOB is JSON, `[{"file": ..., "samples": {SCHEMA: [TEXT, ...]}}, ...]`. RESULT is a list of `{SCHEMA: [ERROR, ...]}`, for
each text the kind and the place of the first error or an empty text, of the schemas that have a type of their name, or
`{"error": ...}`. Texts are read strictly, as ours are. Each document has a process of its own (POSIX only).
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import re
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from datamodel_code_generator.__main__ import main as generate
from pydantic import TypeAdapter, ValidationError

OPTIONS = (
    "--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel",
    "--target-python-version", "3.11", "--disable-timestamp",
)  # fmt: skip
PACKAGE = "peer_models_out"
SECONDS = 240


def plain(name: str) -> str:
    """A name without what differs between notations."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def generated(file: str, folder: Path) -> list[ModuleType]:
    """The modules made of a document: one, or a package where the names of its schemas have dots."""
    said = folder / "stderr"
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT), 2)
    code = 0
    for out in (folder / f"{PACKAGE}.py", folder / PACKAGE):
        code = generate(["--input", file, "--output", str(out), *OPTIONS])
        if not code:
            sys.path.insert(0, str(folder))
            files = sorted(out.rglob("*.py")) if out.is_dir() else [out]
            names = [".".join(each.relative_to(folder).with_suffix("").parts) for each in files]
            return [importlib.import_module(name.removesuffix(".__init__")) for name in names]
    raise RuntimeError((said.read_text("utf-8").strip().splitlines() or [f"exit code {int(code)}"])[-1])


def types(modules: list[ModuleType]) -> dict[str, Any]:
    """The types of the modules by their plain names, those of modules in a package behind its name."""
    found: dict[str, Any] = {}
    for module in modules:
        before = module.__name__.partition(".")[2]
        for name, kind in vars(module).items():
            if isinstance(kind, type) and kind.__module__ == module.__name__:
                found.setdefault(plain(before + name), kind)
    return found


def error_of(adapter: TypeAdapter[Any], text: str) -> str:
    """The first reason to refuse a text."""
    try:
        adapter.validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        return f"{first['type']} at {'.'.join(map(str, first['loc']))}"
    return ""


def judge(job: dict[str, Any], out: Path) -> None:
    """Do the job of one document and leave the result in a file."""
    try:
        kinds = types(generated(job["file"], out.parent))
        adapters = {name: TypeAdapter(kinds[plain(name)]) for name in job["samples"] if plain(name) in kinds}
        found: dict[str, object] = {
            name: [error_of(adapter, text) for text in job["samples"][name]] for name, adapter in adapters.items()
        }
    except BaseException as error:
        found = {"error": f"{type(error).__name__}: {str(error).strip()[:200]}"}
    out.write_text(json.dumps(found), encoding="utf-8")


def result_of(job: dict[str, Any]) -> Any:
    """The result of one document, in a process that cannot take the others with it."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "result.json"
        process = multiprocessing.get_context("fork").Process(target=judge, args=(job, out))
        process.start()
        process.join(SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
            return {"error": f"no models after {SECONDS} seconds"}
        if not out.is_file():
            return {"error": f"the process ended with {process.exitcode}"}
        return json.loads(out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    jobs = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(json.dumps([result_of(job) for job in jobs]), encoding="utf-8")
