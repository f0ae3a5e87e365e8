"""`kaigong search` on both back ends: the same question, the same answer."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result
from indices import SHANGHAI, elastic_index, shared_indices
from services.session import RunningElasticsearch
from typer.testing import CliRunner

from consumers.index.port import Index, Write
from consumers.index.sqlite import SqliteIndex
from kaigong.cli import build

HAIZHOU = {"place_codes": ["320000", "320700", "320706"], "place_names": ["江苏省", "连云港市", "海州区"]}
EVENTS: list[dict[str, Any]] = [
    {"type": "开工", "amount_cny": 410_000_000, "shown_at": "2026-03-02T00:00:00Z", **HAIZHOU},
    {"type": "签约", "amount_cny": 50_000_000, "shown_at": "2026-03-01T00:00:00Z", **HAIZHOU},
    {"type": "开工", "shown_at": "2026-02-01T00:00:00Z", "place_names": ["镇江市"], "project": "=1+1"},
    {"type": "开工", "state": "retracted", "shown_at": "2026-03-02T00:00:00Z"},
]
TITLE, TEXT = "镁业项目今日开工", "昨日上午，海州镁业二期项目正式开工，总投资4.1亿元。"

Search = Callable[..., Result]


def fill(index: Index) -> None:
    index.write(
        [
            Write(
                "events",
                f"e{n}",
                1,
                {"event_id": f"e{n}", "state": "done", "title": TITLE, "text": TEXT} | one,
            )
            for n, one in enumerate(EVENTS)
        ]
    )
    index.write([Write("alerts", "a", 1, {"alert_id": "a", "created_at": "2026-03-02T00:00:00Z"})])
    index.close()


@pytest.fixture(scope="module", params=["sqlite", "elasticsearch"])
def environment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("searched")
    settings = {"KAIGONG_DATA_DIR": str(folder), "KAIGONG_CATALOG": "false"}
    if request.param == "sqlite":
        index = SqliteIndex(folder / "index.db", SHANGHAI)
        index.create()
        fill(index)
        yield settings
        return
    server: RunningElasticsearch = request.getfixturevalue("elasticsearch_server")
    with shared_indices(server.url) as prefix:
        fill(elastic_index(server.url, prefix))
        yield settings | {"KAIGONG_ELASTICSEARCH_URL": server.url, "KAIGONG_PREFIX": prefix}


@pytest.fixture
def search(environment: dict[str, str]) -> Search:
    command = build(["search"])
    return lambda *arguments: CliRunner(env=environment).invoke(
        command, ["search", "--on", "event", *arguments]
    )


def ids(shown: Result) -> list[str]:
    return [json.loads(line)["event_id"] for line in shown.stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([""], ["e0", "e1", "e2"]),
        (["type:（开工 or 签约） place:连云港市海州区"], ["e0", "e1"]),
        (['"正式开工"'], ["e0", "e1", "e2"]),
        (['"昨日 上午"~0 -amount:*'], ["e2"]),
        (['"海州 开工"~9'], ["e0", "e1", "e2"]),
        (['"海州 总投资"~20'], []),
        (["amount:[1000万 TO 1亿]"], ["e1"]),
        (["place_names:镇*"], ["e2"]),
        (["type:开工", "--hidden"], ["e0", "e3", "e2"]),
        (["", "--since", "2026-03-02"], ["e0"]),
        (["", "--sort", "amount_cny"], ["e0", "e1", "e2"]),
        (["", "--sort", "amount:asc", "--sort", "id"], ["e1", "e0", "e2"]),
        (["", "--sort", "shown_at:asc", "-n", "2"], ["e2", "e1"]),
        (["", "--sort", "shown_at:asc", "-n", "1", "--all"], ["e2", "e1", "e0"]),
    ],
)
def test_what_is_found_and_in_which_order(search: Search, arguments: list[str], expected: list[str]) -> None:
    shown = search(*arguments, "--jsonl")
    assert ids(shown) == expected
    assert "hits" in shown.stderr


def test_a_page_of_json_with_facets_highlights_and_a_cursor(search: Search) -> None:
    page = json.loads(
        search("镁业", "-n", "2", "--json", "--facet", "type", "--facet", "shown_at", "--highlight").stdout
    )
    assert (page["total"], [hit["event_id"] for hit in page["hits"]]) == (3, ["e0", "e1"])
    assert page["facets"]["type"] == [["开工", 2], ["签约", 1]]
    assert list(page["facets"]) == ["type", "shown_at"]
    [snippet] = page["highlights"]["e0"]["text"]
    assert [snippet["text"][start:end] for start, end in snippet["marks"]] == ["镁业"]
    rest = json.loads(search("镁业", "-n", "2", "--json", "--cursor", page["cursor"]).stdout)
    assert ([hit["event_id"] for hit in rest["hits"]], rest["cursor"]) == (["e2"], None)


def test_a_table_for_a_spreadsheet_runs_nothing_there(search: Search) -> None:
    rows = list(csv.DictReader(io.StringIO(search("", "--csv").stdout)))
    assert [row["event_id"] for row in rows] == ["e0", "e1", "e2"]
    assert rows[0]["place_names"] == "江苏省; 连云港市; 海州区"
    assert [row["amount_cny"] for row in rows] == ["410000000", "50000000", ""]
    assert rows[2]["project"] == "'=1+1"


def test_what_a_person_sees(search: Search) -> None:
    shown = search("正式", "--facet", "type")
    assert shown.stdout.count(TITLE) == 3
    assert "海州镁业二期项目正式开工" in shown.stdout
    assert "type: 开工 2, 签约 1" in shown.stdout
    assert "3 hits" in shown.stderr


def test_repairs_are_told(search: Search) -> None:
    assert "character 4: or is read as OR" in search("开工 or 签约").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["type:开工 OR ("], "at character"),
        (["开工 tpye:签约"], "     ^"),
        (["place:鼓楼区"], "320106"),
        (["", "--sort", "title"], "cannot sort by 'title'"),
        (["", "--sort", "shown_at:up"], "write shown_at:asc or shown_at:desc"),
        (["", "--facet", "title"], "cannot count by 'title'"),
        (["", "--cursor", "nonsense"], "this is no cursor"),
        (["", "--csv", "--jsonl"], "choose one"),
        (["", "--since", "99999999999d"], "--since"),
        (["", "--since", "someday"], "--since"),
    ],
)
def test_what_cannot_be_asked(search: Search, arguments: list[str], said: str) -> None:
    assert said in str(search(*arguments).exception)


def test_since_of_kinds_with_another_time(environment: dict[str, str]) -> None:
    command = ["search", "--on", "alert", "--since", "2026-03-01", "--jsonl"]
    shown = CliRunner(env=environment).invoke(build(["search"]), command)
    assert json.loads(shown.stdout)["alert_id"] == "a"
