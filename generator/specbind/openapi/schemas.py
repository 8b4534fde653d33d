"""Schemas to types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from specbind import rules
from specbind.diagnostics import Related
from specbind.ir.extensions import NAME
from specbind.ir.types import (
    NULL,
    UNKNOWN,
    AnyExtra,
    BooleanType,
    Discriminator,
    Field,
    Json,
    ObjectType,
    RefType,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    UnionType,
    nullable,
)
from specbind.ir.unions import union_of
from specbind.openapi.annotations import constraints, examples_of, notes_of
from specbind.openapi.conditions import with_conditions
from specbind.openapi.declarations import Declarations
from specbind.openapi.declared_cycles import without_self_references
from specbind.openapi.defaults import Check, run_checks
from specbind.openapi.deviations import report_schema
from specbind.openapi.dynamic import Scopes
from specbind.openapi.enums import const_type, enum_type
from specbind.openapi.extensions import read_inferred, text_of
from specbind.openapi.inherit import Base, find_bases
from specbind.openapi.intersect import Intersection
from specbind.openapi.keywords import only_constrains, report_keywords, says_null, types_of
from specbind.openapi.limits import MAX_SCHEMA_DEPTH, MAX_WEIGHT
from specbind.openapi.objects import array_type, extra_of, object_type
from specbind.openapi.refs import Refs
from specbind.openapi.remarks import Remarks, lists_members_in_vain
from specbind.openapi.scalars import integer_type, number_type, string_type
from specbind.openapi.tags import own_tags
from specbind.openapi.tree import Node
from specbind.openapi.unions import Unions, last_word
from specbind.openapi.weights import Weights

_UNIONS: Final = ("oneOf", "anyOf")


class Schemas:
    """Reads the schemas of one description, each once; declared types are read when first needed."""

    def __init__(self, refs: Refs) -> None:
        self.refs = refs
        self._declarations = Declarations(refs)
        self._unions = Unions(self)
        self._weights = Weights()
        self._scopes = Scopes(refs)
        self._types: dict[tuple[str, str], Type] = {}
        self._declared: dict[str, Type] = {}
        self._shapes: dict[str, Type] = {}
        self._base_names: dict[str, str] = {}
        self._active: set[str] = set()
        self._bases: dict[tuple[str, str], Base] = {}
        self._checks: list[Check] = []
        self.remarks = Remarks()
        self._depth = 0

    def declare(self, components: Node) -> None:
        """Declare the component schemas, each under its own name."""
        members = [(text_of(node, NAME) or key, node) for key, node in components.members()]
        for name, node in members:
            self._declarations.add_component(name, node)
        for name, node in members:
            if node.has("$ref") and len(list(node.members())) == 1:
                self._declarations.adopt(name, node)
        self._bases = find_bases([node for _, node in members], self.refs)

    def finish(self) -> tuple[TypeDecl, ...]:
        """Every declared type: the components, then what other references led to."""
        decls: list[TypeDecl] = []
        while len(decls) < len(names := self._declarations.names()):
            for name in names[len(decls) :]:
                for needed in self._needed_first(name):
                    self._declaration(needed)
                decls.append(self._decl(name))
        run_checks(self._checks, self.shape)
        return without_self_references(decls, self.refs.collector)

    def _needed_first(self, name: str) -> list[str]:
        """The types that a type extends, the furthest first, so that a long chain costs no stack."""
        found: dict[str, None] = {}
        todo = [name]
        while todo:
            parts = self.home(RefType(todo.pop())).get("allOf")
            for part in parts.items() if parts is not None else ():
                ref = self._declarations.ref_to(part) if part.has("$ref") else None
                if ref is not None and ref.name not in found and ref.name not in self._declared:
                    found[ref.name] = None
                    todo.append(ref.name)
        return list(reversed(found))

    def _decl(self, name: str) -> TypeDecl:
        node = self.home(RefType(name))
        notes = notes_of(node, self.refs)
        deprecated = node.flag("deprecated") or False
        of = self._declaration(name) or UNKNOWN
        return TypeDecl(
            name, of, notes.description, deprecated, examples_of(node), inferred=read_inferred(node), span=node.span
        )

    def home(self, ref: RefType) -> Node:
        """The schema that declares a type."""
        return self._declarations.home(ref.name)

    def check(self, node: Node, of: Type, value: Json) -> None:
        """Have a default compared with its type once every type is known."""
        self._checks.append(Check(node, of, value))

    def read(self, node: Node) -> Type:
        """The type of a schema."""
        place = node.place
        known = self._types.get(place)
        if known is None:
            if self._depth >= MAX_SCHEMA_DEPTH:
                message = f"schemas are nested more than {MAX_SCHEMA_DEPTH} deep"
                node.report(rules.SCHEMA_TOO_DEEP, message, label="any value is accepted from here on")
                return UNKNOWN
            self._depth += 1
            known = self._types[place] = self._read(node)
            self._depth -= 1
        return known

    def _read(self, node: Node) -> Type:
        if node.value is True:
            return UNKNOWN
        if node.value is False:
            node.report(rules.WIDENED_KEYWORD, "`false` allows no value", label="any value is accepted")
            return UNKNOWN
        if not isinstance(node.value, dict):
            node.wrong("a schema")
            return UNKNOWN
        report_schema(node, self.refs.dialect)
        self.remarks.schema(node)
        if lists_members_in_vain(node):
            self.remarks.overlook(node, object_type(self, node))
        brought = self._scopes.brought(node)
        if not brought:
            return self._plain(node)
        known, self._types = self._types, {}
        before = self._scopes.enter(brought)
        of = self._plain(node)
        self._scopes.leave(before)
        self._types = known
        return of

    def _plain(self, node: Node) -> Type:
        """The type of a schema with the anchors that are in force."""
        if node.has("$ref"):
            return self._reference(node)
        if node.has("$dynamicRef") or node.has("$recursiveRef"):
            of = self._dynamic(node)
            if of is not None:
                return of
        return self._composed(node, _UNIONS)

    def _dynamic(self, node: Node) -> Type | None:
        binding = self._scopes.binding(node)
        if binding is not None and not binding.declared:
            return self.read(binding.node)
        key = "$dynamicRef" if node.has("$dynamicRef") else "$recursiveRef"
        target = binding.node if binding is not None else self.refs.dynamic(node, key)
        if target is not None and not constraints(target) and not target.has("$ref"):
            return UNKNOWN
        return self._declarations.ref_at(target) if target is not None else None

    def _referred(self, node: Node) -> Type | None:
        """What a reference leads to: a declared type, or a copy of it where anchors mean something else here."""
        target = self.refs.follow(node) if self._scopes.bound(node) else None
        if target is None:
            return self._declarations.ref_to(node)
        self._scopes.open(target)
        of = self._plain(target)
        self._scopes.close(target)
        return of

    def _reference(self, node: Node) -> Type:
        """A reference, with what stands beside it where the version lets that apply."""
        of = self._referred(node)
        if of is None:
            return UNKNOWN
        beside = constraints(node)
        if beside and self.refs.dialect.is_json_schema:
            of = self._common(node, of, self._composed(node, _UNIONS))
        elif beside and beside != ["type"]:
            message = f"`{'`, `'.join(beside)}` beside `$ref` is ignored in {self.refs.dialect.title}"
            node.report(rules.IGNORED_SIBLINGS, message, label="only the reference applies")
        if not says_null(node):
            return of
        if not self.refs.dialect.is_json_schema:
            message = "null beside `$ref` has a meaning in no version; it is taken to be meant"
            node.report(rules.OTHER_VERSION, message, label="null is accepted")
        return nullable(of)

    def _composed(self, node: Node, unions: tuple[str, ...]) -> Type:
        """What `allOf`, the schema's own keywords and its unions have in common."""
        types, null = types_of(node)
        of: Type = UNKNOWN
        listed = node.sequence("allOf")
        parts = list(listed.items()) if listed is not None else []
        for part in parts:
            if not only_constrains(part):
                of = self._common(part, of, self._extended(node, self.read(part)))
        own, listed_null = self._own(node, types)
        of = self._limited(node, of, own)
        for part in parts:
            if only_constrains(part):
                of = self._limited(part, of, self.read(part))
                null = null or (says_null(part) and not constraints(part))
        for key in unions:
            of = self._common(node, of, self._unions.read(node, key)) if node.has(key) else of
        of = with_conditions(self, node, of)
        report_keywords(node, of)
        of = self._finished(node, of)
        return nullable(of) if null or listed_null else of

    def _extended(self, node: Node, part: Type) -> Type:
        """A part of an `allOf`; a subtype takes over the members of its base, not its other subtypes."""
        base = self._bases.get(self.home(part).place) if isinstance(part, RefType) else None
        if isinstance(part, RefType) and base is not None and node.place in base.subtypes:
            return self.shape(part) or part
        return part

    def _own(self, node: Node, types: tuple[str, ...]) -> tuple[Type, bool]:
        """What the schema itself says, compositions apart, and whether its values list null."""
        if node.has("const"):
            return const_type(node, types), False
        if node.has("enum"):
            of, null = enum_type(node, types)
            if of != UNKNOWN or null:
                return of, null
        return union_of([self._of_type(node, name) for name in types]), False

    def _of_type(self, node: Node, name: str) -> Type:
        match name:
            case "string":
                return string_type(node)
            case "integer":
                return integer_type(node)
            case "number":
                return number_type(node)
            case "boolean":
                return BooleanType()
            case "array":
                return array_type(self, node)
            case "object":
                return object_type(self, node)
            case "file":
                return StringType(StringFormat.BINARY)
            case _:
                return NULL

    def _finished(self, node: Node, of: Type) -> Type:
        """A composed object under the words of the schema that composes it."""
        others = node.get("unevaluatedItems")
        if isinstance(of, TupleType) and others is not None:
            return replace(of, rest=None if others.value is False else self.read(others))
        if not isinstance(of, ObjectType):
            return of
        rest = node.get("unevaluatedProperties")
        if rest is not None and isinstance(of.extra, AnyExtra):
            of = replace(of, extra=extra_of(self, rest))
        if node.has("allOf"):
            title = node.text("title") if node.has("title") else None
            of = replace(of, title=title, description=node.text("description"), span=node.span)
        weight = self._weights.of(of)
        if weight > MAX_WEIGHT or (node.has("allOf") and not self._weights.add(weight)):
            self._too_large(node)
            return UNKNOWN
        return of

    def _common(self, node: Node, first: Type, second: Type) -> Type:
        """What two types have in common; either where that is nothing."""
        for one, other in ((first, second), (second, first)):
            if isinstance(one, RefType) and other != UNKNOWN and self._is_open(one):
                message = f"`{one.name}` is composed of itself"
                node.report(rules.RECURSIVE_COMPOSITION, message, label="this part is left out")
                return other
        conflict = partial(self._conflict, node)
        common = Intersection(self.shape, conflict, partial(self._too_large, node)).of(first, second)
        if common is not None:
            return common
        message = "the parts of this schema have no value in common"
        node.report(rules.CONTRADICTING_PARTS, message, label="contradicts what stands before it")
        return union_of((first, second))

    def _limited(self, node: Node, first: Type, second: Type) -> Type:
        """What two types have in common; the first where the second only limits other values."""
        if first != UNKNOWN and only_constrains(node):
            return Intersection(self.shape, _ignore, _ignore).of(first, second) or first
        return self._common(node, first, second)

    def _is_open(self, ref: RefType) -> bool:
        """Whether a type is needed to read itself."""
        name = f"{ref.name} " if self.home(ref).place in self._bases else ref.name
        return name in self._active

    def _conflict(self, node: Node, first: Field, second: Field) -> None:
        message = f"`{second.wire_name}` has no value in common with the member it narrows"
        related = (Related(first.span, "narrows this one"),) if first.span is not None else ()
        span = second.span or node.span
        self.refs.collector.report(
            rules.CONTRADICTING_PARTS, message, span, label="either type is accepted", related=related
        )

    def _too_large(self, node: Node) -> None:
        message = "the parts of this schema multiply out to too many types"
        node.report(rules.COMPOSITION_TOO_LARGE, message, label="widened")

    def shape(self, ref: RefType) -> Type | None:
        """What a declared type is, never a reference; of a base its own members; None while it is read."""
        seen: set[str] = set()
        while ref.name not in seen:
            seen.add(ref.name)
            base = self.home(ref).place in self._bases
            of = self._own_shape(ref.name) if base else self._declaration(ref.name)
            if not isinstance(of, RefType):
                return of
            ref = of
        return None

    def _own_shape(self, name: str) -> Type | None:
        node = self.home(RefType(name))
        return self._guarded(f"{name} ", self._shapes, partial(self._composed, node, ()))

    def _declaration(self, name: str) -> Type | None:
        """What a name is declared as: of a base, the union of its subtypes."""
        node = self.home(RefType(name))
        base = self._bases.get(node.place)
        if base is None or any(node.has(key) for key in _UNIONS):
            return self._guarded(name, self._declared, partial(self.read, node))
        if name in self._base_names.values():
            return self._own_shape(name)
        return self._guarded(name, self._declared, partial(self._subtypes, name, base))

    def _guarded(self, name: str, into: dict[str, Type], read: Callable[[], Type]) -> Type | None:
        """A declared type, read once; None while it is being read."""
        if name not in into and name not in self._active:
            self._active.add(name)
            into[name] = read()
            self._active.discard(name)
        return into.get(name)

    def _subtypes(self, name: str, base: Base) -> Type:
        """Any of the components that extend a base, and the base itself where its tags say so."""
        targets = self._unions.mapped_targets(base.node)
        nodes = {node.place: node for node in (*targets.values(), *base.subtypes.values())}
        if len(nodes) == 1:
            nodes[base.node.place] = base.node
        tags = own_tags(self._unions.tags, base.tag, nodes.values())
        order = {place: index for index, place in enumerate(nodes)}
        mapping = {tag: order[node.place] for tag, node in targets.items()}
        mapped = {node.place for node in targets.values()}
        for index, (place, node) in enumerate(nodes.items()):
            for tag in tags[place] or (() if place in mapped else (last_word(node),)):
                mapping.setdefault(tag, index)
        variants = tuple(self._variant(name, base, node) for node in nodes.values())
        default = self._unions.default_target(base.node)
        fallback = order.get(default.place) if default is not None else None
        return UnionType(variants, Discriminator(base.tag, tuple(mapping.items()), default=fallback))

    def _variant(self, name: str, base: Base, node: Node) -> RefType:
        if node.place != base.node.place:
            return self._declarations.ref_at(node)
        if name not in self._base_names:
            self._base_names[name] = self._declarations.add_base(name, node)
        return RefType(self._base_names[name])


def _ignore(*_: object) -> None:
    """Hear of a problem that is none."""
