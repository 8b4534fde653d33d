"""HTML in prose as the Markdown that the rest of it is written in, and links that lead nowhere as their text."""

from __future__ import annotations

import html
import re

_CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]+`)", re.DOTALL)
_PAIRS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"<{tag}(?:\s[^<>]*)?>(\s*)(.+?)(\s*)</{tag}\s*>", re.IGNORECASE | re.DOTALL), rf"\1{mark}\2{mark}\3")
    for tag, mark in (("code", "`"), ("tt", "`"), ("kbd", "`"), ("b", "**"), ("strong", "**"), ("em", "*"), ("i", "*"))
)
_ANCHOR = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'\s>]*)[^<>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_NOWHERE = r"""\((?:/(?!/)|[#?]|\.\.?/|[\w-]+[/#]|[\w.-]+\.(?:html?|md|json|ya?ml)(?![\w.]))[^()\s]*(?:\s+"[^"]*")?\)"""
"""A target that only the document's own site knows."""
_BADGE = re.compile(r"\[!\[([^\[\]]*)\]\([^()\s]*\)\]")
_RELATIVE = re.compile(
    r"```.*?```|~~~.*?~~~"
    rf"|!?\[((?:`[^`\n]+`|\n(?![ \t]*\n)|[^\[\]\n`])+)\]{_NOWHERE}"
    r"|`[^`\n]+`",
    re.DOTALL,
)
"""Links to nowhere, with their text; code, which is passed over."""
_INVITATION = re.compile(
    r"(?:(?<=[.!?])\s+|(?<![^\n]))\[(?:learn|read|see|find out|click|more)\b[^\[\]`]*\]"
    rf"{_NOWHERE}(?:\s+about\s[^.\n]*)?(?:\.(?=\s|\Z)|(?=[ \t]*(?:\n|\Z)))",
    re.IGNORECASE,
)
"""A sentence that only says to follow a link to nowhere."""
_ESCAPED = re.compile(r"(?<=\w)\\_(?=\w)")
_ITEM = re.compile(r"\s*<li(?:\s[^<>]*)?>\s*", re.IGNORECASE)
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*\n?", re.IGNORECASE)
_BLOCK = re.compile(
    r"\s*</?(?:p|div|ul|ol|dl|table|thead|tbody|tfoot|blockquote|pre|section|article|aside|figure|figcaption|h[1-6])(?:\s[^<>]*)?/?>\s*",
    re.IGNORECASE,
)
_ROW = re.compile(r"\s*<tr(?:\s[^<>]*)?>\s*", re.IGNORECASE)
_CELL = re.compile(r"\s*</t[dh]\s*>\s*(?=<t[dh])", re.IGNORECASE)
_REST = re.compile(
    r"</(?:li|a|code|b|strong|em|i|tr)\s*>"
    r"|</?(?:span|nobr|sup|sub|small|font|center|u|t[dhr]|d[dt]|details|summary|hr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[mn]dash|hellip|[lr]arr|[lr][sd]quo|bull|middot|times|#\d{2,6});")


def markdown(text: str) -> str:
    """Prose without HTML tags and entities; what stands in code stays, and so do tags that HTML does not know."""
    if any(mark in text for mark in ("<", "&", "](", "\\_")):
        parts = _CODE.split(text)
        parts[::2] = map(_prose, parts[::2])
        text = "".join(parts)
    return _RELATIVE.sub(lambda match: match[1] or match[0], text) if "](" in text else text


def _prose(text: str) -> str:
    if "<" in text:
        text = _ANCHOR.sub(_link, text)
        for pattern, marked in _PAIRS:
            text = pattern.sub(marked, text)
        text = _ITEM.sub("\n- ", _BREAK.sub("\n", text))
        text = _CELL.sub(" | ", _ROW.sub("\n", _BLOCK.sub("\n\n", text)))
        text = _REST.sub("", text)
    if "](" in text:
        text = _INVITATION.sub("", _BADGE.sub(r"[\1]", text))
    text = _ESCAPED.sub("_", text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]).replace("\xa0", " "), text) if "&" in text else text


def _link(match: re.Match[str]) -> str:
    target, shown = match[1], " ".join(match[2].split())
    return f"[{shown}]({target})" if shown and target and shown != target else shown or target
