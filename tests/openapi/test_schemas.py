"""Schemas: what each keyword makes of a type."""

from __future__ import annotations

import pytest
from specbind.ir.types import (
    MISSING,
    NULL,
    UNKNOWN,
    Access,
    AnyExtra,
    ArrayType,
    BooleanType,
    Bounds,
    ConstType,
    EnumType,
    EnumValue,
    IntegerFormat,
    IntegerType,
    MapType,
    NoExtra,
    NumberFormat,
    NumberType,
    ObjectType,
    RefType,
    Size,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
    nullable,
)

from .conftest import Reader

TEXT = StringType()


@pytest.mark.parametrize(
    ("schema", "of"),
    [
        ("{type: string}", TEXT),
        ("{type: string, format: date-time}", StringType(StringFormat.DATE_TIME)),
        ("{type: string, format: telephone}", TEXT),
        ("{type: string, format: int64}", TEXT),
        ("{type: string, contentEncoding: base64}", StringType(StringFormat.BYTE)),
        ("{type: string, contentMediaType: image/png}", StringType(StringFormat.BINARY)),
        ("{type: string, contentMediaType: application/json}", TEXT),
        ("{type: string, minLength: 1, maxLength: 2, pattern: a}", StringType(size=Size(1, 2), pattern="a")),
        ("{type: integer, format: int64}", IntegerType(IntegerFormat.INT64)),
        ("{type: integer, minimum: 1.0}", IntegerType(bounds=Bounds(minimum=1))),
        ("{type: number, format: double}", NumberType(NumberFormat.DOUBLE)),
        ("{type: number, exclusiveMinimum: 0, maximum: 1.5}", NumberType(bounds=Bounds(None, 1.5, 0))),
        ("{type: number, minimum: 0, exclusiveMinimum: true}", NumberType(bounds=Bounds(None, None, 0))),
        ("{type: boolean}", BooleanType()),
        ("{type: 'null'}", NULL),
        ("{type: array, items: {type: string}, uniqueItems: true}", ArrayType(TEXT, unique=True)),
        ("{type: array}", ArrayType(UNKNOWN)),
        ("{type: array, prefixItems: [{type: string}], items: false}", TupleType((TEXT,), None)),
        ("{type: array, prefixItems: [{type: string}], maxItems: 1}", TupleType((TEXT,), None)),
        ("{type: array, prefixItems: [{type: string}]}", TupleType((TEXT,), UNKNOWN)),
        (
            "{type: array, prefixItems: [{type: string}], items: {title: E, oneOf: [{type: string}, {type: boolean}]}}",
            TupleType((TEXT,), UnionType((TEXT, BooleanType()), title="E")),
        ),
        (
            "{type: array, items: [{type: string}], additionalItems: {type: boolean}}",
            TupleType((TEXT,), BooleanType()),
        ),
        ("{type: object}", MapType(UNKNOWN)),
        ("{type: object, additionalProperties: true}", MapType(UNKNOWN)),
        ("{type: object, additionalProperties: {}}", MapType(UNKNOWN)),
        ("{type: object, additionalProperties: {type: string}, minProperties: 1}", MapType(TEXT, Size(1))),
        ("{type: object, additionalProperties: false}", ObjectType((), NoExtra())),
        ("{type: [string, integer]}", UnionType((TEXT, IntegerType()))),
        ("{}", UNKNOWN),
        ("true", UNKNOWN),
        ("{description: Anything.}", UNKNOWN),
        ("{items: {type: string}}", ArrayType(TEXT)),
        ("{additionalProperties: {type: string}}", MapType(TEXT)),
        ("{format: date}", StringType(StringFormat.DATE)),
        ("{const: a}", ConstType("a")),
        ("{const: 1, type: integer}", ConstType(1)),
        ("{const: null}", NULL),
        ("{enum: [a]}", EnumType((EnumValue("a"),))),
        ("{enum: [1, a, 1]}", EnumType((EnumValue(1), EnumValue("a")))),
        ("{type: boolean, enum: [true, false]}", BooleanType()),
        ("{type: boolean, enum: [true]}", EnumType((EnumValue(True),))),
        ("{type: integer, enum: [1, 2.0]}", EnumType((EnumValue(1), EnumValue(2)))),
        (
            "{type: object, patternProperties: {'^x': {type: string}}, additionalProperties: false}",
            MapType(TEXT),
        ),
        ("{oneOf: [{type: string}, {type: integer}]}", UnionType((TEXT, IntegerType()))),
        ("{anyOf: [{type: string}, {type: string}]}", TEXT),
        (
            "{oneOf: [{anyOf: [{type: string}, {type: boolean}]}, {type: boolean}]}",
            UnionType((TEXT, BooleanType())),
        ),
        ("{oneOf: [{type: string}, false]}", TEXT),
        ("{anyOf: [{type: string}, {}]}", UNKNOWN),
        ("{anyOf: [{const: a}, {enum: [b, a]}]}", EnumType((EnumValue("a"), EnumValue("b")))),
        ("{anyOf: [{type: string}, {enum: [a]}]}", UnionType((TEXT, EnumType((EnumValue("a"),))))),
    ],
)
def test_a_schema_is_a_type(read_schemas: Reader, schema: str, of: Type) -> None:
    assert read_schemas(f"A: {schema}").type("A") == of


@pytest.mark.parametrize(
    ("schema", "version"),
    [
        ("{type: string, nullable: true}", "3.0.3"),
        ("{type: string, nullable: true}", "3.1.0"),
        ("{type: [string, 'null']}", "3.1.0"),
        ("{oneOf: [{type: string}, {type: 'null'}]}", "3.1.0"),
        ("{anyOf: [{type: 'null'}, {type: string}]}", "3.1.0"),
        ("{anyOf: [{type: string}, {const: null}]}", "3.1.0"),
        ("{anyOf: [{type: string, nullable: true}, {type: string}]}", "3.0.3"),
        ("{oneOf: [{type: string}, {enum: [null]}]}", "3.0.3"),
        ("{nullable: true, allOf: [{type: string}]}", "3.0.3"),
        ("{allOf: [{type: string}, {nullable: true}]}", "3.0.3"),
        ("{type: [string, 'null'], allOf: [{type: string}]}", "3.1.0"),
    ],
)
def test_null_is_a_type_however_it_is_written(read_schemas: Reader, schema: str, version: str) -> None:
    assert read_schemas(f"A: {schema}", version).type("A") == nullable(TEXT)


@pytest.mark.parametrize(
    "schema",
    ["{type: string, nullable: true, enum: [a, null]}", "{enum: [a, null]}", "{enum: [a], nullable: true}"],
)
def test_null_is_never_among_the_values_of_an_enum(read_schemas: Reader, schema: str) -> None:
    assert read_schemas(f"A: {schema}", "3.0.3").type("A") == nullable(EnumType((EnumValue("a"),)))


@pytest.mark.parametrize(
    ("schema", "version"),
    [
        ("{allOf: [{$ref: '#/components/schemas/B'}], nullable: true}", "3.0.3"),
        ("{oneOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}", "3.1.0"),
        ("{anyOf: [{$ref: '#/components/schemas/B'}], nullable: true}", "3.0.3"),
        ("{oneOf: [{$ref: '#/components/schemas/B'}, {nullable: true, enum: [null]}]}", "3.0.3"),
    ],
)
def test_a_reference_may_be_null(read_schemas: Reader, schema: str, version: str) -> None:
    result = read_schemas(f"A: {{properties: {{b: {schema}}}}}\nB: {{properties: {{c: {{type: string}}}}}}", version)
    assert result.field("A", "b").type == nullable(RefType("B"))
    assert result.problems == []


def test_an_object_keeps_what_is_said_about_its_members(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          type: object
          title: An A
          description: About A.
          required: [id]
          additionalProperties: {type: string}
          properties:
            id: {type: string, readOnly: true, description: Its id., examples: [a1]}
            secret: {type: string, writeOnly: true, deprecated: true}
            size: {type: integer, default: 3, example: 4}
    """)
    of = result.type("A")
    assert isinstance(of, ObjectType)
    assert (of.title, of.description, of.extra) == ("An A", "About A.", TypedExtra(TEXT))
    one, two, three = of.fields
    assert (one.required, one.access, one.description) == (True, Access.READ_ONLY, "Its id.")
    assert (one.examples, one.default) == (("a1",), MISSING)
    assert (two.required, two.access, two.deprecated) == (False, Access.WRITE_ONLY, True)
    assert (three.default, three.examples) == (3, (4,))
    assert result.problems == []


def test_names_and_meanings_of_enum_values_are_kept(read_schemas: Reader) -> None:
    result = read_schemas("""
        A: {type: integer, enum: [10, 1], x-enum-varnames: [TEN, ONE], x-enum-descriptions: {'10': Ten., '1': One.}}
        B: {enum: [x, y], x-enumNames: [Ex, 5]}
        C:
          oneOf:
            - {const: a, title: First, description: The first.}
            - {const: b}
    """)
    assert result.type("A") == EnumType((EnumValue(10, "TEN", "Ten."), EnumValue(1, "ONE", "One.")))
    assert result.type("B") == EnumType((EnumValue("x", "Ex"), EnumValue("y")))
    assert result.type("C") == EnumType((EnumValue("a", "First", "The first."), EnumValue("b")))


def test_required_names_without_a_property_have_any_type(read_schemas: Reader) -> None:
    result = read_schemas("A:\n  required: [b]\n  properties:\n    a: {type: string}")
    assert (result.field("A", "b").type, result.field("A", "b").required) == (UNKNOWN, True)
    assert result.problems == ["SB413 6:7 `b` is required but not declared"]


def test_annotations_of_a_reference_go_to_its_use(read_schemas: Reader) -> None:
    result = read_schemas(
        """
        A:
          properties:
            one: {$ref: '#/components/schemas/B', description: One., deprecated: true}
            two:
              description: Two.
              allOf: [{$ref: '#/components/schemas/B'}]
            three: {allOf: [{$ref: '#/components/schemas/B'}, {description: Three.}]}
        B: {type: string, description: Itself., readOnly: true, default: x}
        """,
        "3.0.3",
    )
    for name in ("one", "two", "three"):
        field = result.field("A", name)
        assert (field.type, field.description) == (RefType("B"), f"{name.capitalize()}.")
        assert (field.access, field.default) == (Access.READ_ONLY, "x")
    assert result.field("A", "one").deprecated
    assert result.problems == []


def test_siblings_of_a_reference_apply_in_3_1_alone(read_schemas: Reader) -> None:
    text = """
        A:
          properties:
            b:
              $ref: '#/components/schemas/B'
              required: [c]
        B: {type: object, properties: {c: {type: string}}}
    """
    new, old = read_schemas(text, "3.1.0"), read_schemas(text, "3.0.3")
    of = new.field("A", "b").type
    assert isinstance(of, ObjectType) and of.fields[0].required
    assert new.problems == []
    assert old.field("A", "b").type == RefType("B")
    assert old.problems == ["SB206 7:9 `required` beside `$ref` is ignored in OpenAPI 3.0"]


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ("{not: {type: string}}", "SB405 5:9 `not` cannot be said by a type"),
        ("{if: {type: string}, then: {minLength: 1}}", "SB405 5:9 `if` cannot be said by a type"),
        ("{dependentSchemas: {a: {required: [b]}}}", "SB405 5:9 `dependentSchemas` cannot be said by a type"),
        ("{const: {a: 1}}", "SB405 5:9 `const` with a mapping is widened"),
        ("false", "SB405 5:5 `false` allows no value"),
        ("{not: {required: [a]}}", "SB406 5:9 `not` is not checked"),
        ("{propertyNames: {pattern: a}}", "SB406 5:9 `propertyNames` is not checked"),
        ("{dependentRequired: {a: [b]}}", "SB406 5:9 `dependentRequired` is not checked"),
        ("{type: array, contains: {type: string}}", "SB406 5:22 `contains` is not checked"),
        ("{$dynamicRef: '#none'}", "SB207 5:9 `$dynamicRef` is not followed"),
        ("{type: strng}", "SB401 5:9 there is no type `strng`"),
        ("{type: [string, file]}", "SB309 5:9 the type `file` is of Swagger 2.0, and the document is OpenAPI 3.1"),
        ("{type: 5}", "SB301 5:9 `type` must be a type or a list of types, not a number"),
        ("{type: []}", "SB301 5:9 `type` must be a type or a list of types, not a list"),
        ("{enum: []}", "SB402 5:9 `enum` lists nothing"),
        ("{enum: {}}", "SB301 5:9 `enum` must be a list, not a mapping"),
        ("{enum: [[1]]}", "SB402 5:16 `enum` lists a list; the enum is ignored"),
        ("{type: string, enum: [1]}", "SB403 5:30 a number where `type` is string"),
        ("{type: integer, enum: ['1']}", "SB403 5:31 text where `type` is integer"),
        ("{type: integer, minimum: 0.5}", "SB404 5:24 `minimum` is 0.5, but the value is an integer"),
        ("{type: integer, minimum: 3, maximum: 2}", "SB404 5:36 `maximum` is less than 3"),
        ("{type: number, multipleOf: 0}", "SB404 5:23 `multipleOf` must be greater than 0"),
        ("{type: number, maximum: high}", "SB404 5:23 `maximum` must be a number"),
        ("{type: string, maxLength: -1}", "SB404 5:23 `maxLength` must be a whole number, 0 or more"),
        ("{type: array, minItems: 2, maxItems: 1}", "SB404 5:35 `maxItems` is less than `minItems`, 2"),
        ("{type: string, pattern: [a]}", "SB301 5:23 `pattern` must be text, not a list"),
        ("{type: object, properties: []}", "SB301 5:23 `properties` must be a mapping, not a list"),
        ("{type: object, properties: {a: 5}}", "SB301 5:36 `a` must be a schema, not a number"),
        ("{type: object, required: id}", "SB301 5:23 `required` must be a list, not text"),
        (
            "{type: object, additionalProperties: 5}",
            "SB301 5:23 `additionalProperties` must be true, false or a schema, not a number",
        ),
        ("{type: array, items: 5}", "SB301 5:22 `items` must be a schema, not a number"),
        ("{allOf: {}}", "SB301 5:9 `allOf` must be a list, not a mapping"),
        ("{oneOf: 5}", "SB301 5:9 `oneOf` must be a list, not a number"),
        (
            "{allOf: [{type: string}, {type: integer}]}",
            "SB407 5:33 the parts of this schema have no value in common",
        ),
        ("{type: string, nullable: 1}", "SB301 5:23 `nullable` must be true or false, not a number"),
        (
            "{type: object, properties: {a: {readOnly: true, writeOnly: true}}}",
            "SB414 5:36 both `readOnly` and `writeOnly`",
        ),
        ("{properties: {a: {type: integer, default: x}}}", "SB411 5:41 the default, `x`, is not of its type"),
        ("{$ref: 5}", "SB205 5:9 `$ref` must be text"),
        ("[]", "SB301 5:5 `A` must be a schema, not a list"),
        ("{description: 5}", "SB302 5:9 a number is read as text"),
    ],
)
def test_a_doubtful_schema_is_reported_where_it_stands(read_schemas: Reader, schema: str, problem: str) -> None:
    result = read_schemas(f"A: {schema}")
    assert result.problems == [problem]


def test_a_bad_bound_leaves_the_good_ones(read_schemas: Reader) -> None:
    result = read_schemas("A: {type: integer, minimum: 0.5, maximum: 3}\nB: {type: integer, minimum: 3, maximum: 2}")
    assert result.type("A") == IntegerType(bounds=Bounds(maximum=3))
    assert result.type("B") == IntegerType()


def test_enum_values_are_converted_to_their_type_where_that_is_exact(read_schemas: Reader) -> None:
    result = read_schemas("A: {type: string, enum: [1, true, x]}\nB: {type: integer, enum: ['1', x, 2]}")
    assert result.type("A") == EnumType((EnumValue("1"), EnumValue("true"), EnumValue("x")))
    assert result.type("B") == EnumType((EnumValue(1), EnumValue(2)))


def test_unevaluated_members_close_a_composed_object(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          allOf: [{$ref: '#/components/schemas/B'}]
          properties: {a: {type: string}}
          unevaluatedProperties: false
        B: {properties: {b: {type: string}}}
    """)
    a, b = result.type("A"), result.type("B")
    assert isinstance(a, ObjectType) and isinstance(b, ObjectType)
    assert (a.extra, b.extra) == (NoExtra(), AnyExtra())
    assert [field.wire_name for field in a.fields] == ["b", "a"]


def test_schemas_nested_past_the_limit_are_widened(read_schemas: Reader) -> None:
    result = read_schemas("A: " + "{items: " * 90 + "{}" + "}" * 90)
    assert result.codes == ["SB412"]


def test_a_long_chain_of_compositions_is_read(read_schemas: Reader) -> None:
    chain = [
        f"S{n}: {{allOf: [{{$ref: '#/components/schemas/S{n + 1}'}}], properties: {{p{n}: {{}}}}}}" for n in range(500)
    ]
    result = read_schemas("\n".join([*chain, "S500: {properties: {last: {}}}"]))
    of = result.type("S0")
    assert isinstance(of, ObjectType) and len(of.fields) == 501
    assert result.problems == []


def test_compositions_that_multiply_are_widened(read_schemas: Reader) -> None:
    lines = ["S0: {properties: {x: {type: string}}}"]
    for n in range(1, 30):
        part = f"{{allOf: [{{$ref: '#/components/schemas/S{n - 1}'}}, {{required: [z]}}]}}"
        lines.append(f"S{n}: {{properties: {{a: {part}, b: {part}}}}}")
    result = read_schemas("\n".join(lines))
    assert set(result.codes) == {"SB409"}
    assert len(result.api.types) == 30


def test_unions_that_multiply_are_widened(read_schemas: Reader) -> None:
    many = ", ".join(f"{{properties: {{p{n}: {{type: string}}}}}}" for n in range(10))
    more = ", ".join(f"{{properties: {{q{n}: {{type: string}}}}}}" for n in range(10))
    result = read_schemas(f"A: {{oneOf: [{many}], anyOf: [{more}]}}")
    assert result.codes == ["SB409"]
    of = result.type("A")
    assert isinstance(of, UnionType) and len(of.variants) == 10
