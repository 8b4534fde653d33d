"""PyYAML's event stream: the C parser where PyYAML was built with it, else the one in Python."""

from __future__ import annotations

from typing import Protocol

import yaml
import yaml.parser
import yaml.reader
import yaml.scanner

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML without libyaml
    CParser = None  # type: ignore[assignment,misc]


class Events(Protocol):
    """What is used of a PyYAML parser."""

    def check_event(self) -> bool:
        """Whether another event follows."""

    def get_event(self) -> yaml.Event:
        """The next event."""


class _PythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's parser in Python."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def parser(text: str) -> Events:
    """The events of a YAML text."""
    return _PythonParser(text) if CParser is None else CParser(text)
