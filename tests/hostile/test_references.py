"""40 to 44: references read nothing outside the description's folder and go nowhere on the network by themselves."""

from __future__ import annotations

import socket
import sys

import pytest

from tests.hostile.attacks import SECRET, Victim, schemas


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to connect or to look up a name fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(
    "target",
    [
        "../secret.yaml",
        "{root}/secret.yaml",
        "file://{root}/secret.yaml",
        "./../secret.yaml#/description",
        "%2e%2e/secret.yaml",
        "..\\secret.yaml",
        "sub/../../secret.yaml",
    ],
)
def test_40_a_file_outside_the_folder_is_not_read(victim: Victim, target: str) -> None:
    victim.write(spec_json=schemas(Top={"$ref": target.replace("{root}", victim.root.as_posix())}))
    result = victim.generate()
    assert result.code == 2 and result.codes
    assert SECRET not in victim.package()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_40_a_link_to_a_file_outside_is_not_read(victim: Victim) -> None:
    (victim.project / "link.yaml").symlink_to(victim.root / "secret.yaml")
    victim.write(spec_json=schemas(Top={"$ref": "link.yaml"}))
    assert victim.generate().code == 2


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest",
        "http://[::ffff:127.0.0.1]/a.yaml",
        "http://2130706433/a.yaml",
        "http://0177.0.0.1/a.yaml",
        "gopher://x.test/a",
        "ftp://x.test/a.yaml",
        "data:application/json,{}",
        "https://x.test/a.yaml",
        "//x.test/a.yaml",
    ],
)
def test_41_nothing_is_fetched_unasked(victim: Victim, target: str) -> None:
    victim.write(spec_json=schemas(Top={"$ref": target}))
    result = victim.generate()
    assert result.code == 2 and result.codes


def test_43_references_that_lead_in_circles_or_nowhere_are_located(victim: Victim) -> None:
    found = {
        "A": {"$ref": "#/components/schemas/B"},
        "B": {"$ref": "#/components/schemas/A"},
        "Own": {"$ref": "#/components/schemas/Own"},
        "Text": {"$ref": "#/info/title"},
        "Number": {"$ref": "#/components/schemas/Top/properties/x/minimum"},
        "Escape": {"$ref": "#/components/~2/x"},
        "Percent": {"$ref": "#/components/schemas/%ZZ"},
        "Anchor": {"$ref": "#nowhere"},
        "Dynamic": {"$dynamicRef": "#nowhere"},
        "Id": {"$id": "https://x.test/base/", "$ref": "other"},
    }
    for name, schema in found.items():
        top = {"type": "object", "properties": {"x": {"$ref": f"#/components/schemas/{name}"}}}
        victim.write(spec_json=schemas(Top=top, **found))
        result = victim.generate()
        assert result.code in (0, 2), name
        assert result.codes, name
        assert "spec.json:1:" in result.err, schema


def test_44_a_reference_in_data_is_data(victim: Victim) -> None:
    lure = {"$ref": "../secret.yaml"}
    top = {
        "type": "object",
        "properties": {"a": {"type": "object", "default": lure, "example": lure, "examples": [lure]}},
        "examples": [lure],
        "const": {"$ref": "../secret.yaml"},
    }
    victim.write(spec_json=schemas(Top=top, Other={"enum": [lure, "x"]}))
    assert victim.generate().code in (0, 2)
    assert SECRET not in victim.package()
