"""Count what a description has, without our reader: `reading.py FILE`. Prints operations and webhooks."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}


def main() -> None:
    text = Path(sys.argv[1]).read_text(encoding="utf-8-sig")
    document: Any = json.loads(text) if text.lstrip()[:1] == "{" else yaml.load(text, Loader=yaml.CSafeLoader)
    counts = {
        kind: sum(method in METHODS for item in (document.get(kind) or {}).values() for method in item)
        for kind in ("paths", "webhooks")
    }
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
