"""`kaigong tag --jsonl`: documents in, tags out."""

import json
from pathlib import Path
from typing import Any

import pytest
from program import Program

LINES = [
    {"id": 1, "text": "海州区签约3个项目，总投资5亿元。", "home": "320700", "title": "板浦镇项目开工"},
    {"id": "two"},
    {"id": "three", "text": "x", "home": "海州"},
    {"id": "four", "text": "x", "published": "someday"},
    {"id": "five", "text": "鼓楼区的代表团访问連雲港市。", "published": "2026-03-01"},
    {"id": "six", "text": "工程进展顺利。", "home": "320706"},
    {"id": "seven", "text": "生物医药谷召开会议。"},
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("tag")
    (folder / "places.yaml").write_text('aliases: [{name: 生物医药谷, code: "320706"}]', encoding="utf-8")
    return Program(folder)


@pytest.fixture(scope="module")
def answers(program: Program) -> list[Any]:
    stdin = "\n".join(json.dumps(line, ensure_ascii=False) for line in LINES) + "\n\nno json\n[1]"
    return program.lines("tag", "--jsonl", code=1, stdin=stdin)


def test_every_line_has_its_answer_in_order(answers: list[Any]) -> None:
    assert [answer["id"] for answer in answers] == [
        1,
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        None,
        None,
    ]


def test_what_is_found_in_a_document(answers: list[Any]) -> None:
    found = answers[0]
    assert [(place["code"], place["surface"], place["start"]) for place in found["places"]] == [
        ("320706103", "板浦镇", None),
        ("320706", "海州区", 0),
    ]
    signed = next(event for event in found["events"] if event["type"] == "签约")
    assert (signed["state"], signed["named"], signed["aggregate"]) == ("done", False, 3)
    assert [(figure["value"], figure["unit"], figure["role"]) for figure in found["figures"]][-1] == (
        5e8,
        "CNY",
        "总投资",
    )


def test_what_cannot_be_used_is_named(answers: list[Any]) -> None:
    errors = {answer["id"]: answer["error"] for answer in answers if "error" in answer and answer["id"]}
    assert "text" in errors["two"]
    assert "home" in errors["three"]
    assert "someday" in errors["four"]
    assert sum("error" in answer for answer in answers) == 5


def test_a_surface_is_what_stands_in_the_text(answers: list[Any]) -> None:
    places = answers[4]["places"]
    assert [(place["surface"], place["role"]) for place in places] == [
        ("鼓楼区", "origin"),
        ("連雲港市", "site"),
    ]
    assert places[0]["code"] is None
    assert "320302" in places[0]["candidates"]


def test_home_is_no_mention(answers: list[Any]) -> None:
    assert answers[5]["places"] == []


def test_names_of_the_customer_count(answers: list[Any]) -> None:
    assert [place["code"] for place in answers[6]["places"]] == ["320706"]


def test_a_file_and_a_line_without_end(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_bytes(b'{"id": 1, "text": "' + b"a" * (9 * 1024 * 1024) + b'"}\n{"id": 2, "text": ""}')
    first, second = program.lines("tag", "--jsonl", str(path), code=1)
    assert "bytes" in first["error"]
    assert second == {"id": 2, "places": [], "industries": [], "events": [], "figures": []}


def test_a_broken_file_of_names_is_named(tmp_path: Path) -> None:
    program = Program(tmp_path)
    for content, problem in (
        ("aliases: 1", "places.yaml"),
        ('aliases: [{name: 某谷, code: "999999"}]', "某谷"),
    ):
        (tmp_path / "places.yaml").write_text(content, encoding="utf-8")
        program("tag", "--jsonl", code=2)
        assert problem in program.stderr


def test_a_missing_file_is_named(program: Program) -> None:
    program("tag", "--jsonl", "nowhere.jsonl", code=2)
    assert "nowhere.jsonl" in program.stderr


def test_errors_name_the_line(answers: list[Any]) -> None:
    assert answers[1]["error"].startswith("line 2: ")
    assert answers[-1]["error"].startswith("line 10: expected an object with `id` and `text`")
