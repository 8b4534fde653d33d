"""`allOf` by meaning, unions and what tells their variants apart."""

from __future__ import annotations

from specbind.ir.types import (
    NULL,
    UNKNOWN,
    Access,
    ArrayType,
    ConstType,
    Discriminator,
    EnumType,
    EnumValue,
    IntegerType,
    NoExtra,
    ObjectType,
    RefType,
    Size,
    StringFormat,
    StringType,
    TypedExtra,
    UnionType,
)

from .conftest import Reader

TEXT = StringType()


def test_all_of_unites_fields_in_order(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          description: About A.
          allOf:
            - $ref: '#/components/schemas/Base'
            - properties: {own: {type: integer}, id: {description: Better.}}
              required: [own, id]
          properties: {last: {type: string}}
        Base:
          required: [kind]
          properties: {id: {type: string, readOnly: true, description: Id.}, kind: {type: string}}
    """)
    of = result.type("A")
    assert isinstance(of, ObjectType)
    assert [(field.wire_name, field.required) for field in of.fields] == [
        ("id", True),
        ("kind", True),
        ("own", True),
        ("last", False),
    ]
    assert of.description == "About A."
    identity = of.fields[0]
    assert (identity.type, identity.access, identity.description) == (TEXT, Access.READ_ONLY, "Better.")
    assert result.problems == []


def test_all_of_one_reference_is_that_reference(read_schemas: Reader) -> None:
    result = read_schemas("""
        A: {allOf: [{$ref: '#/components/schemas/B'}]}
        C: {allOf: [{$ref: '#/components/schemas/B'}, {description: Same.}, {type: object}]}
        D: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {b: {type: string, description: More.}}}]}
        B: {type: object, required: [b], properties: {b: {type: string}}}
    """)
    assert result.type("A") == result.type("C") == result.type("D") == RefType("B")
    assert next(decl for decl in result.api.types if decl.name == "C").description == "Same."


def test_all_of_narrows_scalars_enums_and_arrays(read_schemas: Reader) -> None:
    result = read_schemas("""
        A: {allOf: [{type: string, minLength: 1}, {maxLength: 5}, {format: date}]}
        B: {allOf: [{type: string}, {enum: [a, b, 1]}, {enum: [b, c]}]}
        C: {allOf: [{type: array, items: {type: string}}, {type: array, items: {const: x}, maxItems: 2}]}
        D: {allOf: [{type: number}, {type: integer}]}
        E: {type: array, items: {type: string}, allOf: [{minLength: 3}]}
    """)
    assert result.type("A") == StringType(StringFormat.DATE, Size(1, 5))
    assert result.type("B") == EnumType((EnumValue("b"),))
    assert result.type("C") == ArrayType(ConstType("x"), Size(None, 2))
    assert result.type("D") == IntegerType()
    assert result.type("E") == ArrayType(TEXT)
    assert result.problems == []


def test_all_of_keeps_the_stricter_rule_for_other_members(read_schemas: Reader) -> None:
    result = read_schemas("""
        A: {allOf: [{properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}]}
        B: {allOf: [{properties: {a: {}}, additionalProperties: {type: string}}, {properties: {b: {}}}]}
    """)
    a, b = result.type("A"), result.type("B")
    assert isinstance(a, ObjectType) and isinstance(b, ObjectType)
    assert (a.extra, b.extra) == (NoExtra(), TypedExtra(TEXT))
    assert [field.wire_name for field in a.fields] == ["a", "b"]


def test_contradicting_members_accept_either(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          allOf:
            - properties: {a: {type: string}}
            - properties: {a: {type: integer}}
    """)
    assert result.field("A", "a").type == UnionType((TEXT, IntegerType()))
    assert result.problems == ["SB407 8:24 `a` has no value in common with the member it narrows"]
    assert result.diagnostics[0].related[0].span.position.line == 7


def test_all_of_and_one_of_are_distributed(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          type: object
          required: [id]
          properties: {id: {type: string}}
          oneOf:
            - {properties: {x: {type: string}}}
            - {properties: {y: {type: string}}}
        B:
          type: object
          properties: {kind: {type: string}}
          oneOf: [{$ref: '#/components/schemas/X'}, {$ref: '#/components/schemas/Y'}]
        X: {type: object, required: [kind], properties: {kind: {const: x}}}
        Y: {type: object, required: [kind], properties: {kind: {const: y}}}
    """)
    a = result.type("A")
    assert isinstance(a, UnionType)
    names = [[field.wire_name for field in of.fields] for of in a.variants if isinstance(of, ObjectType)]
    assert names == [["id", "x"], ["id", "y"]]
    b = result.type("B")
    assert isinstance(b, UnionType)
    assert b.variants == (RefType("X"), RefType("Y"))
    assert b.discriminator == Discriminator("kind", (("x", 0), ("y", 1)), inferred=True)
    assert result.problems == []


def test_branches_that_only_require_members_are_noted(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          type: object
          properties: {a: {type: string}, b: {type: string}}
          anyOf: [{required: [a]}, {required: [b]}]
    """)
    of = result.type("A")
    assert isinstance(of, ObjectType) and len(of.fields) == 2
    assert result.problems == ["SB406 8:7 `anyOf` says which members go together; that is not checked"]


def test_a_type_composed_of_itself_loses_that_part(read_schemas: Reader) -> None:
    result = read_schemas("""
        A: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {a: {type: string}}}]}
        B: {oneOf: [{$ref: '#/components/schemas/B'}, {type: string}]}
        C: {oneOf: [{$ref: '#/components/schemas/D'}, {type: string}]}
        D: {oneOf: [{$ref: '#/components/schemas/C'}, {type: integer}]}
        E: {allOf: [{$ref: '#/components/schemas/E'}]}
    """)
    assert result.field("A", "a").type == TEXT
    assert result.type("B") == TEXT
    assert result.type("C") == UnionType((TEXT, IntegerType()))
    assert result.type("D") == UnionType((IntegerType(), TEXT))
    assert result.type("E") == UNKNOWN
    assert result.problems == [
        "SB408 5:51 `A` is composed of itself",
        "SB408 9:5 `E` is composed of nothing but itself",
    ]


def test_types_that_hold_themselves_are_no_composition_of_themselves(read_schemas: Reader) -> None:
    result = read_schemas("""
        Base: {type: object, properties: {parent: {$ref: '#/components/schemas/Base'}}}
        Node:
          allOf:
            - $ref: '#/components/schemas/Base'
            - properties:
                parent: {$ref: '#/components/schemas/Node'}
                of: {type: array, items: {$ref: '#/components/schemas/Node'}}
    """)
    assert result.field("Node", "parent").type == RefType("Node")
    assert result.problems == []


CAT_AND_DOG = """
Cat: {type: object, required: [kind], properties: {kind: {type: string}, meow: {type: boolean}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: boolean}}}
"""


def pets(discriminator: str, variants: str = "", schemas: str = CAT_AND_DOG) -> str:
    refs = variants or "{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}"
    return f"Pet:\n  oneOf: [{refs}]\n  {discriminator}\n{schemas}"


def test_a_discriminator_maps_tags_to_variants(read_schemas: Reader) -> None:
    result = read_schemas(
        pets("discriminator: {propertyName: kind, mapping: {c: '#/components/schemas/Cat', d: Dog, puppy: Dog}}")
    )
    of = result.type("Pet")
    assert isinstance(of, UnionType)
    assert of.discriminator == Discriminator("kind", (("c", 0), ("d", 1), ("puppy", 1)))


def test_a_discriminator_without_mapping_uses_names(read_schemas: Reader) -> None:
    of = read_schemas(pets("discriminator: {propertyName: kind}")).type("Pet")
    assert isinstance(of, UnionType)
    assert of.discriminator == Discriminator("kind", (("Cat", 0), ("Dog", 1)))


def test_constants_are_better_tags_than_names(read_schemas: Reader) -> None:
    schemas = CAT_AND_DOG.replace("kind: {type: string}, meow", "kind: {const: cat}, meow")
    of = read_schemas(pets("discriminator: {propertyName: kind}", schemas=schemas)).type("Pet")
    assert isinstance(of, UnionType)
    assert of.discriminator == Discriminator("kind", (("cat", 0), ("Dog", 1)))


def test_a_mapping_to_what_is_no_variant_is_reported(read_schemas: Reader) -> None:
    result = read_schemas(
        pets(
            "discriminator: {propertyName: kind, mapping: {c: Cat, b: Bird, x: Nothing}}",
            schemas=CAT_AND_DOG + "Bird: {type: object}",
        )
    )
    assert result.problems == [
        "SB410 7:61 `Bird` is not one of the union's variants",
        "SB201 7:70 `Nothing`: there is no file `Nothing`",
    ]


def test_a_discriminator_without_property_name_is_reported(read_schemas: Reader) -> None:
    assert read_schemas(pets("discriminator: {}")).codes == ["SB410"]


def test_a_discriminator_is_inferred_from_required_constants(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          anyOf:
            - {type: object, required: [type, k], properties: {k: {type: string}, type: {const: one}}}
            - {type: object, required: [type], properties: {type: {type: string, enum: [two]}}}
            - {$ref: '#/components/schemas/Three'}
            - {type: 'null'}
            - {type: string}
        Three: {allOf: [{required: [type], properties: {type: {const: three}}}, {properties: {x: {}}}]}
        B:
          oneOf:
            - {type: object, properties: {type: {const: one}}}
            - {type: object, required: [type], properties: {type: {const: two}}}
        C:
          oneOf:
            - {type: object, required: [type], properties: {type: {const: one}}}
            - {type: object, required: [type], properties: {type: {const: one}, more: {}}}
        D: {oneOf: [{$ref: '#/components/schemas/Three'}, {$ref: '#/components/schemas/A2'}]}
        A2:
          oneOf:
            - {type: object, required: [type], properties: {type: {const: one}}}
            - {type: object, required: [type], properties: {type: {const: two}}}
    """)
    a, b, c, d = (result.type(name) for name in "ABCD")
    assert isinstance(a, UnionType) and isinstance(b, UnionType) and isinstance(c, UnionType)
    assert isinstance(d, UnionType)
    assert a.discriminator == Discriminator("type", (("one", 0), ("two", 1), ("three", 2)), inferred=True)
    assert a.variants[-1] == NULL
    assert (b.discriminator, c.discriminator) == (None, None)
    assert d.discriminator == Discriminator("type", (("three", 0), ("one", 1), ("two", 1)), inferred=True)


def test_numbers_and_booleans_are_tags_too(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          oneOf:
            - {type: object, required: [n], properties: {n: {type: integer, enum: [1]}}}
            - {type: object, required: [n], properties: {n: {type: integer, enum: [2]}}}
        B:
          oneOf:
            - {type: object, required: [ok], properties: {ok: {const: true}}}
            - {type: object, required: [ok], properties: {ok: {const: false}}}
    """)
    a, b = result.type("A"), result.type("B")
    assert isinstance(a, UnionType) and isinstance(b, UnionType)
    assert a.discriminator == Discriminator("n", (("1", 0), ("2", 1)), inferred=True)
    assert b.discriminator == Discriminator("ok", (("true", 0), ("false", 1)), inferred=True)


def test_a_base_with_a_discriminator_stands_for_its_subtypes(read_schemas: Reader) -> None:
    result = read_schemas("""
        Pet:
          type: object
          required: [kind]
          discriminator: {propertyName: kind, mapping: {cat: Cat}}
          properties: {kind: {type: string}, name: {type: string}}
        Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {meow: {type: boolean}}}]}
        Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
        Owner: {properties: {pet: {$ref: '#/components/schemas/Pet'}}}
    """)
    assert result.type("Pet") == UnionType(
        (RefType("Cat"), RefType("Dog")), Discriminator("kind", (("cat", 0), ("Dog", 1)))
    )
    cat, dog = result.type("Cat"), result.type("Dog")
    assert isinstance(cat, ObjectType) and isinstance(dog, ObjectType)
    assert [field.wire_name for field in cat.fields] == ["kind", "name", "meow"]
    assert [field.wire_name for field in dog.fields] == ["kind", "name"]
    assert result.field("Owner", "pet").type == RefType("Pet")
    assert result.problems == []


def test_a_base_that_is_a_variant_itself_has_its_shape_declared(read_schemas: Reader) -> None:
    result = read_schemas("""
        Pet:
          type: object
          discriminator: {propertyName: kind, mapping: {pet: Pet, cat: Cat}}
          properties: {kind: {type: string}}
        Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {meow: {type: boolean}}}]}
    """)
    assert result.type("Pet") == UnionType(
        (RefType("PetBase"), RefType("Cat")), Discriminator("kind", (("pet", 0), ("cat", 1)))
    )
    assert isinstance(result.type("PetBase"), ObjectType)


def test_variants_that_extend_their_own_union_are_read(read_schemas: Reader) -> None:
    result = read_schemas("""
        Pet:
          type: object
          required: [kind]
          discriminator: {propertyName: kind}
          properties: {kind: {type: string}}
          oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
        Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {meow: {type: boolean}}}]}
        Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {bark: {type: boolean}}}]}
    """)
    of = result.type("Pet")
    assert isinstance(of, UnionType)
    assert of.variants == (RefType("Cat"), RefType("Dog"))
    assert [field.wire_name for field in getattr(result.type("Cat"), "fields", ())] == ["kind", "meow"]
    assert result.problems == []


def test_ten_thousand_variants_are_read(read_schemas: Reader) -> None:
    variants = "\n".join(f"    - {{properties: {{p{n}: {{type: string}}}}}}" for n in range(10_000))
    of = read_schemas(f"A:\n  oneOf:\n{variants}").type("A")
    assert isinstance(of, UnionType) and len(of.variants) == 10_000
