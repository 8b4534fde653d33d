"""The parameters of a request: each found where it belongs, read by its style, held against its type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import unquote, unquote_plus

from specbind.ir.api import Location, Parameter, Style
from specbind.ir.types import ArrayType, Json, MapType, NullType, ObjectType, TupleType, Type
from specbind.mock.complaints import Complaint, Place, listed, meant, shown
from specbind.mock.layouts import (
    DELIMITERS,
    LayoutError,
    Layouts,
    Pairs,
    alternating,
    branches,
    decoded,
    equated,
    split,
)
from specbind.mock.shapes import Shapes, Spot

_PLACES = {
    Location.PATH: Place.PATH,
    Location.QUERY: Place.QUERY,
    Location.HEADER: Place.HEADER,
    Location.COOKIE: Place.COOKIE,
}
_BRACKETS = (Style.DEEP_OBJECT, Style.BRACKETS)


class Parameters:
    """Reads the parameters of one API's operations."""

    def __init__(self, layouts: Layouts, shapes: Shapes) -> None:
        self._layouts = layouts
        self._shapes = shapes

    def path(self, parameter: Parameter, text: str) -> tuple[Json, list[Complaint]]:
        """The value of a variable of the path."""
        return self._value(parameter, lambda of: self._path(parameter, of, text), unquote(text))

    def header(self, parameter: Parameter, text: str) -> tuple[Json, list[Complaint]]:
        """The value of a header."""

        def reading(of: Type) -> Json:
            if parameter.media_type is not None:
                return self._whole(parameter, text)
            delimiters = DELIMITERS.get(parameter.style, (",",))
            plain = [each for each in delimiters if "%" not in each] or [" "]
            return self._flat(parameter, of, [piece.strip() for piece in split(text, plain)], text.strip())

        return self._value(parameter, reading, text)

    def pairs(self, parameters: Iterable[Parameter], pairs: Pairs) -> tuple[dict[str, Json], list[Complaint], Pairs]:
        """The values of a query or of cookies; what is wrong with them; the pairs that nobody takes."""
        values: dict[str, Json] = {}
        complaints: list[Complaint] = []
        taken, left = self._taken(parameters, pairs)
        for parameter, mine in taken:
            raw = mine[0][1] if len(mine) == 1 else "&".join("=".join(pair) for pair in mine)
            reading = self._pairs_as(parameter, mine)
            values[parameter.wire_name], wrong = self._value(parameter, reading, unquote_plus(raw))
            complaints += wrong
        return values, complaints, left

    def members(self, parameters: Iterable[Parameter], pairs: Pairs) -> tuple[dict[str, Json], Pairs]:
        """The members of a form, and the pairs that nobody takes. Raises `LayoutError`."""
        values: dict[str, Json] = {}
        taken, left = self._taken(parameters, pairs)
        for parameter, mine in taken:
            try:
                values[parameter.wire_name] = self._read(parameter, self._pairs_as(parameter, mine))
            except LayoutError as error:
                raise LayoutError(f"for `{parameter.wire_name}` {error}") from None
        return values, left

    def _taken(self, parameters: Iterable[Parameter], pairs: Pairs) -> tuple[list[tuple[Parameter, Pairs]], Pairs]:
        """The pairs of each parameter that has any, and those that are left."""
        taken: list[tuple[Parameter, Pairs]] = []
        left = list(pairs)
        for parameter in sorted(parameters, key=self._spread):
            mine = [pair for pair in left if self._is_of(parameter, unquote_plus(pair[0]))]
            left = [pair for pair in left if pair not in mine]
            if mine:
                taken.append((parameter, mine))
        return taken, left

    def _spread(self, parameter: Parameter) -> tuple[bool, bool]:
        """Parameters whose names are written come first; then objects with names of their own; then any others."""
        return self._is_exploded_object(parameter), self._layouts.takes(parameter.type)[1]

    def _is_exploded_object(self, parameter: Parameter) -> bool:
        if parameter.media_type is not None or not parameter.explode or parameter.style in _BRACKETS:
            return parameter.style is Style.WHOLE
        return any(isinstance(each, ObjectType | MapType) for each in self._layouts.alternatives(parameter.type))

    def _is_of(self, parameter: Parameter, name: str) -> bool:
        """Whether a name in a query is one of a parameter's."""
        if parameter.style is Style.WHOLE:
            return True
        own = name == parameter.wire_name
        if parameter.style in _BRACKETS and parameter.media_type is None:
            return own or name.startswith(f"{parameter.wire_name}[")
        if self._is_exploded_object(parameter):
            names, others = self._layouts.takes(parameter.type)
            return name in names or others or (own and self._has_scalars(parameter.type))
        return own

    def _has_scalars(self, of: Type) -> bool:
        return not all(isinstance(each, ObjectType | MapType | NullType) for each in self._layouts.alternatives(of))

    def _pairs_as(self, parameter: Parameter, pairs: Pairs) -> Callable[[Type], Json]:
        return lambda of: self._pairs(parameter, of, pairs)

    def _pairs(self, parameter: Parameter, of: Type, pairs: Pairs) -> Json:
        """Pairs as one alternative of a parameter's type."""
        if parameter.style is Style.WHOLE:
            return self._whole(parameter, unquote_plus("&".join(filter(None, ("=".join(p).strip("=") for p in pairs)))))
        if parameter.media_type is not None:
            return self._whole(parameter, unquote_plus(_single(pairs)))
        structured = isinstance(of, ArrayType | TupleType | ObjectType | MapType)
        bare = all(unquote_plus(name) == parameter.wire_name for name, _ in pairs)
        if parameter.style is Style.DEEP_OBJECT and isinstance(of, ArrayType | TupleType) and bare:
            # OpenAPI leaves open how deepObject lays out an array: its name is repeated, or brackets follow it.
            return list(self._layouts.items(of, [unquote_plus(value) for _, value in pairs]))
        if parameter.style in _BRACKETS and (structured or unquote_plus(pairs[0][0]) != parameter.wire_name):
            return self._layouts.tree(of, branches(parameter.wire_name, pairs, parameter.style))
        if parameter.explode and isinstance(of, ArrayType | TupleType):
            return list(self._layouts.items(of, [unquote_plus(value) for _, value in pairs]))
        if parameter.explode and isinstance(of, ObjectType | MapType):
            return self._exploded(of, pairs)
        text = _single(pairs)
        delimiters = DELIMITERS.get(parameter.style, (",",))
        return self._flat(parameter, of, decoded(parameter, split(text, delimiters)), decoded(parameter, [text])[0])

    def _exploded(self, of: Type, pairs: Pairs) -> Json:
        """An object whose members are pairs; a member that is an array has several."""
        texts: dict[str, list[str]] = {}
        for name, value in pairs:
            texts.setdefault(unquote_plus(name), []).append(unquote_plus(value))
        return {name: self._layouts.tree(self._layouts.member(of, name), found) for name, found in texts.items()}

    def _path(self, parameter: Parameter, of: Type, text: str) -> Json:
        """RFC 6570's simple, label and matrix expansions."""
        if parameter.media_type is not None:
            return self._whole(parameter, unquote(text))
        structured = isinstance(of, ArrayType | TupleType | ObjectType | MapType)
        exploded = parameter.explode and structured
        match parameter.style:
            case Style.LABEL:
                if not text.startswith("."):
                    raise LayoutError("a dot before the value (style label)")
                pieces, whole = split(text[1:], (".",) if exploded else (",",)), text[1:]
            case Style.MATRIX:
                pieces, whole = _matrix(parameter, of, text, exploded)
            case _:
                pieces, whole = split(text, DELIMITERS.get(parameter.style, (",",))), text
        return self._flat(parameter, of, pieces, whole, unquote)

    def _flat(
        self,
        parameter: Parameter,
        of: Type,
        pieces: Sequence[str],
        whole: str,
        decode: Callable[[str], str] = str,
    ) -> Json:
        """Pieces that stood between delimiters as a value; the whole text as a scalar."""
        match of:
            case ArrayType() | TupleType():
                return list(self._layouts.items(of, [decode(piece) for piece in pieces]))
            case ObjectType() | MapType():
                members = equated(pieces) if parameter.explode else alternating(pieces)
                found = {decode(name): decode(text) for name, text in members.items()}
                return {name: self._layouts.scalar(self._layouts.member(of, name), t) for name, t in found.items()}
            case _:
                return self._layouts.scalar(of, decode(whole))

    def _whole(self, parameter: Parameter, text: str) -> Json:
        """A value that is sent as a document of its own."""
        return self._layouts.document(text) if "json" in (parameter.media_type or "") else text

    def _value(self, parameter: Parameter, reading: Callable[[Type], Json], text: str) -> tuple[Json, list[Complaint]]:
        """A value, and what is wrong with it; its text where it cannot be read."""
        spot = Spot(_PLACES[parameter.location], parameter.wire_name)
        try:
            value = self._read(parameter, reading)
        except LayoutError as error:
            return text, [spot.complaint(str(error), shown(text))]
        return value, list(self._shapes.complaints(parameter.type, value, spot))

    def _read(self, parameter: Parameter, reading: Callable[[Type], Json]) -> Json:
        """The first reading that the type holds; else the one nearest to it. Raises `LayoutError` if there is none."""
        values: list[Json] = []
        layouts: list[str] = []
        for of in self._layouts.alternatives(parameter.type):
            try:
                value = reading(of)
            except LayoutError as error:
                layouts.append(str(error))
                continue
            if self._shapes.holds(parameter.type, value):
                return value
            values.append(value)
        if not values:
            raise LayoutError(listed(dict.fromkeys(layouts)) or "no value")
        nowhere = Spot(Place.QUERY)
        return min(values, key=lambda value: len(list(self._shapes.complaints(parameter.type, value, nowhere))))


def _single(pairs: Pairs) -> str:
    if len(pairs) > 1:
        raise LayoutError(f"the name once, not {len(pairs)} times")
    return pairs[0][1]


def _matrix(parameter: Parameter, of: Type, text: str, exploded: bool) -> tuple[list[str], str]:
    """The pieces behind `;name=`."""
    pieces = text.split(";")[1:]
    if exploded and isinstance(of, ObjectType | MapType):
        return pieces, text
    named = all(unquote(piece.partition("=")[0]) == parameter.wire_name for piece in pieces)
    if not pieces or not named or not text.startswith(";") or (len(pieces) > 1 and not exploded):
        raise LayoutError(f"`;{parameter.wire_name}=` before the value (style matrix)")
    values = [piece.partition("=")[2] for piece in pieces]
    return (values if exploded else split(values[0], (",",))), values[0]


def undocumented(pairs: Pairs, parameters: Sequence[Parameter]) -> Iterator[Complaint]:
    """A complaint for each name of a query that nobody takes, with the style that was perhaps meant."""
    names = [each.wire_name for each in parameters]
    by_name = {each.wire_name: each for each in parameters}
    for name in dict.fromkeys(unquote_plus(name) for name, _ in pairs):
        value = next(value for key, value in pairs if unquote_plus(key) == name)
        stem = name.partition("[")[0].partition(".")[0]
        hint = f" ({_written(by_name[stem])})" if stem != name and stem in by_name else meant(name, names)
        yield Complaint(Place.QUERY, name, "", f"no such parameter{hint}", shown(unquote_plus(value)))


def _written(parameter: Parameter) -> str:
    """How a parameter is written, for those who wrote it otherwise."""
    name = parameter.wire_name
    if parameter.media_type is not None:
        return f"`{name}` is sent as {parameter.media_type}"
    match parameter.style:
        case Style.DEEP_OBJECT:
            return f"`{name}` is sent as `{name}[key]=value`"
        case Style.BRACKETS:
            return f"`{name}` is sent as `{name}[]=a&{name}[]=b`"
        case style if parameter.explode:
            return f"`{name}` is sent as `{name}=a&{name}=b`"
        case style:
            joint = {Style.SPACE_DELIMITED: "%20", Style.PIPE_DELIMITED: "|", Style.TAB_DELIMITED: "%09"}
            return f"`{name}` is sent as `{name}=a{joint.get(style, ',')}b`"
