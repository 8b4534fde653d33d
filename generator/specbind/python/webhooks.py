"""What the API sends to the servers of its users, webhooks and callbacks, as a module of readers for their bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from specbind.ir.api import Api, Content, Operation, Webhook
from specbind.ir.types import ConstType, Discriminator, EnumType, ObjectType, RefType, Type, TypeDecl, UnionType
from specbind.python import fields
from specbind.python.annotations import Annotations
from specbind.python.docstrings import code_span, docstring, ended, tidy
from specbind.python.layout import Atom, Code, assignment, call, row, subscript
from specbind.python.literals import text_literal
from specbind.python.media import Media, media
from specbind.python.models import TYPE_ALIAS, tagged
from specbind.python.nodes import ResourceNode, walk
from specbind.python.package import OperationsModule, Statement
from specbind.python.sending import runtime

ANY: Final = "event"
_RESERVED: Final = frozenset(("annotations", "models", ANY))
_DOC: Final = (
    "What the API sends to the servers of its users.\n\n"
    "`NAME.parse(body)` reads the body of such a request, and checks no signature."
)


@dataclass(frozen=True, slots=True)
class Message:
    """A webhook or a callback with a JSON body: its Python name, what it is, and what it may be called in prose."""

    name: str
    webhook: Webhook
    about: str
    is_webhook: bool


@dataclass(frozen=True, slots=True)
class Events:
    """Webhooks whose bodies one required member tells apart: the union of these, and the names of the webhooks."""

    union: UnionType
    member: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sent:
    """All that the API sends and that can be read; `events` are those that one reader takes, if there are any."""

    messages: tuple[Message, ...]
    events: Events | None


def sent(api: Api, root: ResourceNode, types: Mapping[str, TypeDecl]) -> Sent:
    """What can be read: webhooks in the order of the document, then callbacks in that of the methods.

    A callback is named after the method that asks for it, so that one of another method renames nothing.
    """
    found = [(hook.name, hook, f"The webhook `{code_span(hook.name)}`.") for hook in api.webhooks if _is_read(hook)]
    own = len(found)
    seen: set[str] = set()
    for node in walk(root):
        for plan in node.plans:
            if plan.operation.key not in seen:
                seen.add(plan.operation.key)
                found += _callbacks(plan.operation, f"{node.dotted}.{plan.name}")
    names = fields.settle((wire for wire, _, _ in found), _RESERVED)
    messages = tuple(Message(names[wire], hook, about, at < own) for at, (wire, hook, about) in enumerate(found))
    return Sent(messages, _events(messages, types))


def unread(api: Api) -> Iterator[Webhook]:
    """Webhooks and callbacks with bodies that are no JSON."""
    callbacks = (callback for operation in api.operations for callback in operation.callbacks)
    yield from (each for each in (*api.webhooks, *callbacks) if each.media_type is not None and not _is_read(each))


def webhooks_module(found: Sent, annotations: Annotations) -> OperationsModule:
    """The module `webhooks`."""
    any_of_them = _any(found.events, annotations) if found.events is not None else ()
    statements = (*any_of_them, *(_reader(each, annotations) for each in found.messages))
    return OperationsModule(Code(docstring(_DOC, 0)), statements)


def _events(found: Iterable[Message], types: Mapping[str, TypeDecl]) -> Events | None:
    """The webhooks that the member that most of them have tells apart, if there are two of them."""
    tags = {each.name: _tags(each.webhook.type, types) for each in found if each.is_webhook}
    [(member, count)] = Counter(member for each in tags.values() for member in each).most_common(1) or [("", 0)]
    named = {name: each[member] for name, each in tags.items() if member in each}
    variants: dict[RefType, int] = {}
    pairs = [(tag, variants.setdefault(of, len(variants))) for each in named.values() for tag, of in each]
    if count < 2 or len(variants) < 2:
        return None
    discriminator = Discriminator(member, tuple(dict.fromkeys(pairs)), inferred=True)
    return Events(UnionType(tuple(variants), discriminator), member, frozenset(named))


def _callbacks(operation: Operation, method: str) -> Iterator[tuple[str, Webhook, str]]:
    """The callbacks of a method; where several have one name, their URLs tell them apart."""
    read = [each for each in operation.callbacks if _is_read(each)]
    counted = Counter(each.name.partition(" ")[0] for each in read)
    for each in read:
        name = each.name.partition(" ")[0]
        own = name if counted[name] == 1 else each.name
        yield f"{method}.{own}", each, f"The callback `{code_span(name)}` of `client.{method}`."


def _tags(of: Type, types: Mapping[str, TypeDecl]) -> dict[str, list[tuple[str, RefType]]]:
    """The values that tell an object, or the variants of a union with tags, with what each is, by member."""
    if not isinstance(of, RefType):
        return {}
    end = types[of.name].type
    match end:
        case RefType():
            return _tags(end, types)
        case ObjectType(fields=members):
            listed = ((member.wire_name, _values(member.type)) for member in members if member.required)
            return {wire_name: [(value, of) for value in values] for wire_name, values in listed if values}
        case UnionType(variants=variants, discriminator=Discriminator(wire_name=wire_name, mapping=mapping)):
            named = [(tag, variants[index]) for tag, index in mapping]
            pairs = [(tag, variant) for tag, variant in named if isinstance(variant, RefType)]
            return {wire_name: pairs} if len(pairs) == len(named) else {}
        case _:
            return {}


def _values(of: Type) -> list[str]:
    match of:
        case ConstType(value=str(value)):
            return [value]
        case EnumType(values=values) if all(isinstance(each.value, str) for each in values):
            return [str(each.value) for each in values]
        case _:
            return []


def _is_read(webhook: Webhook) -> bool:
    if webhook.media_type is None:
        return False
    return media(Content(webhook.media_type, webhook.type)) is Media.JSON


def _any(told: Events, annotations: Annotations) -> Iterator[Statement]:
    """What reads any of the webhooks that a member of their bodies tells apart."""
    member = tidy(f"`{code_span(told.member)}`")
    doc = f"The bodies of the webhooks that {member} tells apart."
    yield Statement(assignment("Event", TYPE_ALIAS, tagged(told.union, annotations)), Code(docstring(doc, 0)))
    class_ = runtime("Message")
    made = call(class_, [text_literal(ANY), "lambda: Event"])
    doc = f"Any of those webhooks; one with another {member} is an `UnknownVariant`."
    yield Statement(assignment(ANY, subscript(class_, [Atom("Event")]), made), Code(docstring(doc, 0)))


def _reader(message: Message, annotations: Annotations) -> Statement:
    """`parcel_notice: Message[models.ParcelNotice] = Message(...)`."""
    of = annotations.node(message.webhook.type)
    class_ = runtime("Message")
    made = call(class_, [text_literal(message.webhook.name), row("lambda: ", of)])
    paragraphs = [ended(tidy(message.webhook.description)), tidy(message.about)]
    doc = "\n\n".join(filter(None, paragraphs))
    return Statement(assignment(message.name, subscript(class_, [of]), made), Code(docstring(doc, 0)))
