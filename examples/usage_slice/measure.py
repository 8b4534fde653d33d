"""The slice beside the whole package: size, import, first use. Prints a Markdown table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = [sys.executable, "-m", "specbind", "vendor", "openai_admin", "--quiet"]
CALL = """
import httpx, openai_admin
page = {"object": "page", "data": [], "has_more": False, "next_page": None}
transport = httpx.MockTransport(lambda request: httpx.Response(200, json=page))
client = openai_admin.OpenAIAdmin(api_key="fake", http_client=httpx.Client(transport=transport))
client.admin.organization.usage.costs(start_time=0)
"""
MODELS = """
from openai_admin import models
for name in models.__all__: getattr(models, name)
"""
PROGRAMS = {
    "import of the client class, ms": "from openai_admin import OpenAIAdmin",
    "... and a client and its first call, ms": CALL,
    "import of all models, ms": MODELS,
}


def measured(folder: Path) -> dict[str, str]:
    """The figures of the package in a folder, which holds nothing else."""
    files = [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    modules = [file for file in files if file.suffix == ".py"]
    lines = sum(file.read_text("utf-8").count("\n") for file in modules)
    sizes = {
        "modules": f"{len(modules)}",
        "lines": f"{lines:,}",
        "KB": f"{sum(file.stat().st_size for file in files) / 1000:,.0f}",
    }
    return {**sizes, **{what: f"{cpu(program, folder):.0f}" for what, program in PROGRAMS.items()}}


def cpu(program: str, folder: Path) -> float:
    """CPU ms of a new process, less that of one that does nothing: the median of five."""
    return statistics.median(once(program, folder) - once("", folder) for _ in range(5))


def once(program: str, folder: Path) -> float:
    script = f"{program}\nimport resource; u = resource.getrusage(resource.RUSAGE_SELF); print(u.ru_utime + u.ru_stime)"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    said = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return float(said.stdout.split()[-1]) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        whole, part = Path(name, "whole"), Path(name, "part")
        subprocess.run([*VENDOR, "--into", str(whole)], cwd=HERE, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(
            [*VENDOR, "--into", str(part), "--only", "admin.organization.usage"],
            cwd=HERE,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for program in PROGRAMS.values():  # writes the bytecode, which does not count
            once(program, whole), once(program, part)
        of_part, of_whole = measured(part), measured(whole)
    print("| | slice | whole |\n|---|--:|--:|")
    for what, figure in of_part.items():
        print(f"| {what} | {figure} | {of_whole[what]} |")


if __name__ == "__main__":
    main()
