"""What keeps wrong or hostile pages from exhausting time, memory or stack."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 128 * 1024 * 1024
"""Of all the pages of one description."""
MAX_PAGES: Final = 20_000
MAX_DEPTH: Final = 64
"""Members inside one another."""
MAX_HEAD: Final = 20_000
"""Characters of one head."""
MAX_NESTING: Final = 32
"""Types inside one another in a head."""
MAX_TYPE_DEPTH: Final = 64
"""Types inside one another after references of extensions were followed."""
MAX_RESOURCES: Final = 12
"""Resources inside one another."""
