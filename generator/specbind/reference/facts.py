"""What is concluded of a member beyond its head, each with its proof: integers, null, limits, formats, defaults."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import isfinite
from typing import Final

from specbind.ir.types import (
    MISSING,
    NULL,
    UNBOUNDED,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    Inference,
    IntegerType,
    Json,
    Missing,
    NumberType,
    StringFormat,
    StringType,
    Type,
    UnionType,
    nullable,
    without_null,
)
from specbind.ir.unions import union_of
from specbind.reference.evidence import Default, Deprecated, Evidence, Formatted, Maximum, Minimum, Null, Whole
from specbind.reference.heads import FieldHead
from specbind.reference.members import Member
from specbind.reference.observe import Observed
from specbind.reference.prose import read_prose
from specbind.source import Span


class Use(enum.Enum):
    """Which way a value travels."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Facts:
    """A member's type as it is believed to be, with what else its description states."""

    type: Type
    default: Json | Missing = MISSING
    deprecated: bool = False
    inferred: tuple[Inference, ...] = ()


_WHOLE: Final = re.compile(
    r"(?:.*_)?(?:limit|page|page_size|per_page|offset|count|counts|total|size|length|index|position|port|version|width"
    r"|height|depth|level|rank|year|month|day|hour|minute|tokens?|requests?|bytes|characters|images|sessions|seats"
    r"|retries|attempts|n|num|number|top_k|k|seed|priority|status_code|epochs?|steps?|at|timestamp"
    r"|unix|files|items|rows|users|members|lines|calls|messages|searches|buckets|days|hours|minutes|seconds|ms)"
    r"|(?:num|max|min|total|n|number_of)_.*|(?:.*[a-z0-9])(?:At|Count|Limit|Size|Tokens|Bytes|Index|Offset)",
)
_FRACTIONAL: Final = re.compile(
    r"(?:.*_)?(?:amount|price|cost|costs|ratio|rate|percent|percentage|score|probability|prob|logprob|temperature|top_p"
    r"|penalty|weight|value|values|quantity|balance|fraction|latitude|longitude|lat|lng|lon|threshold|multiplier|average"
    r"|avg|mean|median|factor|speed|usd|duration|loss|accuracy|x|y|z|seconds|minutes|hours|confidence|similarity|volume)",
)
_CURSOR: Final = re.compile(
    r"(?:next|prev|previous)(?:_.*)?|first_id|last_id|(?:.*_)?cursor|before|after|before_id|after_id|(?:.*_)?next_page"
    r"|continuation_token|next[A-Z].*|prev[A-Z].*|firstId|lastId"
)
_LOOKS: Final = {
    StringFormat.DATE_TIME: re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)"),
    StringFormat.DATE: re.compile(r"\d{4}-\d\d-\d\d"),
    StringFormat.DURATION: re.compile(r"-?P[\dTYMWDHS.,]+"),
    StringFormat.UUID: re.compile(r"[0-9A-Fa-f]{8}(-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}"),
    StringFormat.BYTE: re.compile(r"[A-Za-z0-9+/_-]+={0,2}"),
}
_LIST: Final = frozenset(("has_more", "data", "items", "results", "hasMore"))
_NOT_YET: Final = re.compile(
    r"(?:(?:archived|deleted|revoked|accepted|expire[sd]|completed|cancell?ed|failed|ended|finished|disabled|removed"
    r"|closed|cancelling|finalizing|banned|paused|resolved|read|started|in_progress|last_\w+?|next_\w+?)_at|last_used)"
)


class Concluder:
    """Concludes facts about members. `nulls_printed` says that the pages print null where it can be."""

    def __init__(self, observed: Observed, *, nulls_printed: bool) -> None:
        self._observed = observed
        self._nulls_printed = nulls_printed

    def facts(self, member: Member, of: Type, use: Use, siblings: frozenset[str] = frozenset()) -> Facts:
        """The facts about a field or parameter that has this type by its head."""
        text = member.description
        said = read_prose(text) if text is not None else ()
        if not said and isinstance(of, ConstType | EnumType):
            return self._with_null(member, Facts(of), (), use, siblings)
        facts = Facts(of)
        if said:
            facts = self._said(member, facts, said)
        if _holds(facts.type, NumberType):
            facts = self._number(member, facts, said, use)
        facts = self._with_null(member, facts, said, use, siblings)
        if isinstance(member.head, FieldHead) and facts.default is not MISSING and not _fits(facts.default, facts.type):
            return replace(facts, default=MISSING, inferred=_without(facts.inferred, "default"))
        return facts

    def _said(self, member: Member, facts: Facts, said: tuple[Evidence, ...]) -> Facts:
        of, default, deprecated = facts.type, facts.default, facts.deprecated
        inferred: list[Inference] = []
        for fact in said:
            match fact:
                case Whole():
                    whole = _mapped(of, NumberType, _whole)
                    inferred += _news(of, whole, "integer", fact, member.span)
                    of = whole
                case Minimum(value=value) | Maximum(value=value) if isfinite(value):
                    side = "minimum" if isinstance(fact, Minimum) else "maximum"
                    bounded = _bounded(of, side, value)
                    inferred += _news(of, bounded, f"{side} {value}", fact, member.span)
                    of = bounded
                case Formatted(format=format) if self._agrees(member, format):
                    formatted = _formatted(of, format)
                    inferred += _news(of, formatted, f"format {format.value}", fact, member.span)
                    of = formatted
                case Minimum() | Maximum():
                    pass
                case Default(value=value) if value is not None and default is MISSING and _is_optional(member):
                    default = value
                    inferred.append(Inference(f"default {value}", _quoted(fact), member.span))
                case Deprecated():
                    deprecated = True
                    inferred.append(Inference("deprecated", _quoted(fact), member.span))
                case _:
                    pass
        return Facts(of, default, deprecated, tuple(inferred))

    def _agrees(self, member: Member, format: StringFormat) -> bool:
        """Whether no example shows a text of another format."""
        pattern = _LOOKS.get(format)
        return pattern is None or all(pattern.fullmatch(text) for text in self._observed.texts(member))

    def _number(self, member: Member, facts: Facts, said: tuple[Evidence, ...], use: Use) -> Facts:
        """A number that may be an integer: by examples, by its limits, by its name; else both are accepted."""
        name = member.head.name or ""
        if self._observed.fraction(member) is not None or _has_fraction(said):
            return facts
        whole = self._observed.whole(member)
        reason: str | None = None
        place = member.span
        if whole is not None and not _FRACTIONAL.fullmatch(name):
            reason, place = "an example has a whole number", whole
        elif _WHOLE.fullmatch(name) and not _FRACTIONAL.fullmatch(name):
            reason = f"what is called `{name}` is counted"
        elif any(isinstance(fact, Minimum | Maximum) for fact in said) and not _FRACTIONAL.fullmatch(name):
            reason = "its limits are whole numbers"
        if reason is not None:
            of = _mapped(facts.type, NumberType, _whole)
            return replace(facts, type=of, inferred=(*facts.inferred, Inference("integer", reason, place)))
        if use is Use.SENT or _FRACTIONAL.fullmatch(name):
            return facts
        of = _mapped(facts.type, NumberType, _either)
        guess = Inference("integer or number", "`number` may mean either, and nothing says which", place)
        return replace(facts, type=of, inferred=(*facts.inferred, guess))

    def _with_null(
        self, member: Member, facts: Facts, said: tuple[Evidence, ...], use: Use, siblings: frozenset[str]
    ) -> Facts:
        if use is Use.SENT and not self._observed.null(member):
            if self._nulls_printed or not any(isinstance(fact, Null) for fact in said):
                return facts
        elif isinstance(facts.type, UnionType) and NULL in facts.type.variants:
            return facts
        reason = self._null_reason(member, said, siblings)
        if reason is None:
            return facts
        why, place = reason
        return replace(facts, type=nullable(facts.type), inferred=(*facts.inferred, Inference("null", why, place)))

    def _null_reason(
        self, member: Member, said: tuple[Evidence, ...], siblings: frozenset[str]
    ) -> tuple[str, Span] | None:
        if (seen := self._observed.null(member)) is not None:
            return "an example has null", seen
        if self._nulls_printed:
            return None
        stated = next((fact for fact in said if isinstance(fact, Null)), None)
        if stated is not None:
            return _quoted(stated), member.span
        if _is_optional(member):
            return None
        name = member.head.name or ""
        if _CURSOR.fullmatch(name) and siblings & _LIST:
            return "a cursor is null where there are no more pages", member.span
        if _NOT_YET.fullmatch(name):
            return "it may not have happened", member.span
        return None


def _quoted(fact: Evidence) -> str:
    proof = fact.proof if len(fact.proof) <= 120 else f"{fact.proof[:117]}..."
    return f"the text says: {proof}"


def _is_optional(member: Member) -> bool:
    return isinstance(member.head, FieldHead) and member.head.optional


def _news(before: Type, after: Type, fact: str, proof: Evidence, span: Span) -> Iterator[Inference]:
    if before != after:
        yield Inference(fact, _quoted(proof), span)


def _without(inferred: tuple[Inference, ...], fact: str) -> tuple[Inference, ...]:
    return tuple(each for each in inferred if not each.fact.startswith(fact))


def _holds(of: Type, kind: type[NumberType]) -> bool:
    match of:
        case UnionType(variants=variants):
            return any(_holds(variant, kind) for variant in variants)
        case ArrayType(item=item):
            return _holds(item, kind)
        case _:
            return isinstance(of, kind)


def _has_fraction(said: tuple[Evidence, ...]) -> bool:
    return any(isinstance(fact, Minimum | Maximum | Default) and isinstance(fact.value, float) for fact in said)


def _mapped(of: Type, kind: type[NumberType], change: Callable[[NumberType], Type]) -> Type:
    """The type with its numbers changed, in unions and lists as well."""
    match of:
        case UnionType(variants=variants):
            return union_of(_mapped(variant, kind, change) for variant in variants)
        case ArrayType(item=item):
            return replace(of, item=_mapped(item, kind, change))
        case NumberType():
            return change(of)
        case _:
            return of


def _whole(number: NumberType) -> Type:
    return IntegerType(bounds=number.bounds)


def _either(number: NumberType) -> Type:
    whole = number.bounds if _are_whole(number.bounds) else UNBOUNDED
    return UnionType((IntegerType(bounds=whole), number))


def _are_whole(bounds: Bounds) -> bool:
    return all(limit is None or isinstance(limit, int) for limit in (bounds.minimum, bounds.maximum))


def _bounded(of: Type, side: str, value: float) -> Type:
    """A number with a limit; of other types the text means something else."""
    plain, null = without_null(of)
    if isinstance(plain, IntegerType) and (isinstance(value, int) or value.is_integer()):
        value = int(value)
    elif not isinstance(plain, NumberType):
        return of
    bounds = replace(plain.bounds, minimum=value) if side == "minimum" else replace(plain.bounds, maximum=value)
    bounded = replace(plain, bounds=bounds)
    return nullable(bounded) if null else bounded


def _formatted(of: Type, format: StringFormat) -> Type:
    """A text with a format; a text that has one, and other types, stay."""
    plain, null = without_null(of)
    if not isinstance(plain, StringType) or plain.format is not StringFormat.PLAIN:
        return of
    formatted = replace(plain, format=format)
    return nullable(formatted) if null else formatted


def _fits(value: Json | Missing, of: Type) -> bool:
    """Whether a default is a value of the type."""
    plain = without_null(of)[0]
    if isinstance(value, float) and not isfinite(value):
        return False
    match plain:
        case UnionType(variants=variants):
            return any(_fits(value, variant) for variant in variants)
        case EnumType(values=values):
            return any(type(value) is type(each.value) and value == each.value for each in values)
        case ConstType(value=only):
            return type(value) is type(only) and value == only
        case StringType():
            return isinstance(value, str)
        case BooleanType():
            return isinstance(value, bool)
        case IntegerType():
            return isinstance(value, int) and not isinstance(value, bool)
        case NumberType():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return False
