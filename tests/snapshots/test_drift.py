"""The committed packages are what their descriptions give; where they are not, the failure says so in API words."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from specbind import pipeline
from specbind.api_drift import Surface, drift, surface
from specbind.cli_targets import BY_CODE
from specbind.config import ApiConfig
from specbind.config_read import read
from specbind.diagnostics import Collector
from specbind.files import Generated, Target, compare

ROOT = Path(__file__).parents[2]
FLAGSHIP = "openai_admin"


def apis() -> dict[str, ApiConfig]:
    collector = Collector()
    config = read(ROOT / "specbind.toml", collector, BY_CODE)
    assert config is not None, [each.message for each in collector.diagnostics]
    return {api.name: api for api in config.apis}


APIS = apis()


def generated(config: ApiConfig) -> Generated:
    collector = Collector()
    found = pipeline.generated(config, collector)
    assert found is not None, [each.message for each in collector.diagnostics]
    return found


def now(config: ApiConfig) -> Surface:
    """What the description gives."""
    files = {file.path.as_posix(): file.text for file in generated(config).files}
    return surface({path.removeprefix(f"{config.package}/"): text for path, text in files.items()})


def committed(config: ApiConfig) -> Surface:
    """What is in the repository."""
    root = config.out / config.package
    paths = [root / "api.md", *root.glob("models/*.py")]
    return surface({path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths})


@pytest.mark.parametrize("name", APIS)
def test_the_committed_package_is_what_its_description_gives(name: str) -> None:
    config = APIS[name]
    assert (config.out / config.package / "api.md").is_file(), f"{name} is not generated: run `make regenerate`"
    collector = Collector()
    plan = compare(generated(config), Target(config.out, config.package, config.trusted), collector)
    assert plan is not None, [each.message for each in collector.diagnostics]
    if plan.changes:
        words = drift(committed(config), now(config)) or ["(the API is the same: code, documentation or tests differ)"]
        files = [f"{change.path}: {change.drift.value}" for change in plan.changes[:10]]
        message = f"{name} is out of date, run `make regenerate` and commit the result"
        raise AssertionError("\n".join([message, *words, "", *files]))


def changed(folder: Path, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """What is said when a description changed and nobody regenerated."""
    config = APIS[FLAGSHIP]
    assert config.normalised is not None
    document = yaml.safe_load(config.normalised.read_text("utf-8"))
    before, after = folder / "before.json", folder / "after.json"
    before.write_text(json.dumps(document, default=str))
    edited = copy.deepcopy(document)
    change(edited)
    after.write_text(json.dumps(edited, default=str))
    old, new = (now(dataclasses.replace(config, spec=path, overlays=(), normalised=None)) for path in (before, after))
    assert drift(old, old) == []
    return drift(old, new)


def test_the_surface_holds_every_operation_and_type() -> None:
    found = now(APIS[FLAGSHIP])
    assert len({key.partition(" as ")[0] for key in found.calls}) == 119
    assert len(found.members) > 150
    assert found.members["Invite"]["email"] == "str"
    assert found.calls["GET /organization/costs as client.admin.organization.usage.costs"].result.startswith(
        "SyncPage["
    )


def test_an_operation_that_went_away_and_one_that_came_are_named(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        del document["paths"]["/organization/invites/{invite_id}"]["delete"]
        document["paths"]["/organization/parties"] = {"post": {"responses": {"204": {"description": "done"}}}}

    found = changed(tmp_path, change)
    assert "- DELETE /organization/invites/{invite_id} as client.admin.organization.invites.delete" in found
    assert [line for line in found if line.startswith("+")] == [
        "+ POST /organization/parties as client.admin.organization.parties.create"
    ]


def test_arguments_and_members_that_changed_are_named(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        costs = document["paths"]["/organization/costs"]["get"]
        costs["parameters"] = [each for each in costs["parameters"] if each["name"] != "limit"]
        costs["parameters"].append({"name": "colour", "in": "query", "required": True, "schema": {"type": "string"}})
        invite = document["components"]["schemas"]["Invite"]
        invite["properties"]["colour"] = {"type": "string"}
        invite["properties"]["email"] = {"type": "integer"}
        del invite["properties"]["status"]
        invite["required"].remove("status")

    found = changed(tmp_path, change)
    key = "GET /organization/costs as client.admin.organization.usage.costs"
    assert f"~ {key}: - argument limit=..." in found
    assert f"~ {key}: + argument colour" in found
    assert "~ Invite: + member colour: str | None" in found
    assert "~ Invite: - member status" in found
    assert "~ Invite: member email is int, not str" in found


def test_variants_and_enum_values_that_changed_are_named(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["AuditLogEventType"]["enum"].remove("api_key.created")
        document["components"]["schemas"]["AuditLogEventType"]["enum"].append("party.started")

    found = changed(tmp_path, change)
    assert "~ AuditLogEventType: - variant 'api_key.created'" in found
    assert "~ AuditLogEventType: + variant 'party.started'" in found


def test_a_change_of_words_alone_is_no_drift_of_the_api(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Invite"]["description"] = "Said otherwise."

    assert changed(tmp_path, change) == []
