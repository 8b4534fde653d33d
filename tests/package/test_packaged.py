"""Classes of types whose names begin with a package."""

from __future__ import annotations

import pytest
from specbind.ir.types import IntegerType
from specbind.python.packaged import spellings
from specbind.python.words import pascal

from ..passes.build import TEXT, api, obj
from ..passes.naming import names_of, renamed, without_type

CALLED = {
    "io.k8s.api.core.v1.Pod": "CoreV1Pod",
    "io.k8s.api.flowcontrol.v1beta3.FlowSchema": "FlowcontrolV1beta3FlowSchema",
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": "MetaV1ObjectMeta",
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "ResourceQuantity",
    "io.k8s.apimachinery.pkg.version.Info": "VersionInfo",
    "google.cloud.speech.v1p1beta1.RecognitionConfig": "SpeechV1p1beta1RecognitionConfig",
    "google.cloud.speech.v1.RecognitionConfig.Encoding": "SpeechV1RecognitionConfigEncoding",
    "acme.orders.v1.Order": "OrdersV1Order",
    "com.example.Order": "Order",
    "com.example.model.Order": "Order",
    "com.example.shop.orders.Order": "Order",
    "com.example.shop.orders.OrderLine": "OrderLine",
    "com.example.shop.orders.model.Line": "OrdersLine",
    "com.example.v2.Line": "V2Line",
}
WHOLE = (
    "Pet",
    "billing_portal.session",
    "api.v2010.account.address",
    "Event.tui.prompt.append",
    "Microsoft.Storage.Account",
    "google.protobuf.Any",
    "models.Pet",
    "orders.v1.Order",
    "app.users.User",
    "com.Order",
)


@pytest.mark.parametrize(("name", "called"), CALLED.items())
def test_a_package_is_left_out_up_to_the_part_that_programmers_say(name: str, called: str) -> None:
    assert pascal(next(spellings(name))) == called


@pytest.mark.parametrize("name", WHOLE)
def test_other_names_with_dots_are_kept_whole(name: str) -> None:
    assert list(spellings(name)) == [name]


def test_longer_spellings_have_one_part_more_each_and_end_with_the_whole_name() -> None:
    assert list(spellings("com.example.shop.orders.Line")) == [
        "orders.Line",
        "shop.orders.Line",
        "example.shop.orders.Line",
        "com.example.shop.orders.Line",
    ]


def test_of_types_that_come_to_one_name_the_one_without_a_package_has_it_and_the_others_say_more() -> None:
    line = obj(x=TEXT, part=obj(y=IntegerType()))
    of = api(types={"com.example.shop.orders.Line": line, "com.example.bills.orders.Line": line, "OrdersLine": line})
    whole = names_of(of)
    called = {decl.name: name for name, decl in whole.decls.items() if not decl.context}
    assert called == {
        "OrdersLine": "OrdersLine",
        "com.example.shop.orders.Line": "ShopOrdersLine",
        "com.example.bills.orders.Line": "BillsOrdersLine",
    }
    assert len(whole.decided) >= 2
    for decl in of.types:
        assert renamed(names_of(without_type(of, decl.name)), whole, decl.name) == []


def test_types_inside_one_with_a_package_are_named_after_its_class() -> None:
    whole = names_of(api(types={"com.example.shop.orders.Line": obj(part=obj(y=TEXT))}))
    assert sorted(whole.decls) == ["OrdersLine", "OrdersLinePart"]
