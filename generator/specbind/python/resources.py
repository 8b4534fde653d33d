"""The typed surface: resources whose methods bind arguments to an operation, in a sync and an async flavour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from specbind.exports import IMPORTED
from specbind.ir.types import Missing
from specbind.python import words
from specbind.python.annotations import LITERAL, OBJECT, Annotations, Place, optional
from specbind.python.bodies import STRUCTURED
from specbind.python.class_names import Flavour
from specbind.python.docstrings import (
    WIDTH,
    deprecated,
    deprecation,
    docstring,
    ended,
    reflow,
    sentence,
    short_path,
    telling,
    tidy,
    wrap,
)
from specbind.python.failures import Failure, Failures, told
from specbind.python.layout import (
    NOTHING,
    Atom,
    Code,
    Group,
    Node,
    Symbol,
    call,
    code,
    definition,
    either,
    from_import,
    keyword,
    mapping,
    row,
    statement,
    subscript,
    typing_only,
)
from specbind.python.literals import literal, text_literal
from specbind.python.media import Media
from specbind.python.nodes import ResourceNode
from specbind.python.operations import result_types
from specbind.python.package import Child, Function, ResourceClass, ResourceModule, Wrapper
from specbind.python.plan import Argument, Kind, Plan, Planner
from specbind.python.sending import runtime
from specbind.python.symbols import Symbols

CACHED = code(Atom("cached_property", Symbol("functools", "cached_property", "cached_property")))
DEPRECATED = Atom("deprecated", Symbol("typing_extensions", "deprecated", "deprecated"))
UNPACK = Atom("Unpack", Symbol("typing", "Unpack", "Unpack"))
_WRAPS_DEPRECATED = Code("# pyright: reportDeprecated=false")
_METHOD_INDENT = 4
_BODY_INDENT = 8


@dataclass(frozen=True, slots=True)
class Emitter:
    """What all resources of a package share."""

    symbols: Symbols
    planner: Planner
    failures: Failures

    def module(self, node: ResourceNode) -> ResourceModule:
        """The module of one resource."""
        return ResourceModule(
            doc=Code(docstring(sentence(node.doc), 0)),
            classes=tuple(self.resource(node, flavour) for flavour in Flavour),
            pragma=_WRAPS_DEPRECATED if any(plan.operation.deprecated for plan in node.plans) else NOTHING,
        )

    def resource(self, node: ResourceNode, flavour: Flavour) -> ResourceClass:
        """One flavour of a resource."""
        name = flavour.value + node.class_name
        base = f"{'Sync' if flavour is Flavour.SYNC else flavour.value}Resource"
        taken = frozenset({plan.name for plan in node.plans} | {child.names[-1] for child in node.children})
        return ResourceClass(
            name=Code(name),
            base=code(runtime(base)),
            doc=Code(docstring(node.doc, 4)),
            children=tuple(child_property(child, flavour, "") for child in node.children),
            functions=tuple(self.function(plan, node, flavour, taken) for plan in node.plans),
            wrappers=tuple(_wrappers(node, name, flavour)) if node.plans else (),
            cached=CACHED,
        )

    def function(self, plan: Plan, node: ResourceNode, flavour: Flavour, taken: frozenset[str]) -> Function:
        """One method."""
        shadowed = (taken & {"list", "dict", "tuple"}) | _local_names(node)
        multipart = any(body.media is Media.MULTIPART for body in plan.bodies)
        file = runtime(f"{flavour.value}FileInput") if multipart else None
        arguments = Annotations(self.symbols, Place.ARGUMENT, file=file, taken=shadowed)
        results = Annotations(self.symbols, Place.RESPONSE, taken=shadowed)
        gives = result_types(plan, self.planner, results)
        result, verb, awaited = _surface(plan, gives, flavour)
        prefix = "async def" if awaited else "def"
        parameters = Group("(", tuple(self._parameters(plan, arguments, flavour)), ")")
        return Function(
            decorators=tuple(_decorators(plan)),
            signature=definition(f"{prefix} {plan.name}", parameters, typing_only(result), _METHOD_INDENT),
            doc=_method_doc(plan, self.symbols, self.failures.own(plan)),
            body=(_body(plan, node, verb, awaited),),
        )

    def _parameters(self, plan: Plan, annotations: Annotations, flavour: Flavour) -> Iterator[Node]:
        yield Atom("self")
        last = plan.last_path
        if last is not None:
            yield self._parameter(last, annotations)
        keywords = [argument for argument in plan.arguments if argument is not last]
        required = [argument for argument in keywords if argument.required]
        rest = [argument for argument in keywords if not argument.required]
        if keywords:
            yield Atom("*")
        for argument in (*required, *rest):
            whole = plan.body.media if argument.place == "whole" and plan.body is not None else None
            if whole is Media.LINES:
                values = typing_only(either([annotations.node(argument.type), runtime("FileContent")]))
                yield row("body: ", values) if argument.required else row("body: ", optional(values), " = None")
            elif whole is not None and whole not in STRUCTURED:
                raw = typing_only(runtime(f"{flavour.value}RawInput"))
                yield row("body: ", raw) if argument.required else row("body: ", optional(raw), " = None")
            else:
                yield self._parameter(argument, annotations)
        if plan.choice is not None:
            listed = subscript(typing_only(LITERAL), [text_literal(body.content.media_type) for body in plan.bodies])
            yield row(f"{plan.choice}: ", optional(listed), " = None")
        options = subscript(typing_only(UNPACK), [typing_only(runtime("RequestOptions"))])
        yield row("**options: ", options)

    def _parameter(self, argument: Argument, annotations: Annotations) -> Node:
        annotation = typing_only(annotations.node(argument.type))
        if argument.constant is not None:
            return row(f"{argument.name}: ", annotation, f" = {literal(argument.constant)}")
        if argument.required:
            return row(f"{argument.name}: ", annotation)
        if argument.nullable:
            marked = optional(annotation)
            if marked != OBJECT:
                marked = either([marked, typing_only(runtime("Omit"))])
            return row(f"{argument.name}: ", marked, " = ", runtime("omit"))
        return row(f"{argument.name}: ", optional(annotation), " = None")


def _local_names(node: ResourceNode) -> frozenset[str]:
    """Class names of a resource module, which a type of the same name must not hide."""
    own = {
        prefix.value + name for prefix in Flavour for name in (node.class_name, *(c.class_name for c in node.children))
    }
    return frozenset(own) | IMPORTED


def _surface(plan: Plan, gives: list[Node], flavour: Flavour) -> tuple[Node, str, bool]:
    """The annotated result of a method, the verb of the core it calls, and whether it is a coroutine."""
    sync = flavour is Flavour.SYNC
    match plan.kind:
        case Kind.CALL:
            return gives[0], "call", not sync
        case Kind.PAGE:
            return subscript(runtime("SyncPage" if sync else "AsyncPager"), gives), "page", False
        case Kind.STREAM:
            return subscript(runtime("Stream" if sync else "AsyncStream"), gives), "stream", not sync
        case Kind.DOWNLOAD:
            return runtime("BinaryResponse" if sync else "AsyncBinaryResponse"), "download", not sync


def _body(plan: Plan, node: ResourceNode, verb: str, awaited: bool) -> Code:
    name = plan.constant if plan.choice is None else f"{plan.constant}.sent_as({plan.choice})"
    constant = Atom(f"operations.{name}", Symbol(".operations", node.module, "operations"))
    items: list[Node | str] = [constant, "options"]
    for place in ("path", "query", "header", "cookie", "body"):
        pairs = [
            (text_literal(argument.wire_name), argument.name) for argument in plan.arguments if argument.place == place
        ]
        if place == "body" and plan.stream_flag is not None and plan.kind is Kind.STREAM:
            pairs.append((text_literal(plan.stream_flag), "True"))
        if pairs:
            items.append(keyword(place, mapping(pairs)))
    if any(argument.place == "whole" for argument in plan.arguments):
        items.append("body=body")
    result = call(f"self._core.{verb}", items)
    return code(row("return await " if awaited else "return ", result), _BODY_INDENT)


def _decorators(plan: Plan) -> Iterator[Code]:
    if plan.operation.deprecated:
        reason = deprecation(plan.operation.summary, plan.operation.description)
        yield code(row("@", call(DEPRECATED, [text_literal(reason)])), _METHOD_INDENT)


def _method_doc(plan: Plan, settled: Symbols, raised: Iterable[Failure]) -> Code:
    """Summary, description, and the arguments and errors the document describes."""
    operation = plan.operation
    summary, description = tidy(operation.summary), tidy(operation.description)
    paragraphs = [part for part in (summary, description) if part]
    if summary and description.startswith(summary):
        paragraphs = [description]
    if not paragraphs:
        room = WIDTH - _BODY_INDENT - len(f'""""`{operation.method} `."""')
        paragraphs = [tidy(f"`{operation.method} {short_path(operation.path, room)}`.")]
    paragraphs[0] = ended(paragraphs[0])
    arguments = [line for argument, about in _described(plan, settled) for line in _argument_doc(argument, about)]
    if plan.choice is not None:
        arguments += wrap(f"    {plan.choice}: {plan.choice_about}", WIDTH - _BODY_INDENT, 8)
    if arguments:
        paragraphs.append("\n".join(["Args:", *arguments]))
    if raised:
        lines = (wrap(f"    {told(each, settled)}", WIDTH - _BODY_INDENT, 8) for each in raised)
        paragraphs.append("\n".join(["Raises:", *(line for each in lines for line in each)]))
    return Code(docstring("\n\n".join(paragraphs), _BODY_INDENT))


def _described(plan: Plan, settled: Symbols) -> Iterable[tuple[Argument, str]]:
    """The arguments in the order of the signature, with what the document says of each, else of its type."""
    last = plan.last_path
    for argument in sorted(plan.arguments, key=lambda argument: (argument is not last, not argument.required)):
        said = (argument.description, settled.about(argument.type), sentence(settled.description(argument.type)))
        yield argument, next(filter(None, (telling(text, argument.wire_name) for text in said)), "")


def _argument_doc(argument: Argument, about: str) -> list[str]:
    text = about.replace("\n\n", "\n")
    if argument.deprecated:
        text = deprecated(text)
    if not isinstance(argument.default, Missing):
        shown = literal(argument.default)
        if "efault" not in text and len(shown) <= 40:
            text = f"{text} Default: {shown}.".strip()
    if not text:
        return []
    first, *others = reflow(text, WIDTH - _BODY_INDENT - 8)
    lines = wrap(f"    {argument.name}: {first}", WIDTH - _BODY_INDENT, 8)
    rest = "\n".join(f"        {line}" if line else "" for line in others)
    return lines + wrap(rest, WIDTH - _BODY_INDENT) if others else lines


def child_property(child: ResourceNode, flavour: Flavour, package: str) -> Child:
    """The property that gives a child; `package` is where the child's module is, seen from the parent's."""
    class_name = flavour.value + child.class_name
    symbol = Symbol(f".resources.{child.module}", class_name, class_name, typing_only=True)
    return Child(
        signature=_property(child.names[-1], Atom(class_name, symbol)),
        doc=Code(docstring(sentence(child.doc), _BODY_INDENT)),
        load=Code(from_import(f"{package}.{child.module}", [class_name], _BODY_INDENT)),
        create=_made(class_name, "self._core"),
    )


def _made(class_name: str, argument: str) -> Code:
    """A call that makes an object, behind `return`."""
    made = statement(row("return ", call(class_name, [argument])), _BODY_INDENT)
    return Code(made.text.removeprefix("return "))


def _property(name: str, result: Node) -> Code:
    return definition(f"def {name}", Group("(", (Atom("self"),), ")"), result, _METHOD_INDENT)


def _wrappers(node: ResourceNode, name: str, flavour: Flavour) -> Iterator[Wrapper]:
    """The same methods with raw and with streaming responses."""
    prefix = "async_" if flavour is Flavour.ASYNC else ""
    given = Group("(", (Atom("self"), Atom(f"resource: {name}")), ")")
    for suffix, local, function, doc in (
        ("WithRawResponse", "raw", f"{prefix}raw_method", "The same methods, giving raw responses."),
        (
            "WithStreamingResponse",
            "streaming",
            f"{prefix}streaming_method",
            "The same methods, giving responses whose bodies are not read yet.",
        ),
    ):
        property_ = words.snake(suffix)
        wrapped = runtime(function)
        yield Wrapper(
            name=Code(name + suffix),
            property=_property(property_, Atom(name + suffix)),
            doc=Code(docstring(doc, 4)),
            create=_made(name + suffix, "self"),
            signature=definition("def __init__", given, Atom("None"), _METHOD_INDENT),
            setup=code(row(f"{local} = ", call(runtime(f"{local}_copy"), ["resource"]))),
            assignments=tuple(
                statement(row(f"self.{plan.name} = ", call(wrapped, [f"{local}.{plan.name}"])), _BODY_INDENT)
                for plan in node.plans
            ),
        )
