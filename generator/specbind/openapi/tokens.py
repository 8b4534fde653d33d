"""What a method, a header and a cookie can be called."""

from __future__ import annotations

import re
from typing import Final

TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A token of RFC 9110."""
