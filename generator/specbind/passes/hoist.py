"""Every inline object becomes a declaration, named after the place where it stands.

A name is made of the type's own place only, so that nothing that is added elsewhere changes it. Inline unions
of several objects become declarations too; inline enums stay where they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import assert_never

from specbind.diagnostics import Collector
from specbind.ir.api import Api, Content, Header, Operation, Response, Webhook
from specbind.ir.types import (
    NULL,
    ArrayType,
    BooleanType,
    ConstType,
    Discriminator,
    EnumType,
    Field,
    IntegerType,
    MapType,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    TypedExtra,
    UnionType,
    UnknownType,
)
from specbind.ir.walk import map_content, rebuild
from specbind.passes.bodies import declared, listing, resolve, success
from specbind.passes.contexts import (
    Context,
    Spot,
    is_error,
    item_word,
    media_word,
    member_word,
    response_word,
    spots,
)
from specbind.passes.shapes import Shapes
from specbind.passes.titles import Titles
from specbind.passes.variants import variant_words
from specbind.passes.words import fold, ordinal, snake
from specbind.rules import INLINE_NAME_TAKEN

Wishes = Sequence[Context]
"""What a type may be called, best first."""


def hoist(api: Api, prefix: tuple[str, ...], collector: Collector) -> Api:
    """The API without inline objects; new declarations stand after the document's own."""
    return _Hoister(api, prefix, collector).run()


class _Hoister:
    def __init__(self, api: Api, prefix: tuple[str, ...], collector: Collector) -> None:
        self._api = api
        self._collector = collector
        self._types = declared(api.types)
        self._shapes = Shapes()
        self._titles = Titles(api, self._shapes)
        self._spots = spots(api, prefix)
        self._taken: dict[str, tuple[Context, int] | None] = {fold(decl.name): None for decl in api.types}
        self._found: dict[Context, TypeDecl | None] = {}

    def run(self) -> Api:
        """Components first, then operations in the order in which their results may take names, then
        webhooks.
        """
        types = tuple(replace(decl, type=self._component(decl)) for decl in self._api.types)
        order = sorted(self._api.operations, key=self._rank)
        done = {operation.key: self._operation(operation) for operation in order}
        webhooks = tuple(self._webhook(webhook) for webhook in self._api.webhooks)
        return replace(
            self._api,
            types=(*types, *(decl for decl in self._found.values() if decl is not None)),
            operations=tuple(done[operation.key] for operation in self._api.operations),
            webhooks=webhooks,
        )

    def _rank(self, operation: Operation) -> tuple[Context, int, str, str]:
        spot = self._spots[operation.key]
        return (spot.words, spot.rank, operation.path, operation.method)

    def _component(self, decl: TypeDecl) -> Type:
        of = decl.type
        if isinstance(of, ObjectType):
            return self._members(of, [(decl.name,)])
        if isinstance(of, UnionType):
            return self._variants(of, [(decl.name,)])
        if isinstance(of, TupleType):
            return self._type(of, (decl.name,))
        return rebuild(of, lambda part: self._type(part, *_component_item(decl.name)))

    def _webhook(self, webhook: Webhook) -> Webhook:
        return replace(webhook, type=self._type(webhook.type, (snake(webhook.name) or "webhook", "event")))

    def _operation(self, operation: Operation) -> Operation:
        spot = self._spots[operation.key]
        body = operation.body
        if body is not None:
            same: dict[int, Type] = {}
            plain_first = sorted(body.contents, key=lambda content: media_word(content) != ())
            made = {content.media_type: self._body(content, spot, same) for content in plain_first}
            body = replace(body, contents=tuple(made[content.media_type] for content in body.contents))
        return replace(
            operation,
            parameters=tuple(
                replace(each, type=self._type(each.type, (*spot.here, member_word(each.wire_name))))
                for each in operation.parameters
            ),
            body=body,
            responses=tuple(self._response(response, operation, spot) for response in operation.responses),
            callbacks=tuple(
                replace(each, type=self._type(each.type, (*spot.here, snake(each.name.partition(" ")[0]), "event")))
                for each in operation.callbacks
            ),
        )

    def _body(self, content: Content, spot: Spot, same: dict[int, Type]) -> Content:
        if content.type is None:
            return content
        shape = self._shapes.of(content.type)
        last = (*(media_word(content) if same else ()), "params")
        wish = (*spot.here, *last)
        if shape not in same:
            of = content.type
            inside = [(*spot.body, *last)]
            same[shape] = self._declare(of, [wish], of, inside) if isinstance(of, ObjectType) else self._type(of, wish)
        return replace(map_content(content, lambda of: self._type(of, wish)), type=same[shape])

    def _response(self, response: Response, operation: Operation, spot: Spot) -> Response:
        kind: Context = ("response",)
        if is_error(response, operation):
            kind = (*response_word(response), "error", "body")
        elif response is not success(operation):
            kind = (*response_word(response), "response")
        same: dict[int, Type] = {}
        contents: list[Content] = []
        for content in response.contents:
            wish = (*spot.here, *(media_word(content) if same else ()), *kind)
            new = content.type
            if content.type is not None:
                shape = self._shapes.of(content.type)
                if shape not in same:
                    main = kind == ("response",) and not same
                    same[shape] = self._result(content.type, spot, wish) if main else self._type(content.type, wish)
                new = same[shape]
            contents.append(replace(content, type=new))
        headers = tuple(self._header(header, spot) for header in response.headers)
        return replace(response, contents=tuple(contents), headers=headers)

    def _header(self, header: Header, spot: Spot) -> Header:
        return replace(header, type=self._type(header.type, (*spot.here, member_word(header.wire_name))))

    def _result(self, of: Type, spot: Spot, wish: Context) -> Type:
        """The type of a success: a page has its list's name, what `retrieve` gives that of its resource."""
        found = listing(of, self._types, spot.words[-1] if spot.words else "")
        if isinstance(of, ArrayType):
            return replace(of, item=self._type(of.item, spot.one or wish))
        if found is not None and found.named and isinstance(of, ObjectType) and found.path:
            return self._page(of, found.path, spot.page, spot.listed)
        return self._type(of, wish) if spot.thing is None else self._type(of, spot.thing, wish)

    def _page(self, of: ObjectType, path: tuple[str, ...], own: Context, thing: Context) -> Type:
        """A page whose items, at `path`, are called by the thing that is listed."""

        def item(field: Field) -> Field:
            if field.wire_name != path[0]:
                return field
            if len(path) > 1 and isinstance(field.type, ObjectType):
                inner = (*own, member_word(field.wire_name))
                return replace(field, type=self._page(field.type, path[1:], inner, thing))
            if len(path) == 1 and isinstance(field.type, ArrayType):
                new = self._type(field.type.item, thing, (*own, "item"))
                return replace(field, type=replace(field.type, item=new))
            return field

        return self._declare(of, [own], replace(of, fields=tuple(item(field) for field in of.fields)))

    def _type(self, of: Type, *wishes: Context) -> Type:
        """A type without inline objects, whose own object or union would be called as wished."""
        match of:
            case ObjectType():
                return self._declare(of, wishes, of)
            case UnionType():
                return self._union(of, wishes)
            case ArrayType() | MapType():
                one = [(*wish[:-1], item_word(wish[-1])) for wish in wishes]
                return rebuild(of, lambda part: self._type(part, *one))
            case TupleType(items=items, rest=rest):
                first = wishes[0]
                new = tuple(self._type(item, (*first, ordinal(index))) for index, item in enumerate(items))
                return replace(of, items=new, rest=None if rest is None else self._type(rest, (*first, "rest")))
            case (
                UnknownType()
                | NullType()
                | BooleanType()
                | IntegerType()
                | NumberType()
                | StringType()
                | EnumType()
                | ConstType()
                | RefType()
            ):
                return of
            case _:
                assert_never(of)

    def _union(self, of: UnionType, wishes: Wishes) -> Type:
        """A union with its objects declared; several objects make the union itself a declaration, null left
        out.
        """
        objects = sum(isinstance(resolve(each, self._types), ObjectType) for each in of.variants)
        if objects < 2:
            inline = sum(isinstance(each, ObjectType) for each in of.variants)
            return rebuild(of, lambda each: self._type(each, *wishes)) if inline < 2 else of
        rest = _without_null(of)
        alias = self._declare(rest, wishes, rest)
        return alias if len(rest.variants) == len(of.variants) else UnionType((alias, NULL))

    def _declare(
        self, of: ObjectType | UnionType, wishes: Wishes, changed: ObjectType | UnionType, inside: Wishes = ()
    ) -> RefType:
        """The declaration of an inline type, made on first need.

        `changed` is the type with some parts named already; `inside` says what its parts are called after, where
        that is not its own name.
        """
        component = self._titles.component(of)
        if component is not None:
            return RefType(component.name)
        title = self._titles.name(of)
        shape = self._shapes.of(of)
        wishes = [(title,), *wishes] if title is not None else wishes
        context = self._context(wishes, shape, of)
        if context not in self._found:
            taken = self._titles.taken(of)
            if taken is not None:
                self._report((taken,), context, of)
            self._found[context] = None
            places = (inside or wishes) if context in wishes else [context]
            inner = (
                self._members(changed, places) if isinstance(changed, ObjectType) else self._variants(changed, places)
            )
            text = of.description if isinstance(of, ObjectType) else None
            span = of.span if isinstance(of, ObjectType) else None
            name = ".".join(context)
            self._found[context] = TypeDecl(name, inner, text, context=context, span=span)
        return RefType(".".join(context))

    def _context(self, wishes: Wishes, shape: int, of: ObjectType | UnionType) -> Context:
        last = wishes[-1]
        kind = "choice" if isinstance(of, UnionType) else "detail"
        more = ((*last, ordinal(index), "form") for index in range(1, 400))
        for context in chain(wishes, [(*last, kind)], more):
            key = fold("".join(context))
            if self._taken.get(key) == (context, shape):
                return context
            if key not in self._taken:
                self._taken[key] = (context, shape)
                if context != wishes[0]:
                    self._report(wishes[0], context, of)
                return context
        raise AssertionError(f"no name left for {last}")

    def _report(self, wish: Context, context: Context, of: ObjectType | UnionType) -> None:
        span = of.span if isinstance(of, ObjectType) else None
        words, name = " ".join(wish), " ".join(context)
        message = f"the inline type {words} is named {name}, because another type has its name"
        self._collector.report(INLINE_NAME_TAKEN, message, span, label="inline type")

    def _members(self, of: ObjectType, places: Wishes) -> ObjectType:
        counts = Counter(fold(member_word(field.wire_name)) for field in of.fields)
        fields = tuple(self._field(field, places, counts) for field in of.fields)
        extra = of.extra
        if isinstance(extra, TypedExtra):
            extra = TypedExtra(self._type(extra.type, *((*place, "extra") for place in places)))
        return replace(of, fields=fields, extra=extra)

    def _field(self, field: Field, places: Wishes, counts: Counter[str]) -> Field:
        word = member_word(field.wire_name)
        if isinstance(field.type, ArrayType | MapType) and item_word(word) != word and counts[fold(item_word(word))]:
            word = f"{word}_entry"
        new = self._type(field.type, *((*place, word) for place in places))
        return field if new is field.type else replace(field, type=new)

    def _variants(self, of: UnionType, places: Wishes) -> UnionType:
        words = variant_words(of)
        variants = tuple(
            self._type(each, *(_variant(place, each, words.get(index)) for place in places))
            for index, each in enumerate(of.variants)
        )
        return replace(of, variants=variants)


def _variant(place: Context, of: Type, word: str | None) -> Context:
    if word is not None:
        return (*place, word)
    return (*place, "item") if isinstance(of, ArrayType | MapType) else place


def _component_item(name: str) -> Wishes:
    """What the items of a named list are called: `Pet` for `Pets`, else `PetList` and `item`."""
    words = snake(name)
    return [*([(item_word(words),)] if item_word(words) != words else []), (name, "item")]


def _without_null(of: UnionType) -> UnionType:
    """A union without null, its discriminator pointing at the variants that are left."""
    kept = [index for index, each in enumerate(of.variants) if each != NULL]
    variants = tuple(of.variants[index] for index in kept)
    tags = of.discriminator
    if tags is not None:
        mapping = tuple((tag, kept.index(index)) for tag, index in tags.mapping if index in kept)
        default = kept.index(tags.default) if tags.default in kept else None
        tags = Discriminator(tags.wire_name, mapping, tags.inferred, default)
    return UnionType(variants, tags, of.title)
