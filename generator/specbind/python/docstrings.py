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
_FENCE = re.compile(r"\s*(```+|~~~+)[ \t]*[\w+#.-]*$")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?$")
_HEADINGS = re.compile(r"\A(?:#{1,6} [^\n]*\n+)+")
_STOP = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\.)[.!?](?=\s)")
_LOST_STOP = re.compile(r"(?<=\w)\s+\.$")
_DEPRECATED = re.compile(r"\W*(?:(?:this|the)\s(?:\w+\s){1,2}(?:is|has\sbeen)\s)?deprecated\b", re.IGNORECASE)
_REPLACED = re.compile(r"\binstead\b|deprecated.*(?:\buse|\bremoved)", re.IGNORECASE | re.DOTALL)
_ENDING = re.compile(
    r"deprecat|\binstead\b|replaced by|supersed|obsolete|\bno longer\b|closing down|\bsunset\b|\bbe removed\b"
    r"|\brecommend\w* (?:endpoint|migrat|to use)|^\W*(?:please )?(?:use|migrate|switch)\b",
    re.IGNORECASE,
)
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n{2,}|\n(?=\s*[-*] )")
_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?|#{1,6} |[-*] )+(?:\[!\w+\])?|\*\*|__", re.MULTILINE)
WIDTH = 88


def tidy(prose: str | None) -> str:
    """Prose without HTML, with one kind of line end, no trailing blanks and no hidden characters; empty for none."""
    if not prose:
        return ""
    text = _BREAKS.sub("\n", markdown(prose)).expandtabs(4)
    text = _HIDDEN.sub(lambda match: f"U+{ord(match.group()):04X}", text)
    if "\n" in text:
        lines = [line.rstrip() for line in _aligned(textwrap.dedent(text.strip("\n"))).split("\n")]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    return _LOST_STOP.sub(".", text.strip())


def _aligned(text: str) -> str:
    """Prose whose lines after the first are all indented, as in a docstring, with one indentation."""
    first, end, rest = text.partition("\n")
    goes_on = rest[:1] == " " and rest.split("\n")[0].strip() and not _BULLET.match(first) and not _FENCE.match(first)
    return first + end + textwrap.dedent(rest) if goes_on else text


def telling(prose: str | None, name: str) -> str:
    """Prose, tidy; empty where it only says the name of what it is about once more."""
    text = tidy(prose)
    said = re.sub(r"^(?:an?|the)\b", "", text, flags=re.IGNORECASE)
    return "" if _letters(said) == _letters(name) else text


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def deprecated(text: str) -> str:
    """Tidy prose about what is deprecated, which says so first, once."""
    return text if _DEPRECATED.match(text) else f"Deprecated. {text}".strip()


def deprecation(summary: str | None, description: str | None) -> str:
    """Why an operation is deprecated and what replaces it, in at most 200 characters: the sentences about that."""
    for prose, about in ((description, _ENDING), (summary, _REPLACED)):
        plain = _MARKS.sub("", tidy(prose))
        told = [" ".join(each.split()) for each in _BETWEEN_SENTENCES.split(plain) if about.search(each)]
        short = [each for at, each in enumerate(told) if sum(map(len, told[: at + 1])) + at <= 200]
        if short:
            return " ".join(short)
    return "This operation is deprecated."


def titled(title: str | None) -> str:
    """A title inside a sentence: `the Ships API`, but `Ships`; without a stop of its own, empty for none."""
    text = re.sub(r"^the\b", "the", tidy(title).rstrip("."), flags=re.IGNORECASE)
    return f"the {text}" if re.search(r"\b(?:API|service)s?\b", text, re.IGNORECASE) and text[:4] != "the " else text


def sentence(prose: str | None) -> str:
    """The first sentence or line of prose, headings aside, for tables and short docs."""
    lines = tidy(prose)
    told = _HEADINGS.sub("", lines) or lines
    text = told.split("\n\n")[0].replace("\n", " ")
    end = _STOP.search(text)
    return text[: end.end()] if end else text


def wrap(text: str, width: int, indent: int | None = None) -> list[str]:
    """Lines of at most `width` columns where words allow it. Paragraphs, lists, tables and code keep their shape.

    A line that goes on is indented like its bullet's text, or by `indent`; a quotation goes on as one.
    """
    lines: list[str] = []
    flowing = reflow(text, width)
    for line, kept in zip(flowing, _kept(flowing), strict=True):
        if kept or len(line) <= width or " " not in line.strip():
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
    lines = [*text.split("\n"), ""]
    for line, kept in zip(lines, _kept(lines), strict=True):
        if line and not kept and _PLAIN.match(line):
            paragraph.append(line)
            continue
        found += [" ".join(paragraph)] if any(len(each) > width for each in paragraph) else paragraph
        paragraph = []
        found.append(line)
    return found[:-1]


def _kept(lines: list[str]) -> list[bool]:
    """Which lines are fenced code or a table, whose lines are what they are."""
    found = [False] * len(lines)
    at = 0
    while at < len(lines):
        end = at + 1
        if fence := _FENCE.match(lines[at]):
            close = next((n for n in range(end, len(lines)) if lines[n].strip() == fence[1]), at)
            end = close + 1
            found[at:end] = [close > at] * (end - at)
        elif at and "|" in lines[at - 1] and _RULE.match(lines[at]):
            while end < len(lines) and "|" in lines[end]:
                end += 1
            found[at - 1 : end] = [True] * (end - at + 1)
        at = end
    return found


def short_path(path: str, room: int) -> str:
    """A path in at most `room` columns: of a long one, its first step and as many of its last as fit."""
    first, *rest = path.lstrip("/").split("/")
    while len(path) > room and len(rest) > 1:
        del rest[0]
        path = "/".join(["", first, "...", *rest])
    return path


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


def ended(text: str) -> str:
    """A line of prose with a full stop, unless it ends in another mark; several lines stay as they are."""
    return text if not text or "\n" in text or text[-1] in ".!?:`)\"'" else f"{text}."


def code_span(text: str) -> str:
    """Text that may stand between backticks."""
    return " ".join(text.replace("`", "'").split())
