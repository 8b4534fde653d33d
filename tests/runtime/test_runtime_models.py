"""Models: building, decoding, unions, extras, read-only members."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import threading
import types
import warnings
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import acme_runtime as rt
import httpx
import pydantic
import pytest
from acme_api import GET, USER, Recorder, User, UserList, client
from acme_runtime.decode import Decoder
from acme_runtime.encode import plain
from pydantic import Field, ValidationError

BUILD_ROUNDS = int(os.environ.get("BUILD_ROUNDS", "8"))
_serial = iter(range(10**9))


def module_of(source: str) -> types.ModuleType:
    """A fresh module with these classes."""
    module = types.ModuleType(f"acme_models_{next(_serial)}")
    sys.modules[module.__name__] = module
    head = "from __future__ import annotations\nfrom acme_runtime import Model\n"
    exec(head + source, module.__dict__)
    return module


def linked(count: int, *, cyclic: bool) -> types.ModuleType:
    lines: list[str] = []
    for index in range(count):
        target = (index + 1) % count
        link = f"    next: M{target} | None = None\n" if cyclic or target else ""
        lines.append(f"class M{index}(Model):\n    value: int = 0\n{link}")
    return module_of("\n".join(lines))


def test_a_chain_of_300_models_builds_at_first_use() -> None:
    # Before 2.11, pydantic-core itself refuses schemas nested deeper than about 60 models.
    old = tuple(map(int, pydantic.VERSION.split(".")[:2])) < (2, 11)
    module = linked(60 if old else 300, cyclic=False)
    assert module.M0.model_validate({"next": {"next": {"value": 2}}}).next.next.value == 2


def test_a_cycle_of_150_models_builds_at_first_use() -> None:
    module = linked(150, cyclic=True)
    assert module.M7(next={"value": 3}).next.value == 3
    assert Decoder(lambda: list[module.M3]).decode(b'[{"value":1}]')[0][0].value == 1


def test_building_leaves_the_recursion_limit_and_stack_size_alone() -> None:
    limit, stack = sys.getrecursionlimit(), threading.stack_size()
    linked(5, cyclic=True).M0()
    assert (sys.getrecursionlimit(), threading.stack_size()) == (limit, stack)


def _first_uses(module: types.ModuleType, count: int) -> list[BaseException]:
    errors: list[BaseException] = []
    barrier = threading.Barrier(32)

    def use(index: int) -> None:
        model = getattr(module, f"M{index % count}")
        try:
            barrier.wait()
            if index % 3 == 0:
                model(value=1)
            elif index % 3 == 1:
                model.model_validate({"value": 1, "next": {"value": 2}})
            else:
                Decoder(lambda: model).decode(b'{"value":1,"next":{"value":2}}')
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=use, args=(index,)) for index in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_32_threads_make_first_use_of_a_cyclic_graph() -> None:
    for _ in range(BUILD_ROUNDS):
        assert _first_uses(linked(8, cyclic=True), 8) == []


class Cat(rt.Model):
    kind: Literal["cat"]
    lives: int


class Dog(rt.Model):
    kind: Literal["dog", "hound"]
    name: str


Pet = Annotated[Cat | Dog | rt.UnknownVariant, rt.Tagged("kind", {"cat": "Cat", "dog": "Dog", "hound": "Dog"})]


class Home(rt.Model):
    pet: Pet
    spare: Pet | None = None
    many: list[Pet] = []  # noqa: RUF012


def test_a_tag_chooses_the_variant() -> None:
    text = b'{"pet":{"kind":"hound","name":"Rex"},"many":[{"kind":"cat","lives":9}]}'
    home, mismatches = Decoder(lambda: Home).decode(text)
    assert mismatches == ()
    assert isinstance(home.pet, Dog) and isinstance(home.many[0], Cat)


@pytest.mark.parametrize("pet", [{"kind": "fish", "fins": [1]}, {"fins": 2}, {"kind": None}])
def test_an_unknown_variant_keeps_its_data(pet: dict[str, Any]) -> None:
    home = Home.model_validate({"pet": pet})
    assert type(home.pet) is rt.UnknownVariant
    assert plain(home, "home") == {"pet": pet}


def test_a_variant_instance_is_taken_as_it_is() -> None:
    assert isinstance(Home(pet=Dog(kind="dog", name="x")).pet, Dog)


def test_a_known_variant_that_does_not_fit_stays_that_variant() -> None:
    home, mismatches = Decoder(lambda: Home).decode(b'{"pet":{"kind":"cat","lives":"nine"}}')
    assert isinstance(home.pet, Cat) and home.pet.lives == "nine"
    assert [str(one) for one in mismatches] == ["expected int @ $.pet.lives, got str"]


class Flags(rt.Model):
    one: Literal[1]
    on: Literal[True] = True
    level: Literal[0, 1, "high"] | int = 0
    inner: Flags | None = None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"one": 1, "on": true, "level": 1, "inner": {"one": 1.0, "level": "high"}}', []),
        ('{"one": 1.0, "level": 0.0}', []),
        ('{"one": true}', ["$.one"]),
        ('{"one": 1, "on": 1}', ["$.on"]),
        ('{"one": 1, "level": false}', ["$.level"]),
        ('{"one": 1, "inner": {"one": true}}', ["$.inner.one"]),
    ],
)
def test_a_boolean_is_no_number_of_a_literal(text: str, wrong: list[str]) -> None:
    flags, mismatches = Decoder(lambda: Flags).decode(text)
    assert type(flags) is Flags and type(flags.one) is int and type(flags.on) is bool
    assert [each.path for each in mismatches] == wrong


def test_a_boolean_is_no_number_of_a_literal_without_a_model() -> None:
    assert Decoder(lambda: list[Literal[0, 1]]).decode("[0, 1.0]") == ([0, 1], ())
    assert [each.path for each in Decoder(lambda: list[Literal[0, 1]]).decode("[0, true]")[1]] == ["$[1]"]


class Both(rt.Model):
    either: Cat | Dog | rt.UnknownVariant


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"kind": "cat", "lives": 1, "x": 1, "y": 2}, Cat),
        ({"kind": "dog", "name": "a"}, Dog),
        ({"z": 1}, rt.UnknownVariant),
    ],
)
def test_without_tags_the_unknown_variant_comes_last(value: dict[str, Any], kind: type) -> None:
    text = rt.Model.model_construct(either=value).model_dump_json().encode()
    assert type(Decoder(lambda: Both).decode(text)[0].either) is kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"kind": "cat", "lives": "nine"}', "expected int @ $.either.lives, got str"),
        ('{"z": 1}', "expected 'cat' @ $.either.kind, got nothing"),
    ],
)
def test_without_tags_an_object_of_no_variant_keeps_its_data_and_is_told(text: str, said: str) -> None:
    read, mismatches = Decoder(lambda: Both).decode(f'{{"either": {text}}}')
    assert type(read.either) is rt.UnknownVariant
    assert [str(each) for each in mismatches] == [f"expected Cat | Dog @ $.either, got object ({said})"]
    assert plain(read, "read") == {"either": json.loads(text)}


def test_without_tags_a_whole_number_with_a_fraction_is_of_its_variant() -> None:
    read, mismatches = Decoder(lambda: Both).decode('{"either": {"kind": "cat", "lives": 9.0}}')
    assert read.either == Cat(kind="cat", lives=9) and mismatches == ()


def test_without_tags_unknown_variants_are_taken_in_python() -> None:
    assert type(Both.model_validate({"either": {"z": 1}}).either) is rt.UnknownVariant
    assert Both(either=rt.UnknownVariant.model_validate({"z": 1})).model_dump_json() == '{"either":{"z":1}}'


def test_a_union_without_tags_is_told_of_without_a_model_too() -> None:
    read, mismatches = Decoder(lambda: list[Cat | Dog | rt.UnknownVariant]).decode('[{"kind": "dog"}]')
    assert type(read[0]) is rt.UnknownVariant
    assert [each.path for each in mismatches] == ["$[0]"]


class Scores(rt.Model):
    __pydantic_extra__: dict[str, int]

    name: str


def test_typed_extras_are_checked_and_kept() -> None:
    scores, mismatches = Decoder(lambda: Scores).decode(b'{"name":"a","x":1}')
    assert scores.__pydantic_extra__ == {"x": 1} and mismatches == ()
    scores, mismatches = Decoder(lambda: Scores).decode(b'{"name":"a","x":"one"}')
    assert scores.__pydantic_extra__ == {"x": "one"}
    assert str(mismatches[0]) == "expected int @ $.x, got str"


class Part(rt.Model):
    _read_only_: ClassVar[frozenset[str]] = frozenset({"id", "made-by"})

    id: str
    made_by: Annotated[str, Field(alias="made-by")] = "x"
    size: int = 1


class Whole(rt.Model):
    _read_only_: ClassVar[frozenset[str]] = frozenset({"etag"})

    etag: str
    parts: list[Part]


def test_read_only_members_of_a_response_are_not_sent_back() -> None:
    text = b'{"etag":"e","parts":[{"id":"p","size":2,"made-by":"me"}],"new":1}'
    whole = Decoder(lambda: Whole).decode(text)[0]
    assert plain(whole, "body") == {"parts": [{"size": 2}], "new": 1}
    assert plain({"w": [whole]}, "body") == {"w": [{"parts": [{"size": 2}], "new": 1}]}


class Moments(rt.Model):
    at: rt.DateTime | None = None
    day: dt.date | None = None
    time: dt.time | None = None
    span: dt.timedelta | None = None
    id: UUID | None = None
    data: rt.Base64 | None = None
    price: Decimal | None = None


MOMENTS = {
    "at": "2024-01-02T03:04:05.123456789Z",
    "day": "2024-01-02",
    "time": "03:04:05Z",
    "span": "P1DT2H",
    "id": "12345678-1234-5678-1234-567812345678",
    "data": "/+A=",
    "price": "1.10",
}


def test_formats_decode_and_go_back() -> None:
    found, mismatches = Decoder(lambda: Moments).decode(plain_json(MOMENTS))
    assert mismatches == ()
    assert found.data == b"\xff\xe0" and found.price == Decimal("1.10")
    assert found.at.tzinfo is not None and found.span == dt.timedelta(days=1, hours=2)
    assert plain(found, "m") == {
        **MOMENTS,
        "at": "2024-01-02T03:04:05.123456Z",
        "time": "03:04:05+00:00",
    }


def plain_json(value: object) -> bytes:
    import json

    return json.dumps(value).encode()


def test_a_naive_date_time_is_a_mismatch_that_gives_a_datetime() -> None:
    found, mismatches = Decoder(lambda: Moments).decode(b'{"at":"2024-01-02T03:04:05"}')
    assert found.at == dt.datetime(2024, 1, 2, 3, 4, 5)
    assert mismatches[0].path == "$.at"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"data":[{"id":"a","age":1},{"id":"b","age":"x"}]}', "expected int @ $.data[1].age, got str"),
        ('{"data":[{"id":5,"age":1}]}', "expected str @ $.data[0].id, got int"),
        ('{"data":[{"age":1}]}', "expected str @ $.data[0].id, got nothing"),
        ('{"data":[null]}', "expected object @ $.data[0], got null"),
        ('{"data":null}', "expected array @ $.data, got null"),
        ('{"data":[],"has_more":null}', "expected bool @ $.has_more, got null"),
        ('{"data":[],"last_id":7}', "expected str | null @ $.last_id, got int"),
        ("[]", "expected object @ $, got array"),
    ],
)
def test_a_mismatch_says_where_and_what(text: str, message: str) -> None:
    _, mismatches = Decoder(lambda: UserList).decode(text)
    assert [str(one) for one in mismatches] == [message]


def test_lenient_building_keeps_everything() -> None:
    text = b'{"data":[{"id":1,"age":"5","extra":{"k":[1]}},{"id":"b","age":2}],"more":"yes"}'
    found, _ = Decoder(lambda: UserList).decode(text)
    assert isinstance(found.data[0], User)
    assert (found.data[0].id, found.data[0].age) == (1, 5)
    assert found.data[0].__pydantic_extra__ == {"extra": {"k": [1]}}
    assert found.data[1].age == 2 and found.__pydantic_extra__ == {"more": "yes"}
    assert "role" not in found.data[0].model_fields_set and found.data[0].role == "reader"


def test_an_integral_float_for_an_integer_is_no_mismatch() -> None:
    user, mismatches = Decoder(lambda: User).decode(b'{"id":"a","age":3.0}')
    assert mismatches == () and user.age == 3 and type(user.age) is int


def test_names_in_python_and_on_the_wire_both_build() -> None:
    assert User(id="a", age=1).model_fields_set == {"id", "age"}
    with pytest.raises(ValidationError):
        User(id="a")  # type: ignore[call-arg]


def test_a_mismatch_warns_logs_and_calls_the_hook(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[rt.ResponseMismatch] = []

    class Watch(rt.Hook):
        def on_mismatch(self, mismatch: rt.ResponseMismatch) -> None:
            seen.append(mismatch)

    made = client(Recorder({**USER, "age": "x"}), hooks=[Watch()])
    with pytest.warns(rt.ResponseMismatch, match=r"expected int @ \$\.age"):
        user = made._core.call(GET, {}, path={"user_id": "1"})
    assert user.age == "x" and len(seen) == 1
    assert "expected int @ $.age" in caplog.text


def test_strict_responses_raise() -> None:
    made = client(Recorder({**USER, "age": "x"}), strict_responses=True)
    with pytest.raises(rt.APIResponseValidationError, match="expected int") as caught:
        made._core.call(GET, {}, path={"user_id": "1"})
    assert caught.value.status_code == 200


def test_nan_is_a_mismatch_and_cannot_be_sent() -> None:
    class Reading(rt.Model):
        value: float

    found, mismatches = Decoder(lambda: Reading).decode(b'{"value": NaN}')
    assert found.value != found.value and len(mismatches) == 1
    with pytest.raises(ValueError, match=r"body.value"):
        plain({"value": float("nan")}, "body")


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ('{"id":"é","age":1}'.encode("latin-1"), "application/json; charset=ISO-8859-1"),
        ('{"id":"é","age":1}'.encode("utf-16"), "application/json; charset=utf-16"),
        (b"\xef\xbb\xbf" + '{"id":"é","age":1}'.encode(), "application/json"),
        ('{"id":"é","age":1}'.encode(), "application/problem+json; charset=bogus"),
        ('{"id":"é","age":1}'.encode(), "text/plain"),
    ],
)
def test_other_charsets_are_read(content: bytes, content_type: str) -> None:
    response = httpx.Response(200, content=content, headers={"content-type": content_type})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        user = client(Recorder(response))._core.call(GET, {}, path={"user_id": "1"})
    assert user.id == "é"


def test_generated_aliases_are_known_before_the_first_build() -> None:
    from acme_runtime.cases import CamelModel

    class Inner(CamelModel):
        made_at: int

    class Outer(CamelModel):
        inner_one: Inner

    made = Outer.model_construct(inner_one=Inner.model_construct(made_at=1))
    assert plain(made, "x") == {"innerOne": {"madeAt": 1}}
    found, mismatches = Decoder(lambda: Outer).decode(b'{"innerOne":{"madeAt":"x"}}')
    assert found.inner_one.made_at == "x" and mismatches[0].path == "$.innerOne.madeAt"
    assert plain(found, "x") == {"innerOne": {"madeAt": "x"}}


class Small(rt.Model):
    size: Literal["s"]
    width: int
    deep: int


class Tiny(rt.Model):
    size: Literal["s"]
    height: str
    deep: int


class Shelf(rt.Model):
    count: int
    box: Annotated[Small | Tiny | rt.UnknownVariant, rt.Tagged("size", {"s": ("Small", "Tiny")})]


def test_a_broken_member_of_variants_that_share_a_tag_is_reported_and_gives_the_nearest_of_them() -> None:
    shelf, mismatches = Decoder(lambda: Shelf).decode(b'{"count":2.0,"box":{"size":"s","width":1,"deep":"x"}}')
    assert type(shelf.box) is Small and shelf.count == 2
    assert [str(one) for one in mismatches] == ["expected int @ $.box.deep, got str"]


class One(rt.Model):
    type: Literal[1]
    name: str


class Two(rt.Model):
    type: Literal[2]
    name: str


@pytest.mark.parametrize(("tag", "kind"), [("1", One), ("2", Two), ("2.0", Two), ("3", rt.UnknownVariant)])
def test_numbers_tell_variants_apart(tag: str, kind: type[rt.Model]) -> None:
    numbered = Annotated[One | Two | rt.UnknownVariant, rt.Tagged("type", {"1": "One", "2": "Two"})]
    value, mismatches = Decoder(lambda: numbered).decode(f'{{"type":{tag},"name":"a"}}')
    assert type(value) is kind and mismatches == ()
