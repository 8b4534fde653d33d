"""The documentation of the admin API changes: the drift is named in the API's words, and one command follows it."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from specbind.api_drift import drift
from specbind.cli import main
from specbind.config import ApiConfig

from .test_drift import APIS, FLAGSHIP, ROOT, now

SPEC = ROOT / "spec" / "openai-admin"
BEFORE = SPEC / "revisions" / "before-search-usage"
PROJECT = "projects/{project_id}"
CALL = "client.admin.organization"
RESULT = "UsageTimeBucketResult"


def earlier() -> ApiConfig:
    """The flagship as it was documented before."""
    return dataclasses.replace(
        APIS[FLAGSHIP], spec=BEFORE / "docs", overlays=(BEFORE / "overlay.yaml",), normalised=None
    )


def test_what_drifted_is_said_in_the_words_of_the_api() -> None:
    lines = drift(now(earlier()), now(APIS[FLAGSHIP]))
    assert [line for line in lines if line.startswith("-")] == []
    assert {line for line in lines if " as client." in line} == {
        f"+ GET /organization/usage/file_search_calls as {CALL}.usage.file_search_calls",
        f"+ GET /organization/usage/web_search_calls as {CALL}.usage.web_search_calls",
        f"+ GET /organization/{PROJECT}/model_permissions as {CALL}.projects.model_permissions.retrieve",
        f"+ POST /organization/{PROJECT}/model_permissions as {CALL}.projects.model_permissions.update",
        f"+ DELETE /organization/{PROJECT}/model_permissions as {CALL}.projects.model_permissions.delete",
        f"+ GET /organization/{PROJECT}/hosted_tool_permissions as {CALL}.projects.hosted_tool_permissions.retrieve",
        f"+ POST /organization/{PROJECT}/hosted_tool_permissions as {CALL}.projects.hosted_tool_permissions.update",
    }
    assert {line for line in lines if line.startswith("+ type")} == {
        "+ type HostedToolPermission",
        "+ type HostedToolPermissionUpdate",
        "+ type OrganizationUsageFileSearchesResult",
        "+ type OrganizationUsageWebSearchesResult",
        "+ type ProjectHostedToolPermissions",
        "+ type ProjectModelPermissions",
        "+ type ProjectModelPermissionsDeleted",
    }
    assert {line for line in lines if line.startswith("~")} == {
        f"~ {RESULT}: + variant OrganizationUsageFileSearchesResult",
        f"~ {RESULT}: + variant OrganizationUsageWebSearchesResult",
    }


CONFIG = """\
[apis.openai_admin]
spec = "docs"
overlays = ["overlay.yaml"]
normalised = "openapi.yaml"
client = "OpenAIAdmin"
prefix = "admin"
"""


@pytest.mark.slow
def test_one_command_brings_the_bindings_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def document(source: Path) -> None:
        shutil.rmtree(tmp_path / "docs", ignore_errors=True)
        shutil.copytree(source / "docs", tmp_path / "docs")
        shutil.copy(source / "overlay.yaml", tmp_path / "overlay.yaml")

    monkeypatch.chdir(tmp_path)
    (tmp_path / "specbind.toml").write_text(CONFIG, "utf-8")
    document(BEFORE)
    assert main(["generate", "--quiet"]) == 0
    assert main(["generate", "--check", "--quiet"]) == 0
    document(SPEC)
    capsys.readouterr()
    assert main(["generate", "--check"]) == 1
    assert "openapi.yaml: out of date" in capsys.readouterr().out
    assert main(["generate", "--quiet"]) == 0
    assert main(["generate", "--check", "--quiet"]) == 0
    assert "web_search_calls" in (tmp_path / "generated/openai_admin/api.md").read_text("utf-8")
