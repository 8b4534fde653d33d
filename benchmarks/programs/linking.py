"""Make first use of linked models: `linking.py PACKAGE COUNT call|model|last model first`."""

import importlib
import json
import sys
from time import process_time

from benchmarks.programs.first_uses import uses
from benchmarks.programs.importing import resident


def main() -> None:
    package, count, way = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    works = uses(package, count, "calls" if way == "call" else "models")
    importlib.import_module(f"{package}.models")
    before = process_time()
    for index in range(count - 1, -1, -1) if way == "last model first" else (0,):
        node = works[index]()
    assert node.link0.name == "b"
    print(json.dumps({"cpu": process_time() - before, "memory": resident()}))


if __name__ == "__main__":
    main()
