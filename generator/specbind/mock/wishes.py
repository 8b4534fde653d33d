"""What a caller wishes of the response: `Accept` (RFC 9110 section 12.5.1) and `Prefer` (RFC 7240)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from specbind.ir.api import Content


@dataclass(frozen=True, slots=True)
class Prefer:
    """`code=404` asks for a response, `example=NAME` for one of its examples, `dynamic=true` for a sample."""

    code: str | None = None
    example: str | None = None
    dynamic: bool = False


def preferred(header: str | None) -> Prefer:
    """The preferences of a request, as other mock servers know them."""
    words = dict(_words(header or ""))
    return Prefer(words.get("code"), words.get("example"), words.get("dynamic", "").lower() == "true")


def _words(header: str) -> Iterator[tuple[str, str]]:
    for piece in header.replace(";", ",").split(","):
        name, _, value = piece.partition("=")
        yield name.strip().lower(), value.strip().strip('"')


def acceptable(contents: Sequence[Content], header: str | None) -> Content | None:
    """The content that the caller likes best, the first one of those it likes as well."""
    ranges = list(_ranges(header or "*/*"))
    liked = [(_quality(content.media_type, ranges), -index) for index, content in enumerate(contents)]
    best = max(liked, default=(0.0, 0))
    return contents[-best[1]] if best[0] > 0 else None


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    for piece in header.split(","):
        kind, *parameters = (part.strip() for part in piece.split(";"))
        weights = [part.partition("=")[2] for part in parameters if part.lower().startswith("q=")]
        try:
            yield kind.lower(), float(weights[0]) if weights else 1.0
        except ValueError:
            yield kind.lower(), 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range; a documented range is liked by whoever likes something of it."""
    essence = media_type.partition(";")[0].strip()
    found = [
        (kind.count("*"), -weight)
        for kind, weight in ranges
        if fnmatchcase(essence, kind) or ("*" in essence and fnmatchcase(kind, essence))
    ]
    return -min(found)[1] if found else 0.0
