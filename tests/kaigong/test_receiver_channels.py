"""`kaigong receiver test` and `doctor` for receivers beyond mail, with real servers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hooks.hook_server import HookServer
from program import Program

RECEIVERS = """
receivers:
  crm: {{channel: webhook, url: "http://127.0.0.1:{port}/crm", secret_env: CRM_SECRET}}
  team: {{channel: apprise, url_file: {folder}/team-url}}
"""
SECRET = "geheim-2718"


@pytest.fixture
def hooks() -> Iterator[HookServer]:
    with HookServer() as hooks:
        yield hooks


@pytest.fixture
def program(tmp_path: Path, hooks: HookServer) -> Program:
    program = Program(tmp_path)
    program.env |= {"CRM_SECRET": SECRET, "KAIGONG_WEBHOOK_ALLOW_NETWORKS": "127.0.0.0/8"}
    (tmp_path / "receivers.yaml").write_text(RECEIVERS.format(port=hooks.port, folder=tmp_path), "utf-8")
    (tmp_path / "team-url").write_text(f"json://127.0.0.1:{hooks.port}/team/{SECRET}\n", "utf-8")
    return program


def test_a_test_message_goes_through_the_real_channel(program: Program, hooks: HookServer) -> None:
    said = program("receiver", "test", "crm", "team")
    assert said.split("\n")[:2] == ["crm: sent", "team: sent"]
    assert json.loads(hooks.got("crm")[0].body)["form"] == "note"
    assert "测试" in json.loads(hooks.got("team")[0].body)["title"]


def test_what_the_server_says_is_told_without_the_secret(program: Program, hooks: HookServer) -> None:
    hooks.actions["crm"] = ["401"]
    hooks.actions["team"] = ["500"]
    said = program("receiver", "test", "crm", "team", code=1)
    assert "crm: 401 scripted" in said
    assert "team: 500 scripted" in said
    assert SECRET not in said + program.stderr
    said = program("receiver", "test", "crm", code=1, KAIGONG_WEBHOOK_ALLOW_NETWORKS="")
    assert "KAIGONG_WEBHOOK_ALLOW_NETWORKS" in said


def test_a_missing_secret_is_named_before_anything_waits(program: Program, tmp_path: Path) -> None:
    (tmp_path / "team-url").write_text(f"nonsense://{SECRET}", "utf-8")
    said = program("receiver", "test", "crm", "team", code=1, CRM_SECRET="")
    assert "crm: the secret is missing: the variable CRM_SECRET is empty or not set" in said
    assert "docs/receivers.md" in said
    found = program.json("doctor", code=1, CRM_SECRET="")
    waits = [one["what"] for one in found if one["hop"] == "receivers" and "waits" in one["what"]]
    assert len(waits) == 2
    assert SECRET not in said + program.stderr + json.dumps(found)
