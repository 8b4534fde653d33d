"""Reference pages of an `Api`, written by the rules of the format and by nothing of the reader: the reader's oracle.

Pages come in the three dialects. What they cannot say is in `losses`.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from specbind.ir.api import Api, Content, Location, Operation, Parameter, Resource
from specbind.ir.types import (
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    EnumValue,
    Field,
    IntegerType,
    MapType,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    Scalar,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    UnionType,
    UnknownType,
    without_null,
)

from .rendering_examples import Call, examples

ABBREVIATIONS = {"api": "API", "id": "ID", "url": "URL"}
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*\Z")
SECTIONS = (
    (Location.PATH, "### Path Parameters"),
    (Location.QUERY, "### Query Parameters"),
    (Location.HEADER, "### Header Parameters"),
    (Location.COOKIE, "### Cookie Parameters"),
)


class Dialect(enum.Enum):
    """How pages are written: short titles and `=` before objects; full titles; `or null` printed."""

    D1 = "d1"
    D2 = "d2"
    D3 = "d3"


@dataclass(frozen=True)
class Style:
    """How to write an API.

    `titled` are declared types to write as inline objects with a title, each time in full, and without a name where
    they are a whole answer. `domain_types` are the entries of a resource by its dotted path; others get the types that
    their operations are the first to use. `seconds` are hand-written examples by operation: whole Markdown sections.
    """

    dialect: Dialect = Dialect.D2
    titled: frozenset[str] = frozenset()
    domain_types: Mapping[str, tuple[TypeDecl, ...]] | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, str] = field(default_factory=dict)


def single_page(api: Api, style: Style) -> str:
    """All resources on one page, depth first."""
    writer = _Writer(api, style)
    return "\n\n".join(writer.resource(each) for each in writer.order()) + "\n"


def resource_pages(api: Api, style: Style) -> dict[str, str]:
    """A page for each resource, by path: `organization/projects.md`, and `organization/projects/users.md` below it."""
    writer = _Writer(api, style)
    return {_file(each): writer.resource(each) + "\n" for each in writer.order()}


def leaf_pages(api: Api, style: Style) -> dict[str, str]:
    """A page for each operation, by path, and one with the domain types of each resource."""
    writer = _Writer(api, style)
    pages: dict[str, str] = {}
    for each in writer.order():
        for method in each.methods:
            text = writer.operation(writer.operations[method.operation], method.name)
            pages["/".join((*each.path, method.name)) + ".md"] = text + "\n"
        if writer.entries(each):
            pages[_file(each)] = "\n\n".join([f"# {writer.heading(each)}", *writer.types(each)]) + "\n"
    return pages


def _file(resource: Resource) -> str:
    return "/".join(resource.path or ("index",)) + ".md"


def title(words: str) -> str:
    """`rate_limits` as a heading: `Rate Limits`; `UsageCostsResponse`: `Usage Costs Response`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", words.replace("_", " "))
    return " ".join(ABBREVIATIONS.get(word.lower(), word[:1].upper() + word[1:]) for word in spaced.split())


class _Writer:
    """An API in one style."""

    def __init__(self, api: Api, style: Style) -> None:
        self.api = api
        self.style = style
        self.decls = {decl.name: decl for decl in api.types}
        self.operations = {operation.key: operation for operation in api.operations}
        self._homes = self._settled()

    def order(self) -> list[Resource]:
        """The resources that have a page, depth first."""
        return [each for each in _depth_first(self.api.resources) if each.methods or self.entries(each)]

    def entries(self, resource: Resource) -> tuple[TypeDecl, ...]:
        """The domain types of a resource."""
        path = ".".join(resource.path)
        if self.style.domain_types is not None:
            return self.style.domain_types.get(path, ())
        return tuple(self.decls[name] for name, home in self._homes.items() if home == path)

    def _settled(self) -> dict[str, str]:
        """Each declared type with the first resource that uses it; the first resource has those that none uses."""
        homes: dict[str, str] = {}
        nodes = [each for each in _depth_first(self.api.resources) if each.methods]
        for each in nodes:
            for method in each.methods:
                for name in self._reached(self.operations[method.operation]):
                    homes.setdefault(name, ".".join(each.path))
        rest = ".".join(nodes[0].path) if nodes else ""
        return {name: homes.get(name, rest) for name in self.decls}

    def _reached(self, operation: Operation) -> Iterator[str]:
        """What an operation's sections mention, directly or not; answers to errors are on no page."""
        stack: list[Type] = [parameter.type for parameter in operation.parameters]
        stack.extend(content.type for content in _answer(operation) if content.type is not None)
        if operation.body is not None:
            stack.extend(content.type for content in operation.body.contents[:1] if content.type is not None)
        seen: set[str] = set()
        while stack:
            match stack.pop():
                case RefType(name=name) if name not in seen and name in self.decls:
                    seen.add(name)
                    yield name
                    stack.append(self.decls[name].type)
                case ArrayType(item=inner) | MapType(value=inner):
                    stack.append(inner)
                case ObjectType(fields=fields):
                    stack.extend(each.type for each in fields)
                case UnionType(variants=parts) | TupleType(items=parts):
                    stack.extend(parts)
                case _:
                    pass

    def resource(self, resource: Resource) -> str:
        """A resource with its operations and its domain types."""
        parts = [f"# {self.heading(resource)}"]
        parts += [self.operation(self.operations[each.operation], each.name) for each in resource.methods]
        return "\n\n".join([*parts, *self.types(resource)])

    def heading(self, resource: Resource) -> str:
        """What a page is about; that of the root is about the whole."""
        return title(resource.name) or self.api.title

    def types(self, resource: Resource) -> list[str]:
        """The section of domain types."""
        entries = self.entries(resource)
        if not entries:
            return []
        return ["## Domain Types", *(f"### {title(upper(each.name))}\n\n{self._entry(each)}" for each in entries)]

    def _entry(self, decl: TypeDecl) -> str:
        return "\n\n".join(Section(self.decls, self.style).declaration(decl, 0))

    def operation(self, operation: Operation, name: str) -> str:
        """An operation: title, method and path, prose, sections, examples."""
        short = self.style.dialect is Dialect.D1 or not operation.summary
        parts = [f"## {title(name) if short else ' '.join((operation.summary or '').split())}"]
        parts.append(f"**{operation.method.lower()}** `{operation.path}`")
        parts += paragraphs(operation.description)
        if operation.deprecated and "eprecated" not in (operation.description or ""):
            parts.append("**Deprecated.**")
        for location, heading in SECTIONS:
            found = [each for each in operation.parameters if each.location is location]
            if found:
                fields = _url_order(operation.path, found) if location is Location.PATH else ordered(map(_field, found))
                parts += [heading, *self._section().fields(fields, 0)]
        parts += self._body(operation)
        answer = _answer(operation)
        if answer and not _is_raw(answer[0]) and answer[0].type is not None:
            parts += ["### Returns", *self._section().whole(answer[0].type)]
        call = Call(self.api, operation, self.decls, self.style.variables)
        parts.append(examples(call, answer[0] if answer and not _is_raw(answer[0]) else None))
        if operation.key in self.style.seconds:
            parts.append(self.style.seconds[operation.key].strip())
        return "\n\n".join(parts)

    def _body(self, operation: Operation) -> list[str]:
        if operation.body is None or not operation.body.contents:
            return []
        content = operation.body.contents[0]
        if _is_raw(content) or content.type is None:
            return []
        section = self._section()
        return ["### Body Parameters", *section.whole(section.opened(content.type))]

    def _section(self) -> Section:
        return Section(self.decls, self.style)


class Section:
    """The bullets of one section; it knows which named types were already written in full."""

    def __init__(self, decls: Mapping[str, TypeDecl], style: Style) -> None:
        self._decls = decls
        self._style = style
        self._written: set[str] = set()
        self._open: list[str] = []

    def opened(self, of: Type) -> Type:
        """The object behind a name, for a body whose members stand on their own; anything else as it is."""
        match without_null(of)[0]:
            case RefType(name=name) if isinstance(self._decls[name].type, ObjectType):
                self._written.add(name)
                return self._decls[name].type
            case _:
                return of

    def whole(self, of: Type) -> list[str]:
        """What a body or an answer is: the members of an object without a name, or bullets that are types."""
        match of:
            case RefType(name=name) if name in self._style.titled:
                return self.whole(self._decls[name].type)
            case ObjectType(fields=fields):
                return self.fields(ordered(fields), 0) if fields else [bullet(0, "map[unknown]")]
            case UnionType(variants=variants):
                return [part for index, each in enumerate(variants) for part in self._member(each, index, 0)]
            case _:
                return self._member(of, 0, 0)

    def fields(self, fields: Iterable[Field], depth: int) -> list[str]:
        """A bullet for each member, with its description and its children."""
        parts: list[str] = []
        for each in fields:
            name = each.wire_name if IDENTIFIER.match(each.wire_name) else f'"{each.wire_name}"'
            optional = "" if each.required else "optional "
            parts.append(bullet(depth, f"{name}: {optional}{self.text(each.type)}"))
            parts += prose(self._described(each), depth + 1)
            parts += self.children(each.type, depth + 1)
        return parts

    def _described(self, each: Field) -> str | None:
        text = each.description
        match without_null(each.type)[0]:
            case RefType(name=name) if text is None:
                text = self._decls[name].description
            case _:
                pass
        if each.deprecated and "eprecated" not in (text or ""):
            text = f"{text}\n\n**Deprecated.**" if text else "**Deprecated.**"
        return text

    def declaration(self, decl: TypeDecl, depth: int) -> list[str]:
        """A named type, in full the first time."""
        return self._named(decl, depth)

    def text(self, of: Type) -> str:
        """A type in a head, its lists cut by the truncation law."""
        plain, null = without_null(of)
        match plain:
            case UnionType(variants=variants):
                written = " or ".join(cut([self._alternative(each) for each in variants], " more"))
            case _:
                written = self._alternative(plain)
        return f"{written} or null" if null and self._style.dialect is Dialect.D3 else written

    def _alternative(self, of: Type) -> str:
        match of:
            case RefType(name=name):
                decl = self._decls[name]
                is_inline = name in self._style.titled and isinstance(decl.type, ObjectType)
                return self._alternative(decl.type) if is_inline else upper(name)
            case ObjectType():
                return f"object {self._names(of)}" if of.fields else "map[unknown]"
            case ArrayType(item=item):
                return f"array of {self.text(without_null(item)[0])}"
            case TupleType():
                return "array of unknown"
            case MapType(value=value):
                return f"map[{self.text(without_null(value)[0])}]"
            case EnumType(values=values):
                return " or ".join(cut([literal(each.value) for each in values], " more"))
            case ConstType(value=value):
                return literal(value)
            case BooleanType():
                return "boolean"
            case IntegerType() | NumberType():
                return "number"
            case StringType():
                return "string"
            case NullType():
                return "null"
            case UnknownType():
                return "unknown"
            case UnionType():
                return self.text(of)

    def _names(self, of: ObjectType) -> str:
        names = [
            each.wire_name if IDENTIFIER.match(each.wire_name) else f'"{each.wire_name}"' for each in ordered(of.fields)
        ]
        return "{ " + ", ".join(cut(names, " more")) + " }"

    def children(self, of: Type, depth: int) -> list[str]:
        """What stands below a member of this type."""
        plain, _ = without_null(of)
        match plain:
            case ArrayType(item=inner) | MapType(value=inner):
                return self.children(inner, depth)
            case ObjectType(fields=fields):
                return self.fields(ordered(fields), depth)
            case RefType(name=name):
                return self._inside(self._decls[name], depth)
            case ConstType(value=value):
                return [bullet(depth, literal(value))]
            case EnumType(values=values):
                return _values(values, depth)
            case UnionType(variants=variants):
                return [part for index, each in enumerate(variants) for part in self._member(each, index, depth)]
            case _:
                return []

    def _inside(self, decl: TypeDecl, depth: int) -> list[str]:
        """The body of a named type: in full at its first mention, and in the first dialect at each that is not inside
        itself."""
        again = self._style.dialect is Dialect.D1 or decl.name in self._style.titled
        if decl.name in self._open or (decl.name in self._written and not again):
            return []
        self._written.add(decl.name)
        self._open.append(decl.name)
        parts = self.children(decl.type, depth)
        self._open.pop()
        return parts

    def _member(self, of: Type, index: int, depth: int) -> list[str]:
        """A variant of a union, or a whole answer."""
        match of:
            case RefType(name=name):
                return self._named(self._decls[name], depth)
            case ObjectType(title=name) if name is not None and upper(name) == name:
                return self._named(TypeDecl(name, of), depth, self.fields(ordered(of.fields), depth + 1))
            case _:
                unnamed = f"UnionMember{index} = " if self._style.dialect is Dialect.D1 else ""
                return [bullet(depth, unnamed + self.text(of)), *self.children(of, depth + 1)]

    def _named(self, decl: TypeDecl, depth: int, inside: list[str] | None = None) -> list[str]:
        equals = " = " if self._style.dialect is Dialect.D1 or not isinstance(decl.type, ObjectType) else " "
        body = f"object {self._names(decl.type)}" if isinstance(decl.type, ObjectType) else self.text(decl.type)
        parts = [bullet(depth, f"{upper(decl.name)}{equals}{body}")]
        below = self._inside(decl, depth + 1) if inside is None else inside
        return [*parts, *(prose(decl.description, depth + 1) if below else []), *below]


def upper(name: str) -> str:
    """A name as pages write it: upper camel case, letters, digits and `_`."""
    words = re.split(r"[^A-Za-z0-9_]+", name)
    return "".join(word[:1].upper() + word[1:] for word in words)


def ordered(fields: Iterable[Field]) -> list[Field]:
    """Members in the order of pages: required ones first, `id` before others, then by name."""
    return sorted(fields, key=lambda each: (not each.required, each.wire_name != "id", each.wire_name))


def cut(items: list[str], more: str) -> list[str]:
    """The truncation law: five or more items are three and the number of the rest."""
    return items if len(items) < 5 else [*items[:3], f"{len(items) - 3}{more}"]


def literal(value: Scalar) -> str:
    """A value in a head."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            text = " ".join(value.splitlines()).replace('"', '\\"')
            return f'"{text}"'
        case _:
            return str(value)


def bullet(depth: int, head: str) -> str:
    """One bullet."""
    return f"{'  ' * depth}- `{head}`"


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a description."""
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text.strip())] if text and text.strip() else []


def prose(text: str | None, depth: int) -> list[str]:
    """The paragraphs of a description below a bullet."""
    return ["\n".join("  " * depth + line for line in part.splitlines()) for part in paragraphs(text)]


def _values(values: tuple[EnumValue, ...], depth: int) -> list[str]:
    return [
        part for each in values for part in (bullet(depth, literal(each.value)), *prose(each.description, depth + 1))
    ]


def _field(parameter: Parameter) -> Field:
    return Field(
        parameter.wire_name,
        parameter.type,
        parameter.required,
        parameter.description,
        deprecated=parameter.deprecated,
    )


def _url_order(path: str, parameters: list[Parameter]) -> list[Field]:
    return [_field(each) for each in sorted(parameters, key=lambda each: path.find("{" + each.wire_name + "}"))]


def _answer(operation: Operation) -> tuple[Content, ...]:
    """The contents of the first answer that is a success."""
    return next((each.contents for each in operation.responses if each.status.startswith("2") and each.contents), ())


def _is_raw(content: Content) -> bool:
    """Whether a body is bytes, of which pages show nothing."""
    return isinstance(content.type, StringType) and content.type.format is StringFormat.BINARY


def _depth_first(resource: Resource) -> Iterator[Resource]:
    yield resource
    for child in resource.children:
        yield from _depth_first(child)
