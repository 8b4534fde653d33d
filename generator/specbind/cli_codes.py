"""The exit codes."""

from typing import Final

CLEAN: Final = 0
"""Done, and nothing differs."""

DRIFT: Final = 1
"""`--check` found a difference."""

ERROR: Final = 2
"""Bad usage, configuration or description, or the output could not be written."""

INTERRUPTED: Final = 130
"""Ctrl-C."""
