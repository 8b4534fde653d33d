"""The words of a name in any style, as they are written: `getHTTPCode_v2` is `get`, `HTTP`, `Code` and `v2`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SMALL = r"[^\W\d_A-Z]"
_WORD = re.compile(
    r"IPv\d+|OAuth\d*|[A-Z]{2,}s(?![a-z])\d*|[A-Z]+(?=[A-Z][a-z])"
    rf"|[A-Z]+\d+[a-z](?![a-z])\d*|[A-Z]?{_SMALL}+(?:\d+{_SMALL}+)*\d*|[A-Z]+\d*|\d+(?:{_SMALL}+\d*)*|[^\W_]+"
)


@lru_cache(maxsize=65536)
def written_words(name: str) -> tuple[str, ...]:
    """The words of a name, compatible characters (`ﬁ`, letters of full width) as the plain ones; none of signs alone.

    A word begins after a sign, or at a capital behind a small letter or before one (`HTTPRoute`). Digits belong to the
    letters before them, and small letters to the digits before them (`v1beta2`, `c2pa`, `27x27`, `K8s`). A plural of
    capitals is one word (`APIs`), and so are `IPv6` and `OAuth2`.
    """
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", name)))
