"""Declared types as pydantic models, typed dicts and type aliases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from specbind.ir.types import Access, Field, ObjectType, Type, TypedExtra, UnionType
from specbind.ir.walk import references
from specbind.python import fields as naming
from specbind.python.annotations import ANNOTATED, UNKNOWN_VARIANT, Annotations, Place, Spelling, optional
from specbind.python.docstrings import deprecated, docstring, telling
from specbind.python.layout import (
    NOTHING,
    Atom,
    Code,
    Group,
    Node,
    Symbol,
    assignment,
    call,
    code,
    either,
    flat,
    keyword,
    mapping,
    member,
    one_or_more,
    row,
    subscript,
    symbols,
)
from specbind.python.literals import text_literal
from specbind.python.package import Member, ModelClass, ModelsModule, ParamsModule, Statement
from specbind.python.symbols import Symbols, TypeName

FIELD = Atom("Field", Symbol("pydantic", "Field", "Field"))
TYPE_ALIAS = Atom("TypeAlias", Symbol("typing", "TypeAlias", "TypeAlias"))
TYPE_ALIAS_TYPE = Atom("TypeAliasType", Symbol("typing_extensions", "TypeAliasType", "TypeAliasType"))
TAGGED = Atom("Tagged", Symbol("._runtime", "Tagged", "Tagged"))
CLASS_VAR = Atom("ClassVar", Symbol("typing", "ClassVar", "ClassVar"))
NOT_REQUIRED = Atom("NotRequired", Symbol("typing", "NotRequired", "NotRequired"))
TYPED_DICT = Atom("TypedDict", Symbol("typing", "TypedDict", "TypedDict"))
_HOMES = {"Model": "._runtime"}
_TYPES_EXTRA = Code("# pyright: reportIncompatibleVariableOverride=false")
_BASES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("Model", str),
    ("CamelModel", naming.camel),
    ("PascalModel", naming.pascal),
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """One class to emit for an object type: its name, the fields of its direction and how their types are spelled."""

    name: str
    fields: tuple[Field, ...]
    annotations: Annotations


def models_module(names: Iterable[TypeName], settled: Symbols, doc: str) -> ModelsModule:
    """The module of pydantic models for `names`."""
    classes = [
        _model(shape, name, of)
        for name in names
        if isinstance(of := name.decl.type, ObjectType)
        for shape in _shapes(name, of, settled)
    ]
    aliases: list[Statement] = []
    for name in in_order(names):
        for place, spelled in _spellings(name):
            node = tagged(name.decl.type, Annotations(settled, place, Spelling.DIRECT))
            aliases.append(_alias(name, spelled, node, name.decl.name in settled.recursive))
    extra = any(isinstance(of := name.decl.type, ObjectType) and isinstance(of.extra, TypedExtra) for name in names)
    pragma = _TYPES_EXTRA if extra else NOTHING
    return ModelsModule(Code(docstring(doc, 0)), tuple(classes), tuple(aliases), pragma)


def _spellings(name: TypeName) -> Iterable[tuple[Place, str]]:
    """One alias, or two where what is sent differs from what is received."""
    yield Place.RESPONSE, name.model
    if name.request_model != name.model:
        yield Place.REQUEST, name.request_model


def params_module(names: Iterable[TypeName], settled: Symbols, doc: str) -> ParamsModule:
    """The module of typed dicts and aliases for `names`, which requests can hold."""
    annotations = Annotations(settled, Place.ARGUMENT, Spelling.DIRECT)
    classes: list[ModelClass] = []
    statements: list[Statement] = []
    for name in names:
        of = name.decl.type
        if isinstance(of, ObjectType):
            shape = _Shape(name.param, naming.request_fields(of), annotations)
            if all(_writable(field.wire_name) for field in shape.fields):
                classes.append(_typed_dict(shape, name))
            else:
                statements.append(_functional_typed_dict(shape, name))
    for name in in_order(names):
        node = annotations.node(name.decl.type)
        statements.append(_alias(name, name.param, node, name.decl.name in settled.recursive))
    return ParamsModule(Code(docstring(doc, 0)), tuple(classes), tuple(statements))


def _shapes(name: TypeName, of: ObjectType, settled: Symbols) -> Iterable[_Shape]:
    """One class, or two where what is sent differs from what is received."""
    received = Annotations(settled, Place.RESPONSE, Spelling.DIRECT)
    sent = Annotations(settled, Place.REQUEST, Spelling.DIRECT)
    if name.decl.name in settled.usage.requests and name.decl.name not in settled.usage.responses:
        yield _Shape(name.model, naming.request_fields(of), sent)
        return
    yield _Shape(name.model, tuple(f for f in of.fields if f.access is not Access.WRITE_ONLY), received)
    if name.request_model != name.model:
        yield _Shape(name.request_model, naming.request_fields(of), sent)


def _model(shape: _Shape, name: TypeName, of: ObjectType) -> ModelClass:
    names = naming.settle((field.wire_name for field in shape.fields), naming.RESERVED_FIELDS)
    bases = _BASES if any(wire != wire.lower() for wire in names) else _BASES[:1]
    base, spell = min(bases, key=lambda base: _misspelled(names, base[1]))
    members = list(_read_only(shape))
    if isinstance(of.extra, TypedExtra):
        extra = subscript("dict", ["str", shape.annotations.node(of.extra.type)])
        members.append(Member(code(row("__pydantic_extra__: ", extra), 4)))
    members += [_member(field, names[field.wire_name], spell, shape.annotations) for field in shape.fields]
    return ModelClass(
        name=Code(shape.name),
        header=_header(shape.name, Atom(base, Symbol(_HOMES.get(base, "._runtime.cases"), base, base))),
        doc=class_doc(name),
        members=tuple(members),
    )


def _header(name: str, base: Atom) -> Code:
    return code(row(f"class {name}", Group("(", (base,), ")"), ":"))


def _misspelled(names: Mapping[str, str], spell: Callable[[str], str]) -> int:
    """How many fields would need an alias of their own."""
    return sum(1 for wire, name in names.items() if spell(name) != wire)


def _read_only(shape: _Shape) -> Iterable[Member]:
    """The members that a model drops when it is sent back."""
    wire = [field.wire_name for field in shape.fields if field.access is Access.READ_ONLY]
    if wire:
        value = call("frozenset", [Group("{", tuple(Atom(text_literal(each)) for each in wire), "}")])
        yield Member(code(row("_read_only_: ", subscript(CLASS_VAR, ["frozenset[str]"]), " = ", value), 4))


def _member(field: Field, name: str, spell: Callable[[str], str], annotations: Annotations) -> Member:
    annotation = annotations.node(field.type)
    if not field.required:
        annotation = optional(annotation)
    if spell(name) != field.wire_name:
        alias = call(FIELD, [row("alias=", text_literal(field.wire_name))])
        annotation = subscript(ANNOTATED, [annotation, alias])
    default = "" if field.required else "None"
    return Member(member(name, annotation, default, 4), field_doc(field, annotations.symbols))


def _writable(wire_name: str) -> bool:
    """Whether a key can be written as an annotation in a class body (two leading underscores would be mangled)."""
    return wire_name.isidentifier() and naming.is_plain(wire_name)


def _typed_dict(shape: _Shape, name: TypeName) -> ModelClass:
    members = tuple(
        Member(
            member(field.wire_name, _key_type(field, shape.annotations), "", 4),
            field_doc(field, shape.annotations.symbols),
        )
        for field in shape.fields
    )
    return ModelClass(Code(shape.name), _header(shape.name, TYPED_DICT), class_doc(name), members)


def _functional_typed_dict(shape: _Shape, name: TypeName) -> Statement:
    """A typed dict with keys that no class body can hold."""
    types = [_key_type(field, shape.annotations) for field in shape.fields]
    pairs = [(text_literal(field.wire_name), _quoted(of)) for field, of in zip(shape.fields, types, strict=True)]
    value = call(TYPED_DICT, [text_literal(shape.name), mapping(pairs)])
    doc = telling(name.decl.description, shape.name)
    return Statement(assignment(shape.name, None, value), Code(docstring(doc, 0)) if doc else NOTHING)


def _key_type(field: Field, annotations: Annotations) -> Node:
    annotation = annotations.node(field.type)
    return annotation if field.required else subscript(NOT_REQUIRED, [annotation])


def _quoted(node: Node) -> Node:
    """An annotation as a string: it may name what is defined further down."""
    imports = tuple(Atom("", symbol) for symbol in symbols(node))
    return row(*imports, text_literal(flat(node)))


def field_doc(field: Field, settled: Symbols) -> Code:
    """The docstring of a field: what the document says of it or of its type, and that it is deprecated."""
    text = telling(field.description, field.wire_name) or telling(settled.about(field.type), field.wire_name)
    if field.deprecated:
        text = deprecated(text)
    return Code(docstring(text, 4)) if text else NOTHING


def class_doc(name: TypeName) -> Code:
    """The docstring of a class."""
    of = name.decl.type
    text = telling(name.decl.description or (of.description if isinstance(of, ObjectType) else None), name.model)
    if name.decl.deprecated:
        text = deprecated(text)
    return Code(docstring(text, 4)) if text else NOTHING


def in_order(names: Iterable[TypeName]) -> list[TypeName]:
    """The aliases among `names`, each after those it is made of."""
    aliases = {name.decl.name: name for name in names if not name.is_object}
    done: dict[str, TypeName] = {}
    for start in aliases:
        stack = [(start, False)]
        open_: set[str] = set()
        while stack:
            key, ready = stack.pop()
            if ready:
                done.setdefault(key, aliases[key])
            elif key not in done and key not in open_:
                open_.add(key)
                stack.append((key, True))
                inner = [name for name in references(aliases[key].decl.type) if name in aliases]
                stack.extend((name, False) for name in reversed(inner))
    return list(done.values())


def _alias(name: TypeName, spelled: str, node: Node, recursive: bool) -> Statement:
    """`Name: TypeAlias = ...`, or a `TypeAliasType` of a string where the alias is made of itself."""
    doc = telling(name.decl.description, spelled)
    if recursive:
        line = assignment(spelled, None, call(TYPE_ALIAS_TYPE, [text_literal(spelled), _quoted(node)]))
    else:
        line = assignment(spelled, TYPE_ALIAS, node)
    return Statement(line, Code(docstring(doc, 0)) if doc else NOTHING)


def tagged(of: Type, annotations: Annotations) -> Node:
    """The annotation of an alias; a union with tags says how they choose among its objects."""
    if not isinstance(of, UnionType) or of.discriminator is None:
        return annotations.node(of)
    ends = [annotations.symbols.object_of(each) for each in of.variants]
    objects = [each for each, end in zip(of.variants, ends, strict=True) if end is not None]
    others = [each for each, end in zip(of.variants, ends, strict=True) if end is None]
    classes: dict[str, list[str]] = {}
    for tag, index in of.discriminator.mapping:
        end = ends[index]
        if end is None:
            return annotations.node(of)
        spelled = annotations.class_name(end)
        if spelled not in classes.setdefault(tag, []):
            classes[tag].append(spelled)
    pairs = [(text_literal(tag), _class_names(names)) for tag, names in classes.items()]
    settings: list[Node | str] = [text_literal(of.discriminator.wire_name), mapping(pairs)]
    default = ends[of.discriminator.default] if of.discriminator.default is not None else None
    if default is not None:
        settings.append(keyword("default", text_literal(annotations.class_name(default))))
    tagged = call(TAGGED, settings)
    known = either([*dict.fromkeys(map(annotations.node, objects)), UNKNOWN_VARIANT])
    return either([*map(annotations.node, others), subscript(ANNOTATED, [known, tagged])])


def _class_names(names: list[str]) -> Node:
    """One class for a tag, or several that share it."""
    if len(names) == 1:
        return Atom(text_literal(names[0]))
    return one_or_more(map(text_literal, names))
