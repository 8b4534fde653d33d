"""References: in the document, across files, and those that are refused."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from specbind.diagnostics import Collector
from specbind.ir.types import UNKNOWN, IntegerType, ObjectType, RefType, StringType
from specbind.openapi.read import read

from .conftest import Reader


def test_references_elsewhere_declare_types_with_telling_names(read_schemas: Reader) -> None:
    result = read_schemas(
        """
        A:
          properties:
            one: {$ref: '#/components/schemas/B/properties/status'}
            two: {$ref: '#/components/schemas/B/properties/list/items'}
            three: {$ref: '#/components/schemas/B/$defs/Inner'}
            four: {$ref: 'common.yaml#/definitions/Money'}
            five: {$ref: 'parts/whole.yaml'}
            six: {$ref: '#/components/schemas/a~1b%20c'}
            seven: {$ref: '#anchored'}
            eight: {$ref: './api.yaml#/components/schemas/B'}
        B:
          $defs: {Inner: {type: object, properties: {x: {}}}}
          properties: {status: {type: string}, list: {items: {type: object, properties: {y: {}}}}}
        a/b c: {type: string}
        D: {$anchor: anchored, type: string}
        """,
        common_yaml="definitions: {Money: {type: object, properties: {of: {$ref: 'parts/whole.yaml'}}}}",
        parts__whole_yaml="{type: object, properties: {up: {$ref: '../common.yaml#/definitions/Money'}}}",
    )
    assert result.problems == []
    names = {name: result.field("A", name).type for name in ("one", "two", "three", "four", "five")}
    assert names == {
        "one": RefType("B_status"),
        "two": RefType("list_items"),
        "three": RefType("Inner"),
        "four": RefType("Money"),
        "five": RefType("whole"),
    }
    assert result.field("A", "six").type == RefType("a/b c")
    assert result.field("A", "seven").type == RefType("D")
    assert result.field("A", "eight").type == RefType("B")
    assert result.field("Money", "of").type == RefType("whole")
    assert result.field("whole", "up").type == RefType("Money")
    assert [decl.name for decl in result.api.types][:4] == ["A", "B", "a/b c", "D"]


def test_a_slash_behind_a_file_means_the_whole_file_unless_it_has_a_member_without_a_name(read_schemas: Reader) -> None:
    result = read_schemas(
        "A: {properties: {one: {$ref: 'box.yaml#/'}, two: {$ref: 'odd.yaml#/'}}}",
        box_yaml="{type: object, properties: {x: {type: string}}}",
        odd_yaml="{'': {type: string}}",
    )
    assert result.problems == []
    assert result.field("A", "one").type == RefType("box")
    two = result.field("A", "two").type
    assert isinstance(two, RefType) and result.type(two.name) == StringType()
    assert read_schemas("A: {$ref: '#/'}").codes == ["SB201"]


def test_a_taken_name_is_made_longer(read_schemas: Reader) -> None:
    result = read_schemas(
        "A: {properties: {m: {$ref: 'one.yaml#/definitions/A'}, n: {$ref: 'two.yaml#/definitions/A'}}}",
        one_yaml="definitions: {A: {type: string}}",
        two_yaml="definitions: {A: {type: integer}}",
    )
    assert result.field("A", "m").type == RefType("one_A")
    assert result.field("A", "n").type == RefType("two_A")


@pytest.mark.parametrize(
    ("ref", "problem"),
    [
        ("#/components/schemas/B", "SB201 5:9 `#/components/schemas/B` does not exist"),
        ("#/components/schemas/A/type/x", "SB201 5:9 `#/components/schemas/A/type/x` does not exist"),
        ("#/components/schemas/~2", "SB201 5:9 `#/components/schemas/~2` does not exist"),
        ("#nothing", "SB201 5:9 `#nothing` does not exist"),
        ("none.yaml", "SB201 5:9 `none.yaml`: there is no file `none.yaml`"),
        ("https://x.test/a.yaml", "SB203 5:9 `https://x.test/a.yaml` is remote and is not fetched"),
        ("//x.test/a.yaml", "SB203 5:9 `//x.test/a.yaml` is remote and is not fetched"),
        ("data:,x", "SB203 5:9 `data:,x` is remote and is not fetched"),
        ("file:///etc/passwd", "SB204 5:9 `file:///etc/passwd` is a file URL"),
        ("/etc/passwd", "SB204 5:9 `/etc/passwd` is outside the description's folder"),
        ("../../secret.yaml", "SB204 5:9 `../../secret.yaml` is outside the description's folder"),
        ("%2e%2e/secret.yaml", "SB204 5:9 `%2e%2e/secret.yaml` is outside the description's folder"),
        ("#/components/schemas/A", "SB202 5:9 `#/components/schemas/A` leads back to itself"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_reported(read_schemas: Reader, ref: str, problem: str) -> None:
    result = read_schemas(f"A: {{$ref: '{ref}'}}")
    assert result.problems == [problem]
    assert result.type("A") == UNKNOWN


def test_a_cycle_of_references_is_reported(read_schemas: Reader) -> None:
    result = read_schemas(
        "A: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/A'}\nC: {$ref: '#/components/schemas/B'}"
    )
    assert set(result.codes) == {"SB202"}
    assert result.type("A") == UNKNOWN


def test_a_link_to_a_file_outside_is_refused(read_schemas: Reader, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("type: string")
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert read_schemas("A: {$ref: link.yaml}").codes == ["SB204"]


def test_the_root_widens_what_may_be_referred_to(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "common.yaml").write_text("Name: {type: string}\nBad: {type: 5}")
    spec = tmp_path / "one" / "api.yaml"
    spec.write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
        "components: {schemas: {A: {$ref: '../common.yaml#/Name'}, B: {$ref: '../common.yaml#/Bad'}}}"
    )
    collector = Collector()
    api = read(spec, collector, root=tmp_path)
    assert api is not None
    assert [(decl.name, decl.type) for decl in api.types] == [("A", StringType()), ("B", UNKNOWN)]
    assert [str(found.span) for found in collector.diagnostics] == ["common.yaml:2:7"]
    assert [decl.span.source.path for decl in api.types if decl.span] == ["common.yaml", "common.yaml"]


def test_a_reference_inside_data_is_data(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          properties:
            a:
              type: object
              default: {$ref: '#/none'}
              example: {$ref: '#/none'}
            b: {examples: [{$ref: '#/none'}]}
    """)
    assert result.problems == []
    assert result.field("A", "a").default == {"$ref": "#/none"}
    assert result.field("A", "a").examples == ({"$ref": "#/none"},)


def test_recursive_and_dynamic_references_with_one_target_are_followed(read_schemas: Reader) -> None:
    result = read_schemas("""
        A:
          $recursiveAnchor: true
          properties: {of: {items: {$recursiveRef: '#'}}}
        B:
          $dynamicAnchor: node
          properties: {of: {$dynamicRef: '#node'}}
    """)
    assert result.problems == []
    assert result.field("B", "of").type == RefType("B")


def test_a_pointer_may_pass_through_a_reference(read_schemas: Reader) -> None:
    result = read_schemas("""
        A: {$ref: '#/components/schemas/B'}
        B: {properties: {x: {type: object, properties: {y: {}}}}}
        C: {properties: {z: {$ref: '#/components/schemas/A/properties/x'}}}
    """)
    assert result.problems == []
    assert isinstance(result.type("B_x"), ObjectType)


ID = """
openapi: 3.1.0
info: {title: T, version: '1'}
components:
  schemas:
    Box:
      $id: https://example.com/schemas/box
      type: object
      properties:
        lid: {$ref: lid}
        label: {$ref: '#/$defs/Label'}
        size: {$ref: '#size'}
        tin: {$ref: '#/components/schemas/Tin'}
      $defs:
        Label: {type: string}
        Size: {$anchor: size, type: integer}
    Lid: {$id: https://example.com/schemas/lid, type: object, properties: {of: {$ref: 'box#/$defs/Label'}}}
    Tin: {type: object, properties: {lid: {$ref: 'https://example.com/schemas/lid'}, size: {$ref: 'https://example.com/schemas/box#size'}}}
"""


def test_schemas_are_found_by_the_urls_they_give_themselves(read_text: Reader) -> None:
    result = read_text(ID)
    assert result.problems == []
    assert [decl.name for decl in result.api.types] == ["Box", "Lid", "Tin", "Label", "Size"]
    assert [result.field("Box", name).type for name in ("lid", "label", "size", "tin")] == [
        RefType("Lid"), RefType("Label"), RefType("Size"), RefType("Tin"),
    ]  # fmt: skip
    assert result.field("Lid", "of").type == RefType("Label")
    assert [result.field("Tin", name).type for name in ("lid", "size")] == [RefType("Lid"), RefType("Size")]


def test_what_looks_like_an_identifier_in_data_is_data(read_schemas: Reader) -> None:
    result = read_schemas("""
        A: {$ref: '#here'}
        B: {example: {$anchor: here, type: string}, properties: {default: {$anchor: here, type: integer}}}
    """)
    assert result.problems == []
    assert result.type("A") == IntegerType()


def test_a_misspelt_reference_is_told_what_it_may_mean(read_schemas: Reader) -> None:
    result = read_schemas("A: {$ref: '#/components/schemas/Bx'}\nBox: {type: string}")
    assert [found.help for found in result.diagnostics] == ["did you mean `Box`?"]


WHOLE = """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /boxes/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    get:
      responses: {'200': {$ref: '#/components/responses/Box'}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}
  responses:
    Box: {description: done, content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}}
  schemas:
    Box: {type: object, properties: {lid: {$ref: '#/components/schemas/Lid'}, in: {$ref: '#/components/schemas/Box'}}}
    Lid: {type: object, properties: {size: {type: integer}}}
"""
SPLIT = {
    "api.yaml": """
        openapi: 3.1.0
        info: {title: T, version: '1'}
        paths:
          /boxes/{id}: {$ref: 'paths/boxes by id.yaml'}
        components:
          schemas:
            Box: {$ref: 'schemas/Box.yaml'}
            Lid: {$ref: 'schemas/lids.yaml#/$defs/Lid'}
    """,
    "paths/boxes by id.yaml": """
        parameters: [{$ref: '../parts.yaml#/parameters/Id'}]
        get:
          responses: {'200': {$ref: '../parts.yaml#/responses/Box~1200'}}
    """,
    "parts.yaml": """
        parameters:
          Id: {name: id, in: path, required: true, schema: {type: string}}
        responses:
          Box/200: {description: done, content: {application/json: {schema: {$ref: 'schemas/Box.yaml'}}}}
    """,
    "schemas/Box.yaml": """
        type: object
        properties: {lid: {$ref: 'lids.yaml#/$defs/Lid'}, in: {$ref: '#'}}
    """,
    "schemas/lids.yaml": """
        $defs: {Lid: {type: object, properties: {size: {type: integer}}}}
    """,
}


def test_a_document_in_one_file_and_in_several_is_the_same_api(tmp_path: Path) -> None:
    for path, text in {"whole.yaml": WHOLE, **SPLIT}.items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(dedent(text))
    collector = Collector()
    one, several = read(tmp_path / "whole.yaml", collector), read(tmp_path / "api.yaml", collector)
    assert collector.diagnostics == ()
    assert one is not None and one == several


def test_references_lead_into_paths(read_text: Reader) -> None:
    result = read_text("""
        openapi: 3.1.0
        info: {title: T, version: '1'}
        paths:
          /boxes:
            get:
              responses:
                '200':
                  description: done
                  content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}
          /tins:
            get:
              responses:
                '200':
                  description: done
                  content:
                    application/json:
                      schema: {$ref: '#/paths/~1boxes/get/responses/200/content/application~1json/schema'}
          /sacks: {$ref: '#/paths/~1boxes'}
    """)
    assert result.problems == []
    tins, sacks = result.operation("GET /tins"), result.operation("GET /sacks")
    (decl,) = result.api.types
    assert tins.responses[0].contents[0].type == RefType(decl.name)
    assert isinstance(decl.type, ObjectType) and sacks.responses[0].contents[0].type == decl.type


@pytest.mark.parametrize("url", ["http://[::1/a", "//[::1/a", "http://a b/c"])
def test_what_is_no_url_is_refused_as_one(read_schemas: Reader, url: str) -> None:
    result = read_schemas(f"A: {{$id: '{url}', properties: {{b: {{$ref: '{url}x'}}}}}}")
    assert result.problems == [
        f"SB203 5:{result.diagnostics[0].span.position.column} `{url}x` is remote and is not fetched"
    ]
