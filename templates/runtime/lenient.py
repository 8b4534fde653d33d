"""Building a documented type from JSON that does not fit it: nothing is lost."""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json, to_json

from .decode import adapter_for
from .extras import extras_type
from .mismatch import Mismatch
from .models import Tagged, UnknownVariant
from .tuples import OpenTuple, parts_of

_MAX_MISMATCHES = 100


def build_leniently(
    kind: Any, text: bytes | str, error: ValidationError
) -> tuple[Any, tuple[Mismatch, ...]]:
    """The nearest value of the type, and every place where the JSON differs."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    builder = _Builder()
    built = builder.build(kind, from_json(text), "$")
    if not builder.mismatches and not builder.forgiven:
        first = error.errors(include_url=False, include_input=False)[0]
        path = "".join(
            f"[{p}]" if isinstance(p, int) else f".{p}" for p in first["loc"]
        )
        builder.report("$" + path, first["msg"], "something else")
    return built, tuple(builder.mismatches)


class _Builder:
    """One lenient build; collects the differences it meets."""

    def __init__(self) -> None:
        self.mismatches: list[Mismatch] = []
        self.forgiven = False

    def report(self, path: str, expected: str, actual: str) -> None:
        if len(self.mismatches) < _MAX_MISMATCHES:
            self.mismatches.append(Mismatch(path, expected, actual))

    def build(self, kind: Any, value: Any, path: str) -> Any:
        found, fits = _strictly(kind, value)
        if fits:
            return found
        origin = get_origin(kind)
        if origin is Annotated:
            return self._annotated(kind, value, path)
        if origin is Union or origin is types.UnionType:
            return self._union(kind, value, path)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self._model(kind, value, path)
        if origin in (list, tuple, set, frozenset) and isinstance(value, list):
            return self._items(origin, get_args(kind), value, path)
        if origin is dict and isinstance(value, dict):
            inner = get_args(kind)[1]
            entries = cast("dict[str, Any]", value).items()
            return {k: self.build(inner, v, _below(path, k)) for k, v in entries}
        return self._leaf(kind, value, path)

    def _leaf(self, kind: Any, value: Any, path: str) -> Any:
        whole, fits = _as_whole(kind, value)
        if fits:
            self.forgiven = True
            return whole
        self.report(path, describe(kind), describe_value(value))
        return _laxly(kind, value)

    def _annotated(self, kind: Any, value: Any, path: str) -> Any:
        base, *metadata = get_args(kind)
        for mark in metadata:
            if isinstance(mark, Tagged):
                return self._tagged(base, mark, value, path)
            if mark is OpenTuple:
                return self._open_tuple(base, value, path)
        if get_origin(base) is not None or _is_model(base):
            return self.build(base, value, path)
        self.report(path, describe(kind), describe_value(value))
        return _laxly(base, value)

    def _tagged(self, base: Any, mark: Tagged, value: Any, path: str) -> Any:
        if value is None or not isinstance(value, dict):
            return self._union(base, value, path)
        names = mark.choose(cast("dict[str, Any]", value)).split("|")
        variants = get_args(base) or (base,)
        named = [each for each in variants if getattr(each, "__name__", None) in names]
        return self._nearest(named, base, value, path)

    def _union(self, kind: Any, value: Any, path: str) -> Any:
        variants = get_args(kind)
        if UnknownVariant not in variants or not isinstance(value, dict):
            return self._nearest(variants, kind, value, path)
        known = [each for each in variants if each is not UnknownVariant]
        best = _least_different(known, cast("object", value), path)
        if best is not None and not best[1].mismatches:
            return self._taken(best)
        # Nothing says which variant was meant: the first difference from the nearest is
        # told, and the object keeps the class that claims nothing.
        near = f" ({best[1].mismatches[0]})" if best is not None else ""
        self.report(path, describe(kind), f"object{near}")
        return _assembled(
            UnknownVariant, {}, set(), dict(cast("dict[str, Any]", value))
        )

    def _taken(self, best: tuple[Any, _Builder]) -> Any:
        built, trial = best
        self.mismatches += trial.mismatches
        self.forgiven = self.forgiven or trial.forgiven
        return built

    def _nearest(
        self, variants: Iterable[Any], kind: Any, value: Any, path: str
    ) -> Any:
        """The value as that of these variants of `kind` that it differs least from."""
        best = _least_different(variants, value, path)
        if best is not None:
            return self._taken(best)
        whole, fits = _as_whole(kind, value)
        if fits:
            self.forgiven = True
            return whole
        self.report(path, describe(kind), describe_value(value))
        return _laxly(kind, value)

    def _items(
        self, origin: Any, inner: tuple[Any, ...], values: Any, path: str
    ) -> Any:
        built: list[Any] = []
        fixed = origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis)
        for index, value in enumerate(values):
            kind = (
                inner[0] if not fixed else inner[index] if index < len(inner) else Any
            )
            built.append(self.build(kind, value, f"{path}[{index}]"))
        if fixed and len(values) != len(inner):
            self.report(path, f"{len(inner)} items", f"{len(values)}")
        try:
            return cast("Any", origin)(built)
        except TypeError:
            return built

    def _open_tuple(self, kind: Any, values: Any, path: str) -> Any:
        if not isinstance(values, list):
            self.report(path, "array", describe_value(values))
            return values
        items = cast("list[object]", values)
        first, rest = parts_of(kind)
        kinds = (*first, *(rest for _ in items[len(first) :]))
        if len(items) < len(first):
            self.report(path, f"at least {len(first)} items", f"{len(items)}")
        return tuple(
            self.build(kind, value, f"{path}[{index}]")
            for index, (kind, value) in enumerate(zip(kinds, items, strict=False))
        )

    def _model(self, kind: type[BaseModel], value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            self.report(path, "object", describe_value(value))
            return value
        kind.model_rebuild()
        rest = dict(cast("dict[str, Any]", value))
        fields: dict[str, Any] = {}
        given: set[str] = set()
        for name, field in kind.model_fields.items():
            wire = field.alias or name
            key = wire if wire in rest else name
            if key in rest:
                annotation: Any = field.annotation
                for mark in field.metadata:
                    annotation = Annotated[annotation, mark]
                fields[name] = self.build(annotation, rest.pop(key), _below(path, wire))
                given.add(name)
            elif field.is_required():
                self.report(_below(path, wire), describe(field.annotation), "nothing")
                fields[name] = None
            else:
                fields[name] = field.get_default(call_default_factory=True)
        extra = extras_type(kind)
        if extra is not Any:
            rest = {k: self.build(extra, v, _below(path, k)) for k, v in rest.items()}
        return _assembled(kind, fields, given, rest)


def _least_different(
    variants: Iterable[Any], value: Any, path: str
) -> tuple[Any, _Builder] | None:
    """The object or array as that of the variants it differs least from, and how."""
    best: tuple[Any, _Builder] | None = None
    if isinstance(value, (dict, list)):
        for variant in variants:
            if not _may_hold(variant, cast("object", value)):
                continue
            trial = _Builder()
            built = trial.build(variant, value, path)
            if best is None or len(trial.mismatches) < len(best[1].mismatches):
                best = built, trial
    return best


def _assembled(
    kind: type[BaseModel],
    fields: dict[str, Any],
    given: set[str],
    extra: dict[str, Any],
) -> BaseModel:
    """An instance made of these very values, without validation."""
    made = kind.__new__(kind)
    keeps = kind.model_config.get("extra") == "allow"
    put = object.__setattr__
    put(made, "__dict__", fields)
    put(made, "__pydantic_fields_set__", given | set(extra) if keeps else given)
    put(made, "__pydantic_extra__", extra if keeps else None)
    put(made, "__pydantic_private__", None)
    return made


def _strictly(kind: Any, value: Any) -> tuple[Any, bool]:
    try:
        text = to_json(value, inf_nan_mode="constants")
        return adapter_for(kind).validator.validate_json(text, strict=True), True
    except ValueError:
        return None, False


def _laxly(kind: Any, value: Any) -> Any:
    """The value that lax validation gives, if need be of the type without its marks."""
    for attempt in (kind, _bare(kind)):
        try:
            return adapter_for(attempt).validate_python(value, strict=False)
        except (ValueError, TypeError):
            continue
    return value


def _bare(kind: Any) -> Any:
    """The type without what `Annotated` adds to it."""
    origin = get_origin(kind)
    if origin is Annotated and OpenTuple not in get_args(kind):
        return _bare(get_args(kind)[0])
    if origin is Union or origin is types.UnionType:
        made: Any = _bare(get_args(kind)[0])
        for part in get_args(kind)[1:]:
            made = made | _bare(part)
        return made
    return kind


def _as_whole(kind: Any, value: Any) -> tuple[Any, bool]:
    """A number without a fraction, written with one, as the integer that it is."""
    if isinstance(value, float) and value.is_integer():
        return _strictly(kind, int(value))
    return None, False


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _may_hold(kind: Any, value: object) -> bool:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if isinstance(value, dict):
        return _is_model(kind) or get_origin(kind) is dict
    return get_origin(kind) in (list, tuple, set, frozenset)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if name.isidentifier() else f"{path}[{name!r}]"


def describe(kind: Any) -> str:
    """A type as a reader of the documentation would call it."""
    origin = get_origin(kind)
    if kind is None or kind is type(None):
        return "null"
    if origin is Annotated:
        return describe(get_args(kind)[0])
    if origin is Union or origin is types.UnionType:
        parts = (each for each in get_args(kind) if each is not UnknownVariant)
        return " | ".join(dict.fromkeys(map(describe, parts)))
    if origin is Literal:
        return " | ".join(map(repr, get_args(kind)))
    name = getattr(origin or kind, "__name__", str(kind))
    return {"dict": "object", "list": "array"}.get(name, name)


def describe_value(value: Any) -> str:
    """What a JSON value is, without saying the value."""
    if value is None:
        return "null"
    return {"dict": "object", "list": "array"}.get(
        type(value).__name__, type(value).__name__
    )
