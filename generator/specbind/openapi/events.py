"""PyYAML's event stream: the C parser where PyYAML was built with it, else the one in Python."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
import yaml.parser
import yaml.reader
import yaml.scanner

from specbind.source import START, Position

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML without libyaml
    HAS_C_PARSER = False
else:
    HAS_C_PARSER = True


class _PythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's parser in Python."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def events(text: str) -> Iterator[yaml.Event]:
    """The events of a YAML text, one by one."""
    parser = CParser(text) if HAS_C_PARSER else _PythonParser(text)
    get = parser.get_event
    while (event := get()) is not None:
        yield event
        if type(event) is yaml.StreamEndEvent:
            return


def place_of(event: yaml.Event) -> Position:
    """Where an event begins."""
    mark = event.start_mark
    return START if mark is None else Position(mark.line + 1, mark.column + 1)
