"""What keeps a wrong or hostile description from exhausting time, memory or stack."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 128 * 1024 * 1024
MAX_DEPTH: Final = 200
"""Mappings and sequences inside one another."""
MAX_EXPANSION: Final = 2_000_000
"""Nodes that YAML aliases and merge keys stand for."""
MAX_DIGITS: Final = 4_000
MAX_SCHEMA_DEPTH: Final = 64
"""Schemas inside one another, references of compositions included."""
MAX_VARIANTS: Final = 64
"""Variants that a product of two unions may have."""
MAX_WEIGHT: Final = 50_000
"""Types inside one composed type."""
MAX_COMPOSED: Final = 200_000
"""Types inside all types composed by `allOf`: a chain of which each extends the next has half its length squared."""
MAX_REMOTE_BYTES: Final = 32 * 1024 * 1024
"""Bytes of a document that is fetched."""
MAX_REMOTE_SECONDS: Final = 30.0
"""Seconds that fetching one document may take."""
MAX_REMOTE_DOCUMENTS: Final = 200
