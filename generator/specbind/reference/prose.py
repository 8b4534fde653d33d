"""Facts that the formulas of reference prose state: defaults, limits, whole numbers, formats, null, constants.

Precision comes first. A sentence that states a fact under a condition (`defaults to 20 for teams`), about another
member, or in an item of a list states nothing here; two sentences that contradict each other state nothing either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from specbind.ir.types import Scalar, StringFormat
from specbind.reference.evidence import (
    Constant,
    Default,
    Deprecated,
    Evidence,
    Formatted,
    Maximum,
    Minimum,
    Null,
    Whole,
)

FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\1[`~]*[ \t]*$\n?|\Z)", re.MULTILINE | re.DOTALL)
LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+\u2022]|\d+[.)])[ \t]+\S")
SENTENCE_END = re.compile(
    r"`[^`]*`"
    r"|(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bapprox)(?<=[\w)`\"'*%\]])([.!?])(?:\*\*|__)?(?=\s+[\[(*_`\"A-Z0-9]|\s*$)"
)
WORTH_READING = re.compile(
    r"defaul|rang|between|minimum|maximum|\bm(?:in|ax)\b|must be|integer|whole number|number of|count of|unix|epoch"
    r"|bytes|\bmost\b|\bleast\b|\btotal\b|rfc|iso.?8601|uuid|base64|yyyy|null|always|deprecat|legacy|\(\d|\(-\d",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def read_prose(text: str) -> tuple[Evidence, ...]:
    """The facts that a description states, in the order default, limits, integer, format, null, constant, deprecation.

    Hard-wrapped lines are joined. Code blocks and items of lists are passed over: items state what holds in one case.
    """
    if not WORTH_READING.search(text):
        return ()
    found: list[Evidence] = []
    said = tuple(sentences(text))
    for read in READERS:
        facts = list(dict.fromkeys(fact for sentence in said for fact in read(sentence)))
        found.extend(_agreed(facts))
    found.extend(_deprecated(said))
    return tuple(found)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a description, each on one line. A full stop in a code span, or in `e.g.`, ends none."""
    for paragraph in re.split(r"\n[ \t]*\n", FENCE.sub("\n\n", text)):
        lines: list[str] = []
        for line in paragraph.splitlines():
            if LIST_ITEM.match(line):
                break
            lines.append(" ".join(line.split()))
        joined = " ".join(lines).strip()
        start = 0
        for match in SENTENCE_END.finditer(joined):
            if match[1]:
                yield joined[start : match.end()].strip()
                start = match.end()
        if joined[start:].strip():
            yield joined[start:].strip()


def _agreed(facts: list[Evidence]) -> list[Evidence]:
    """One fact for each thing said; values that contradict each other are dropped."""
    kept: list[Evidence] = []
    for fact in facts:
        same = [other for other in facts if type(other) is type(fact)]
        if fact == same[0] and all(_value(other) == _value(fact) for other in same):
            kept.append(fact)
    return kept


def _value(fact: Evidence) -> object:
    match fact:
        case Default(value=value) | Minimum(value=value) | Maximum(value=value) | Constant(value=value):
            return (type(value) is bool, value)
        case Formatted(format=of):
            return of
        case Whole() | Null():
            return True
        case Deprecated(replacement=replacement):
            return replacement


MOST_DIGITS = 300
NUMBER = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?"
SPAN = rf"`(?:[^`]+)`|\"[^\"`]*\"|'[^'`]*'|{NUMBER}|(?:true|false|null)\b"
AS_NUMBER = rf"`?(?:{NUMBER})`?"
UNSET = (
    r"(?:if|when|where) (?:it is |it's |this is )?(?:omitted|unset|absent|not (?:set|given|specified|provided|present))"
)
DEFAULT = re.compile(
    rf"""(?:
        \bdefault(?:s|ing)?\s+to\s+
      | \b(?:the\s+|a\s+|its\s+)?default(?:\s+value)?\s+(?:is|of)\s+
      | (?:^|[(,;:.]\s*)default(?:\s+value)?\s*(?::|=|\s)\s*
      | \bdefault(?:\s+value)?:\s*
    )(?P<value>{SPAN})(?P<rest>.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
CONDITION = re.compile(
    rf"^\s*(?!{UNSET})(?:[a-z]+\s+)?(?:for|if|when|where|unless|on|in|with|or|to|and\s+`?[\w\"'-]+`?\s+(?:for|if|when))\b"
    rf"|^\s*[-=/]|^\.?\w",
    re.IGNORECASE,
)
BEFORE = re.compile(r"\b(?:if|when|unless|where|whose|otherwise|in which)\b|^for\b", re.IGNORECASE)
UNSET_BEFORE = re.compile(rf"\b{UNSET}\b", re.IGNORECASE)
ENDS = (
    r"(?=\s*(?:$|[.,;:()!]|\u2014|inclusive\b|and\b|with\b|\[inclusive|in\s+\w+|to\s+limit\b"
    r"|(?:milli|micro)?seconds?\b|minutes?\b|hours?\b|days?\b|tokens?\b|bytes\b|[KMGT]i?B\b|cents\b|used\b))"
)
BETWEEN = re.compile(
    rf"\b(?:rang(?:es?|ing)\s+(?:from|between)|between|in\s+the\s+range(?:\s+of|\s+from)?|must\s+be\s+from)\s+"
    rf"(?P<low>{AS_NUMBER})\s*(?:to|and|through|-|\u2013)\s*(?P<high>{AS_NUMBER})(?![\w`]){ENDS}(?P<rest>.*)$",
    re.IGNORECASE,
)
DASHED = re.compile(
    rf"\(\s*(?P<low>{AS_NUMBER})\s*(?:-|\u2013|to|\.\.)\s*(?P<high>{AS_NUMBER})\s*"
    rf"(?:\)|[,;]\s*(?:default|inclusive|min|max|optional|required))(?P<rest>.*)$",
    re.IGNORECASE,
)
LEAST = re.compile(
    rf"(?:\bmin(?:imum)?(?:\s+value)?(?:\s+(?:is|of)\s+|\s*[:=]\s*)|[(,]\s*min(?:imum)?\s+"
    rf"|\bmust\s+be\s+(?:at\s+least|no\s+less\s+than|greater\s+than\s+or\s+equal\s+to|>=)\s+)"
    rf"(?P<value>{AS_NUMBER})(?![\w`]){ENDS}(?P<rest>.*)$",
    re.IGNORECASE,
)
MOST = re.compile(
    rf"(?:\bmax(?:imum)?(?:\s+value)?(?:\s+(?:is|of)\s+|\s*[:=]\s*)|[(,]\s*max(?:imum)?\s+"
    rf"|\bmust\s+be\s+(?:at\s+most|no\s+more\s+than|less\s+than\s+or\s+equal\s+to|<=)\s+)"
    rf"(?P<value>{AS_NUMBER})(?![\w`]){ENDS}(?P<rest>.*)$",
    re.IGNORECASE,
)
OTHER_LIMIT = re.compile(
    r"\b(?:takes?|last|lasts|formed|values|difference|each|every|characters|length)\b|\bor\s*$", re.IGNORECASE
)
OR_ELSE = re.compile(r"\b(?:or|and\s+also)\s+(?:`|\"|'|-?\d|an?y?\s)|\bexclusive|\bexcept", re.IGNORECASE)
LONG_UNIT = re.compile(r"^\s*(?:years?|months?|weeks?|days?|hours?|minutes?)\b", re.IGNORECASE)


def _defaults(sentence: str) -> Iterator[Evidence]:
    match = DEFAULT.search(sentence)
    if match is None or _depends(sentence, match.start(), match["rest"]):
        return
    value = _scalar(match["value"])
    if isinstance(value, str) and re.match(r"[\[{]|\w+=", value):
        return
    if isinstance(value, int | float) and LONG_UNIT.match(match["rest"]):
        return
    yield Default(value, sentence)


def _depends(sentence: str, start: int, rest: str) -> bool:
    """Whether what stands around a statement makes it hold in some cases only."""
    if CONDITION.match(rest):
        return True
    clause = sentence[:start].rpartition(". ")[2]
    return BEFORE.search(UNSET_BEFORE.sub("", clause)) is not None


def _limits(sentence: str) -> Iterator[Evidence]:
    for pattern in (BETWEEN, DASHED):
        match = pattern.search(sentence)
        if match is not None and not _open(sentence, match):
            low, high = _number(match["low"]), _number(match["high"])
            if low <= high:
                yield Minimum(low, sentence)
                yield Maximum(high, sentence)
    least, most = LEAST.search(sentence), MOST.search(sentence)
    if least is not None and not _open(sentence, least):
        yield Minimum(_number(least["value"]), sentence)
    if most is not None and not _open(sentence, most):
        yield Maximum(_number(most["value"]), sentence)


def _open(sentence: str, match: re.Match[str]) -> bool:
    """Whether a limit leaves something out: other values, other cases, or the members of what is described."""
    before, rest = sentence[: match.start()], match["rest"]
    if OTHER_LIMIT.search(before) or OR_ELSE.search(rest):
        return True
    return _depends(sentence, match.start(), rest)


COUNTED = (
    r"requests|tokens|images|characters|files|pages|items|objects|calls|messages|sessions|buckets|results|records"
    r"|entries|users|members|bytes|rows|lines|events|retries|attempts|units|seats|keys|projects"
)
MEASURES = "seconds|minutes|hours|days|weeks|months|years|milliseconds|dollars|euros|cents|units|credits"
WHOLE = re.compile(
    rf"""
      \bUnix\s+(?:timestamps?|time|seconds|epoch|milliseconds)\b | \(Unix\s
    | \b(?:seconds|milliseconds)\s+since\s+the\s+(?:Unix\s+)?epoch\b | \bepoch\s+(?:seconds|milliseconds)\b
    | ^(?:an?\s+|the\s+)?(?:(?:optional|positive|non-negative|unsigned|signed|zero-based|64-bit|32-bit)\s+)*integer\b
    | \ban\s+integer\s+(?:between|from|greater|of\s+at)\b
    | \b(?:must\s+be|as|is)\s+an?\s+(?:(?:positive|non-negative)\s+)?integer\b | \bwhole\s+number\b
    | \b(?:number|count)\s+of\s+(?:[\w`'-]+\s+){{0,3}}?(?:{COUNTED})\b
    | ^(?:the\s+)?(?:aggregated\s+|total\s+|maximum\s+|minimum\s+)*(?:number|count)\s+of\s+
      (?!(?:the\s+)?(?:{MEASURES})\b)
      (?:[\w`'-]+\s+){{0,4}}?[a-z`-]+s\b
    | ^(?:the\s+)?(?:maximum|minimum|most|least|total)\s+(?:[\w-]+\s+){{0,2}}?(?:{COUNTED})
      \s+(?:per|in\s+an?|a)\s+(?:\d+\s+)?(?:second|minute|hour|day)
    | \bin\s+bytes\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
NOT_WHOLE = re.compile(
    r"\bfraction|\bdecimal|\bratio\b|\baverage|\bmean\b|\bpercent|\bcurrenc|\bper-|\bfloat", re.IGNORECASE
)

OF_PARTS = re.compile(r"\b(?:where|whose|each|every|pairs|list|array|map)\b", re.IGNORECASE)


def _whole(sentence: str) -> Iterator[Evidence]:
    match = WHOLE.search(sentence)
    if match is not None and not NOT_WHOLE.search(sentence) and not OF_PARTS.search(sentence[: match.start() + 5]):
        yield Whole(sentence)


FORMATS = (
    (
        re.compile(
            r"\bRFC[ -]?3339\b|\bISO[ -]?8601\s+(?:UTC\s+)?(?:date-?time|(?:time|date)\s*stamp|date\s+and\s+time)\b",
            re.IGNORECASE,
        ),
        StringFormat.DATE_TIME,
    ),
    (re.compile(r"\bISO[ -]?8601\s+duration\b", re.IGNORECASE), StringFormat.DURATION),
    (
        re.compile(r"\bYYYY-MM-DD\b(?![T ]?(?:HH|hh|T))|\b(?:RFC[ -]?3339|ISO[ -]?8601)\s+full-date\b"),
        StringFormat.DATE,
    ),
    (
        re.compile(
            r"^(?:(?:an?|the|unique|random|canonical)\s+)*UUID\b(?!\s*(?:,|or\b|/))|\b(?:is|as|be)\s+an?\s+(?:valid\s+)?UUID\b(?!\s*(?:,|or\b|/))"
            r"|\bUUID\s+(?:format|v[1-8]\b)|\(UUID\)",
            re.IGNORECASE,
        ),
        StringFormat.UUID,
    ),
    (re.compile(r"\bbase64[- ]?encoded\b|\b(?:as|in)\s+base64\b", re.IGNORECASE), StringFormat.BYTE),
)
ALTERNATIVE = re.compile(
    r"\bor\s+(?:an?\s+|the\s+|as\s+)?(?:relative|unix|epoch|hash|slug|name\b|number|url|plain|hex|date\b|alias|handle|duration)",
    re.IGNORECASE,
)
ABOUT_ANOTHER = re.compile(
    r"\b(?:whose|contain(?:s|ing)?|holds?|includ(?:es|ing)|comma-separated|list\s+of|whether|returns?|when|if|range)\b",
    re.IGNORECASE,
)


def _formats(sentence: str) -> Iterator[Evidence]:
    if ALTERNATIVE.search(sentence):
        return
    for pattern, of in FORMATS:
        match = pattern.search(sentence)
        if match is not None and not ABOUT_ANOTHER.search(sentence[: match.start()]):
            if of is StringFormat.DATE and "3339" in sentence:
                continue
            yield Formatted(of, sentence)


NULL_WORD = r"(?:`null`|null\b)"
UNLESS = r"(?:if|when|for|unless|until|where|while|once|before|in\s+case)"
NULLS = re.compile(
    rf"""
      (?:^|[;:,(]\s*|\u2014\s*|-\s+)(?:always\s+|otherwise\s+|else\s+|will\s+be\s+|is\s+)?{NULL_WORD}\s+{UNLESS}\b
    | \b(?:or|else|otherwise)\s+{NULL_WORD}\s*(?:$|[.,;:)!]|{UNLESS}\b|to\s|(?:at|on|in|after|otherwise)\b)
    | \b(?:can|may|could|might|will)\s+(?:also\s+)?be\s+{NULL_WORD}
    | ^(?:it|this|this\s+(?:field|value|property)|the\s+value|the\s+field|value)\s+is\s+{NULL_WORD}
    | \b(?:defaults?\s+to|default\s+is|default:)\s*{NULL_WORD}
    | ^(?:set|pass|send|use)\s+(?:this\s+|it\s+)?(?:to\s+)?{NULL_WORD}\s+to\s
    | \bnullable\b | \({NULL_WORD}\s+{UNLESS}\b | ^{NULL_WORD}\.?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
NEVER_NULL = re.compile(
    rf"\b(?:not|never|non|cannot|can't|isn't|won't)[\s-]+(?:be\s+)?(?:{NULL_WORD}|nullable)", re.IGNORECASE
)
OTHER_MEMBER = re.compile(
    rf"`(?!null`)[^`]+`\s+(?:field\s+|value\s+)?(?:(?:can|may|will)\s+be|is|are|set\s+to)\s+{NULL_WORD}|\bwhose\b"
)


def _nulls(sentence: str) -> Iterator[Evidence]:
    if NULLS.search(sentence) and not NEVER_NULL.search(sentence) and not OTHER_MEMBER.search(sentence):
        yield Null(sentence)


CONSTANT = re.compile(
    r"(?:^|\b(?:which|this|it|that|value|type|object)\s+is\s+|[,:;(]\s*|\bmust\s+|\bis\s+)always\s+(?:be\s+|set\s+to\s+|equal\s+to\s+)?(?P<value>`[^`]+`|\"[^\"]+\")(?P<rest>.*)$",
    re.IGNORECASE,
)


def _constants(sentence: str) -> Iterator[Evidence]:
    match = CONSTANT.search(sentence)
    if match is None or re.search(
        r"\bcurrently\b|\bnearly\b|\balmost\b|\bnot\b", sentence[: match.end("value")], re.IGNORECASE
    ):
        return
    value = _scalar(match["value"])
    if value is None or re.match(
        r"\s*(?:for|if|when|where|unless|or|,?\s*except|in|on)\b", match["rest"], re.IGNORECASE
    ):
        return
    before = sentence[: match.start()]
    if re.match(r"(?:for|if|when)\b", before, re.IGNORECASE) and not re.match(r"For [A-Z][\w ]*,? ?$", before):
        return
    yield Constant(value, sentence)


MARKED = re.compile(
    r"^[*_\[(>!\s]*(?:deprecated|legacy(?=\]))(?=[*_\])]|(?:[.:,;!\]]|\s*[-\u2013\u2014]|\s*$|\s+(?:in\s+favou?r|since|as\s+of|use|by|and)\b))",
    re.IGNORECASE,
)
SAID = re.compile(
    r"\b(?:this|the)\s+(?:\w+\s+)?(?:field|parameter|endpoint|property|operation|method|argument|option|value|api|header|resource|call|attribute|type)"
    r"\s+(?:is|has\s+been|is\s+now|was)\s+(?:now\s+|being\s+)?deprecated\b|^(?:it|this)\s+(?:is|has\s+been)\s+(?:now\s+)?deprecated\b",
    re.IGNORECASE,
)
NAMED = r"(?:the\s+)?(?:new\s+)?(?:`(?P<{0}>[^`]+)`|\[(?P<{1}>[^\]]+)\]\()"
INSTEAD = (
    re.compile(r"\bin\s+favou?r\s+of\s+" + NAMED.format("a", "b"), re.IGNORECASE),
    re.compile(r"\b(?:replaced|superseded)\s+(?:by|with)\s+" + NAMED.format("a", "b"), re.IGNORECASE),
    re.compile(r"\b(?:use|using|recommend|prefer|see)\s+" + NAMED.format("a", "b"), re.IGNORECASE),
    re.compile(NAMED.format("a", "b") + r"[^.]*\binstead\b", re.IGNORECASE),
)


def _deprecated(said: tuple[str, ...]) -> Iterator[Evidence]:
    """A deprecation, with the replacement that its sentence or the next one names."""
    for index, sentence in enumerate(said):
        if MARKED.match(sentence) or SAID.search(sentence):
            for near in said[index : index + 2]:
                for pattern in INSTEAD:
                    match = pattern.search(near)
                    if match is not None:
                        yield Deprecated((match["a"] or match["b"]).strip("`"), sentence)
                        return
            yield Deprecated(None, sentence)
            return


READERS: tuple[Callable[[str], Iterator[Evidence]], ...] = (_defaults, _limits, _whole, _formats, _nulls, _constants)


def _scalar(written: str) -> Scalar | None:
    """The value of a literal in prose: a code span, a quoted text, a number or a word of JSON."""
    inner = written[1:-1] if written[0] == "`" else written
    if inner[:1] in "\"'" and inner[-1:] == inner[:1] and len(inner) > 1:
        return inner[1:-1]
    if re.fullmatch(NUMBER, inner):
        return _number(inner)
    lowered = inner.lower()
    if lowered in ("true", "false", "null"):
        value: bool | None = json.loads(lowered)
        return value
    return inner


def _number(written: str) -> int | float:
    digits = written.strip("`").replace(",", "")
    return float(digits) if "." in digits or len(digits) > MOST_DIGITS else int(digits)
