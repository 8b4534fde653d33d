"""Replace admin keys that are older than they should be; new secrets go to files that only you can read."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from openai_admin import APIError, NotFoundError, OpenAIAdmin
from openai_admin.models import AdminAPIKey

DAY = 86_400


@dataclass(frozen=True)
class Rotated:
    """A key that was replaced, and the file that has the secret of its successor."""

    name: str
    successor: str
    secret: Path


def outdated(client: OpenAIAdmin, now: float, days: int) -> Iterator[AdminAPIKey]:
    """The keys with a name that were made longer than so many days ago, oldest first."""
    for key in client.admin.organization.admin_api_keys.list(limit=100, order="asc"):
        if key.name and key.created_at < now - days * DAY:
            yield key


def rotate(client: OpenAIAdmin, key: AdminAPIKey, folder: Path) -> Rotated:
    """Make the successor, keep its secret, and only then delete the old key."""
    keys = client.admin.organization.admin_api_keys
    made = keys.create(name=key.name or key.id)
    secret = folder / f"{made.id}.key"
    with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made.value)
    with suppress(NotFoundError):  # somebody was faster
        keys.delete(key.id)
    return Rotated(key.name or key.id, made.id, secret)


def main(words: list[str], client: OpenAIAdmin | None = None) -> int:
    """Exit codes: 0 done, 1 the API failed; what was rotated before that is printed."""
    parser = argparse.ArgumentParser("rotate.py")
    parser.add_argument("--days", type=int, default=90, help="how old a key may be (90)")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where the new secrets go")
    parser.add_argument("--yes", action="store_true", help="do it")
    arguments = parser.parse_args(words)
    used = client or OpenAIAdmin()
    try:
        for key in list(outdated(used, time.time(), arguments.days)):
            if arguments.yes:
                done = rotate(used, key, arguments.out)
                print(f"{done.name}: replaced by {done.successor}, its secret is in {done.secret}")
            else:
                print(f"{key.name}: would be replaced")
    except APIError as error:
        print(f"stopped: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
