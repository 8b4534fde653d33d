"""Made-up APIs for the round trip: every kind of type that pages can say, nested, shared and recursive."""

from __future__ import annotations

from hypothesis import strategies as st
from specbind.ir.api import (
    Api,
    BearerScheme,
    Content,
    Location,
    Method,
    Operation,
    Parameter,
    RequestBody,
    Resource,
    Response,
    SecurityUse,
    Server,
    Style,
)
from specbind.ir.types import (
    UNKNOWN,
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    EnumValue,
    Field,
    MapType,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    Type,
    TypeDecl,
    UnionType,
    nullable,
)

WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "id", "x-ray", "zulu[]")
DECLARED = ("Anchor", "Buoy", "Crane", "Dock")
SCALARS: tuple[Type, ...] = (StringType(), NumberType(), BooleanType())
TEXTS = st.sampled_from((None, "What it is.", "First line\nand a second one.\n\nAnother paragraph, with `code`."))

enums = st.lists(st.sampled_from(WORDS[:7]), min_size=2, max_size=7, unique=True).map(
    lambda words: EnumType(tuple(EnumValue(word) for word in words))
)
references = st.sampled_from(DECLARED).map(RefType)
simple = st.sampled_from((*SCALARS, UNKNOWN)) | enums | st.sampled_from(WORDS[:7]).map(ConstType)


def unions(objects: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    """Different declared types, inline objects, scalars and lists, in an order that heads can say."""
    return st.tuples(
        st.lists(references, max_size=3, unique=True),
        st.lists(objects, max_size=1),
        st.lists(st.sampled_from(SCALARS), min_size=1, max_size=3, unique=True),
        st.lists(st.sampled_from(SCALARS).map(ArrayType), max_size=1),
    ).map(lambda parts: _union([each for part in parts for each in part]))


def _union(variants: list[Type]) -> Type:
    return variants[0] if len(variants) == 1 else UnionType(tuple(variants))


def members(types: st.SearchStrategy[Type]) -> st.SearchStrategy[ObjectType]:
    """Objects with one to seven members."""

    def built(names: list[str]) -> st.SearchStrategy[ObjectType]:
        one = st.tuples(types, st.booleans(), st.booleans(), TEXTS)
        return st.lists(one, min_size=len(names), max_size=len(names)).map(
            lambda parts: ObjectType(
                tuple(
                    Field(name, nullable(of) if null and of != UNKNOWN else of, required, description=text)
                    for name, (of, required, null, text) in zip(names, parts, strict=True)
                )
            )
        )

    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=7, unique=True).flatmap(built)


def nested(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    """Lists, maps, objects and unions of other types."""
    objects = members(inner)
    return inner.filter(_can_be_listed).map(ArrayType) | inner.map(MapType) | objects | unions(objects)


def _can_be_listed(of: Type) -> bool:
    """Lists of unions with lists in them read like unions of lists: `array of A or array of B` (section 8, rule 1)."""
    return not (isinstance(of, UnionType) and any(isinstance(each, ArrayType) for each in of.variants))


types = st.recursive(simple | references, nested, max_leaves=8)
objects = members(types)


@st.composite
def apis(draw: st.DrawFn) -> Api:
    """An API with four declared types and some operations in two resources."""
    decls = tuple(TypeDecl(name, draw(objects), draw(TEXTS)) for name in DECLARED)
    operations = tuple(draw(_operations(path)) for path in ("/boats", "/boats/{id}", "/boats/{id}/crew"))
    boats = Resource(
        ("boats",),
        (Method("list", operations[0].key), Method("retrieve", operations[1].key)),
        (Resource(("boats", "crew"), (Method("replace", operations[2].key),)),),
    )
    return Api(
        "Boats",
        "1",
        operations,
        decls,
        servers=(Server("https://api.example.com/v1"),),
        security_schemes=(BearerScheme("key"),),
        security=((SecurityUse("key"),),),
        resources=Resource((), (), (boats,)),
    )


def _operations(path: str) -> st.SearchStrategy[Operation]:
    parameters = members(simple | references).map(
        lambda of: tuple(
            Parameter(
                each.wire_name, Location.QUERY, each.type, each.required, Style.FORM, True, description=each.description
            )
            for each in of.fields
            if each.wire_name != "id"
        )
    )
    placed = (Parameter("id", Location.PATH, StringType(), True, Style.SIMPLE, False),) if "{id}" in path else ()

    def built(parts: tuple[tuple[Parameter, ...], Type, Type | None]) -> Operation:
        query, result, body = parts
        sent = RequestBody((Content("application/json", body),), True) if body is not None else None
        method = "GET" if body is None else "PUT"
        responses = (Response("200", (Content("application/json", result),)),)
        return Operation(
            method, path, None, "Do it", "Does it.", parameters=(*placed, *query), body=sent, responses=responses
        )

    result = objects | references | references.map(ArrayType)
    return st.tuples(parameters, result, st.none() | objects).map(built)
