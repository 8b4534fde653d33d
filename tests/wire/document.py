"""An OpenAPI document as the wire tests read it, on their own: PyYAML for the text, jsonschema for what is valid.

Nothing of specbind is used here, so that a mistake of its reader cannot hide itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Schema = Mapping[str, Any] | bool


FORMATS = FormatChecker()


@FORMATS.checks("time")
def _is_time(value: object) -> bool:
    """RFC 3339's full-time; jsonschema knows times without a zone only."""
    pattern = r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]\d\d:\d\d)"
    return not isinstance(value, str) or re.fullmatch(pattern, value) is not None


class _CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema: a date, `no` and `1_000` are texts."""


_CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN\0"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
_CoreLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def load(path: Path) -> Any:
    """The data of a file of JSON or YAML."""
    text = path.read_text("utf-8")
    try:
        return json.loads(text)
    except ValueError:
        return yaml.load(text, _CoreLoader)


@dataclass(frozen=True)
class Placed:
    """A part of the document, and the file its references are relative to."""

    value: Any
    base: str


@dataclass(frozen=True)
class ParameterSpec:
    """A documented parameter."""

    name: str
    place: str
    required: bool
    style: str
    explode: bool
    schema: Placed
    media_type: str | None
    example: Any = None


@dataclass(frozen=True)
class MediaSpec:
    """A documented representation: `schema` is None where none is written."""

    media_type: str
    schema: Placed | None
    examples: tuple[Any, ...]
    encoding: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class OperationSpec:
    """A documented operation."""

    method: str
    path: str
    parameters: tuple[ParameterSpec, ...]
    body: tuple[MediaSpec, ...]
    body_required: bool
    responses: Mapping[str, tuple[MediaSpec, ...]]
    security: tuple[frozenset[str], ...]

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


@dataclass
class Document:
    """A document and the files it refers to. `brackets`: arrays and objects in queries are sent as `name[]`."""

    path: Path
    brackets: bool = False
    _files: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in sorted(each for each in self.path.parent.rglob("*") if each.suffix in (".json", ".yaml", ".yml")):
            self._files[file.resolve().as_uri()] = load(file)

    @cached_property
    def registry(self) -> Any:
        pairs = [(uri, Resource(contents=data, specification=DRAFT202012)) for uri, data in self._files.items()]
        return Registry().with_resources(pairs)

    @property
    def base(self) -> str:
        return self.path.resolve().as_uri()

    @property
    def root(self) -> Any:
        return self._files[self.base]

    def follow(self, placed: Placed) -> Placed:
        """The place a chain of references leads to."""
        while isinstance(placed.value, Mapping) and "$ref" in placed.value:
            found = self.registry.resolver(placed.base).lookup(placed.value["$ref"])
            placed = Placed(found.contents, found.resolver._base_uri)
        return placed

    @cached_property
    def operations(self) -> dict[str, OperationSpec]:
        return {operation.key: operation for operation in self._operations()}

    def _operations(self) -> Iterator[OperationSpec]:
        for path, item in self.root["paths"].items():
            shared = self.follow(Placed(item, self.base))
            for method in METHODS:
                if method in shared.value:
                    yield self._operation(method.upper(), path, shared.value, shared.value[method], shared.base)

    def _operation(self, method: str, path: str, item: Any, raw: Any, base: str) -> OperationSpec:
        parameters: dict[tuple[str, str], ParameterSpec] = {}
        for each in (*item.get("parameters", ()), *raw.get("parameters", ())):
            one = self._parameter(self.follow(Placed(each, base)))
            parameters[one.name, one.place] = one
        body = self.follow(Placed(raw.get("requestBody", {}), base))
        responses = {
            str(status): self._media(self.follow(Placed(response, base)))
            for status, response in raw["responses"].items()
        }
        security = raw.get("security", self.root.get("security", [{}]))
        choices = tuple(frozenset(choice) for choice in security) or (frozenset(),)
        return OperationSpec(
            method, path, tuple(parameters.values()), self._media(body), body.value.get("required", False),
            responses, choices,
        )  # fmt: skip

    def _parameter(self, placed: Placed) -> ParameterSpec:
        raw = placed.value
        content = raw.get("content") or {}
        media_type = next(iter(content), None)
        schema = content[media_type].get("schema", True) if media_type else raw.get("schema", True)
        example = raw.get("example", content[media_type].get("example") if media_type else None)
        style = raw.get("style", _STYLES[raw["in"]])
        schema_at = Placed(schema, placed.base)
        if self.brackets and raw["in"] == "query" and self.kinds(schema_at) & {"array", "object"}:
            style = "brackets"
        return ParameterSpec(
            raw["name"], raw["in"], raw.get("required", False), style, raw.get("explode", style == "form"),
            schema_at, media_type, example,
        )  # fmt: skip

    def _media(self, placed: Placed) -> tuple[MediaSpec, ...]:
        found = []
        for media_type, raw in (placed.value.get("content") or {}).items():
            examples = [raw["example"]] if "example" in raw else []
            for each in (raw.get("examples") or {}).values():
                examples.append(self.follow(Placed(each, placed.base)).value["value"])
            schema = Placed(raw["schema"], placed.base) if "schema" in raw else None
            found.append(MediaSpec(media_type, schema, tuple(examples), raw.get("encoding", {})))
        return tuple(found)

    def kinds(self, placed: Placed) -> set[str]:
        """The JSON types a schema speaks of, through references and compositions."""
        placed = self.follow(placed)
        if not isinstance(placed.value, Mapping):
            return set()
        said = placed.value.get("type", [])
        found = set(said) if isinstance(said, list) else {said}
        if "properties" in placed.value:
            found.add("object")
        for word in ("allOf", "anyOf", "oneOf"):
            for part in placed.value.get(word, ()):
                found |= self.kinds(Placed(part, placed.base))
        for value in placed.value.get("enum", [placed.value.get("const")]):
            if isinstance(value, str):
                found.add("string")
            elif isinstance(value, int):
                found.add("integer")
        return found

    def errors(self, placed: Placed | None, value: Any, *, sent: bool) -> list[str]:
        """What is wrong with a value: against the schema and, in what is sent, members that no part of it declares."""
        if placed is None:
            return []
        refusals = self.validator(placed, sent=sent).iter_errors(value)
        found = [f"{error.json_path}: {error.message[:200]}" for error in refusals]
        if sent:
            found += [f"{path}: not declared" for path in self._undeclared([placed], value, "$")]
        return found

    def validator(self, placed: Placed, *, sent: bool) -> Any:
        """jsonschema's validator of a schema, for values of one direction."""
        kind = _SENT if sent else _RECEIVED
        schema = {"$ref": "urn:wire:schema"} if isinstance(placed.value, Mapping) else placed.value
        return kind(schema, registry=self._with(placed), format_checker=FORMATS)

    def _with(self, placed: Placed) -> Any:
        """The registry with the schema itself under a name, its references made absolute."""
        if not isinstance(placed.value, Mapping):
            return self.registry
        contents = absolute(placed.value, placed.base)
        return self.registry.with_resource("urn:wire:schema", Resource(contents=contents, specification=DRAFT202012))

    def parts(self, placed: Placed) -> Iterator[Placed]:
        """A schema and everything it is composed of."""
        placed = self.follow(placed)
        if isinstance(placed.value, Mapping):
            yield placed
            for word in ("allOf", "anyOf", "oneOf"):
                for part in placed.value.get(word, ()):
                    yield from self.parts(Placed(part, placed.base))

    def _undeclared(self, schemas: list[Placed], value: Any, path: str) -> Iterator[str]:
        parts = [part for schema in schemas for part in self.parts(schema)]
        if isinstance(value, dict):
            yield from self._undeclared_members(parts, value, path)
        elif isinstance(value, list):
            items = [Placed(part.value["items"], part.base) for part in parts if "items" in part.value]
            for index, item in enumerate(value):
                yield from self._undeclared(items, item, f"{path}[{index}]")

    def _undeclared_members(self, parts: list[Placed], value: Mapping[str, Any], path: str) -> Iterator[str]:
        known: dict[str, list[Placed]] = {}
        extra: list[Placed] = []
        free = True
        for part in parts:
            for name, schema in part.value.get("properties", {}).items():
                known.setdefault(name, []).append(Placed(schema, part.base))
                free = False
            for word in ("additionalProperties", "unevaluatedProperties"):
                if part.value.get(word, False) is not False:
                    extra.append(Placed(part.value[word], part.base))
            extra += [Placed(schema, part.base) for schema in part.value.get("patternProperties", {}).values()]
        for name, member in value.items():
            below = known.get(name, extra)
            if not below and not free:
                yield f"{path}.{name}"
            yield from self._undeclared(below, member, f"{path}.{name}")


def absolute(schema: Any, base: str) -> Any:
    """The schema with references that need no base."""
    if isinstance(schema, Mapping):
        return {
            key: _joined(base, value) if key == "$ref" and isinstance(value, str) else absolute(value, base)
            for key, value in schema.items()
        }
    return [absolute(each, base) for each in schema] if isinstance(schema, list) else schema


def _joined(base: str, reference: str) -> str:
    return base + reference if reference.startswith("#") else urljoin(base, reference)


def _directed(word: str) -> Any:
    """jsonschema's validator where members marked `word` are neither needed nor allowed."""

    def is_marked(validator: Any, schema: Any) -> bool:
        resolver = validator._resolver
        while isinstance(schema, Mapping):
            if schema.get(word):
                return True
            if "$ref" not in schema:
                return False
            found = resolver.lookup(schema["$ref"])
            schema, resolver = found.contents, found.resolver
        return False

    def required(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if validator.is_type(instance, "object"):
            for name in names:
                declared = schema.get("properties", {}).get(name)
                if name not in instance and not is_marked(validator, declared):
                    yield ValidationError(f"{name!r} is a required property")

    def properties(validator: Any, members: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if validator.is_type(instance, "object"):
            for name, below in members.items():
                if name in instance:
                    if is_marked(validator, below):
                        yield ValidationError(f"{name!r} is {word}")
                    yield from validator.descend(instance[name], below, path=name, schema_path=name)

    return cast(Any, extend(Draft202012Validator, {"required": required, "properties": properties}))


_SENT = _directed("readOnly")
_RECEIVED = _directed("writeOnly")
