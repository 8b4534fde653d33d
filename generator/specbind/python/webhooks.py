"""What the API sends to the servers of its users, webhooks and callbacks, as a module of readers for their bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from specbind.ir.api import Api, Content, Operation, Webhook
from specbind.python import fields
from specbind.python.annotations import Annotations
from specbind.python.docstrings import docstring, tidy
from specbind.python.layout import Code, assignment, call, row, subscript
from specbind.python.literals import text_literal
from specbind.python.media import Media, media
from specbind.python.nodes import ResourceNode, walk
from specbind.python.package import OperationsModule, Statement
from specbind.python.sending import runtime

_RESERVED: Final = frozenset(("annotations", "models"))
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


def messages(api: Api, root: ResourceNode) -> tuple[Message, ...]:
    """What can be read: webhooks in the order of the document, then callbacks in that of the methods.

    A callback is named after the method that asks for it, so that one of another method renames nothing.
    """
    found = [(hook.name, hook, f"The webhook `{_code(hook.name)}`.") for hook in api.webhooks if _is_read(hook)]
    seen: set[str] = set()
    for node in walk(root):
        for plan in node.plans:
            if plan.operation.key not in seen:
                seen.add(plan.operation.key)
                found += _callbacks(plan.operation, f"{node.dotted}.{plan.name}")
    names = fields.settle((wire for wire, _, _ in found), _RESERVED)
    return tuple(Message(names[wire], hook, about) for wire, hook, about in found)


def unread(api: Api) -> Iterator[Webhook]:
    """Webhooks and callbacks with bodies that are no JSON."""
    callbacks = (callback for operation in api.operations for callback in operation.callbacks)
    yield from (each for each in (*api.webhooks, *callbacks) if each.media_type is not None and not _is_read(each))


def webhooks_module(found: tuple[Message, ...], annotations: Annotations) -> OperationsModule:
    """The module `webhooks`."""
    return OperationsModule(Code(docstring(_DOC, 0)), tuple(_reader(each, annotations) for each in found))


def _callbacks(operation: Operation, method: str) -> Iterator[tuple[str, Webhook, str]]:
    """The callbacks of a method; where several have one name, their URLs tell them apart."""
    read = [each for each in operation.callbacks if _is_read(each)]
    counted = Counter(each.name.partition(" ")[0] for each in read)
    for each in read:
        name = each.name.partition(" ")[0]
        own = name if counted[name] == 1 else each.name
        yield f"{method}.{own}", each, f"The callback `{_code(name)}` of `client.{method}`."


def _is_read(webhook: Webhook) -> bool:
    if webhook.media_type is None:
        return False
    return media(Content(webhook.media_type, webhook.type)) is Media.JSON


def _reader(message: Message, annotations: Annotations) -> Statement:
    """`parcel_notice: Message[models.ParcelNotice] = Message(...)`."""
    of = annotations.node(message.webhook.type)
    class_ = runtime("Message")
    made = call(class_, [text_literal(message.webhook.name), row("lambda: ", of)])
    said = tidy(message.webhook.description)
    if said and "\n" not in said and said[-1] not in ".!?:`)\"'":
        said += "."
    doc = f"{said}\n\n{message.about}" if said else message.about
    return Statement(assignment(message.name, subscript(class_, [of]), made), Code(docstring(doc, 0)))


def _code(text: str) -> str:
    """A name as it may stand between backticks."""
    return " ".join(tidy(text).replace("`", "'").split())
