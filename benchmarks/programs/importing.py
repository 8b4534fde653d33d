"""Say what a statement costs: `importing.py STATEMENT`. Run by the benchmarks, in a process of its own."""

import json
import resource
import sys
from pathlib import Path


def used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def resident() -> float:
    """Resident memory in MB now, or the most so far where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    code = compile(sys.argv[1], "statement", "exec")
    before = used()
    exec(code, {})
    cpu = used() - before
    print(json.dumps({"cpu": cpu, "modules": len(sys.modules), "memory": resident()}))


if __name__ == "__main__":
    main()
