"""Prose of a spec as docstrings: wrapped, and escaped so that it stays prose."""

from __future__ import annotations

import re
import textwrap

from specbind.python.markup import markdown

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_QUOTE = re.compile(r"\s*(?:>[ \t]?)+")
_PLAIN = re.compile(r"(?!\d+[.)]\s)[\w`\"'(\[]")
WIDTH = 88


def tidy(prose: str | None) -> str:
    """Prose without HTML, with one kind of line end, no trailing blanks and no hidden characters; empty for none."""
    if not prose:
        return ""
    text = _BREAKS.sub("\n", markdown(prose)).expandtabs(4)
    text = _HIDDEN.sub(lambda match: f"U+{ord(match.group()):04X}", text)
    if "\n" not in text:
        return text.strip()
    lines = [line.rstrip() for line in textwrap.dedent(text.strip("\n")).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def telling(prose: str | None, name: str) -> str:
    """Prose, tidy; empty where it only says the name of what it is about once more."""
    text = tidy(prose)
    said = re.sub(r"^(?:an?|the)\b", "", text, flags=re.IGNORECASE)
    return "" if _letters(said) == _letters(name) else text


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def sentence(prose: str | None) -> str:
    """The first sentence or line of prose, for tables and short docs."""
    text = tidy(prose).split("\n\n")[0].replace("\n", " ")
    end = text.find(". ")
    return text[: end + 1] if end > 0 else text


def wrap(text: str, width: int, indent: int | None = None) -> list[str]:
    """Lines of at most `width` columns where words allow it. Paragraphs, lists and indented blocks keep their shape.

    A line that goes on is indented like its bullet's text, or by `indent`; a quotation goes on as one.
    """
    lines: list[str] = []
    for line in reflow(text, width):
        if len(line) <= width or " " not in line.strip():
            lines.append(line)
            continue
        bullet = _BULLET.match(line)
        usual = bullet.end() if bullet else len(line) - len(line.lstrip())
        quoted = _QUOTE.match(line)
        hang = quoted[0] if quoted else " " * (usual if indent is None else indent)
        lines.extend(textwrap.wrap(line, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False))
    return lines


def reflow(text: str, width: int) -> list[str]:
    """The lines of a text; plain paragraphs with a line that is too long are one line, so that no rest stands alone."""
    found: list[str] = []
    paragraph: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line and _PLAIN.match(line):
            paragraph.append(line)
            continue
        found += [" ".join(paragraph)] if any(len(each) > width for each in paragraph) else paragraph
        paragraph = []
        found.append(line)
    return found[:-1]


def escape(text: str) -> str:
    """Text that may stand between triple double quotes."""
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def docstring(text: str, indent: int) -> str:
    """A docstring in black's layout, quotes included, for a block at `indent`; `text` is tidy and not empty."""
    body = escape(text)
    pad = " " * indent
    single = "\n" not in body
    lines = [body] if single and indent + len(body) + 6 <= WIDTH else wrap(body, WIDTH - indent - 6 * single)
    lines = [lines[0], *_flush(lines[1:])]
    if lines[0].startswith('"'):
        lines[0] = f" {lines[0]}"
    if len(lines) == 1:
        return f'"""{lines[0]} """' if body[-1] == '"' else f'"""{lines[0]}"""'
    rest = "".join(f"\n{pad}{line}" if line else "\n" for line in lines[1:])
    return f'"""{lines[0]}{rest}\n{pad}"""'


def _flush(lines: list[str]) -> list[str]:
    """Lines with the indentation they all share taken away."""
    shared = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return [line[shared:] for line in lines] if shared else lines
