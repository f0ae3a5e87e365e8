"""`rule show`: what a rule stands for, and the same for Kibana, asked of the real Elasticsearch."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from indices import elastic_index, shared_indices
from program import Program
from services.session import RunningElasticsearch

from consumers.index.port import Write

RULES = """
rules:
  - {id: lists, keywords: [开工], places: [连云港市海州区], min_amount: 1亿}
  - {id: typed, query: '（title:镁业 or “专精特新”） -type:签约'}
  - {id: near, query: '"签约 项目"~10 place:连云港市海州区'}
"""
DONE = {"state": "done", "type": "开工", "named": True, "place_codes": ["320000", "320700", "320706"]}
DOCUMENTS: dict[str, dict[str, Any]] = {
    "a": {**DONE, "title": "镁业项目开工", "amount_cny": 410_000_000},
    "b": {**DONE, "title": "镁业项目开工", "amount_cny": 1_000_000},
    "c": {**DONE, "title": "镁业项目开工", "state": "retracted", "amount_cny": 410_000_000},
    "d": {**DONE, "title": "今日签约十个项目", "type": "签约"},
    "e": {**DONE, "title": "今日签约，项目十个", "type": "签约"},
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Program:
    kaigong = Program(tmp_path_factory.mktemp("shown"))
    folder = kaigong.folder / "rules"
    folder.mkdir(parents=True)
    (folder / "rules.yaml").write_text(RULES, "utf-8")
    return kaigong


@pytest.fixture(scope="module")
def events(elasticsearch_server: RunningElasticsearch) -> Iterator[tuple[Elasticsearch, str]]:
    url = elasticsearch_server.url
    with shared_indices(url) as prefix, Elasticsearch(url) as client:
        index = elastic_index(url, prefix)
        index.write(
            [Write("events", id_, 1, {"event_id": id_, **fields}) for id_, fields in DOCUMENTS.items()]
        )
        index.close()
        yield client, f"{prefix}-events"


@pytest.mark.parametrize(("rule", "expected"), [("lists", {"a"}), ("typed", {"a", "b"}), ("near", {"d"})])
def test_kibana_finds_what_the_rule_means(
    rules: Program, events: tuple[Elasticsearch, str], rule: str, expected: set[str]
) -> None:
    client, alias = events
    shown = rules.json("rule", "show", rule)
    assert shown["data_view"] == "kaigong-events"
    asked = [shown["dsl"]["query"]]
    if rule != "near":
        asked.append({"query_string": {"query": shown["lucene"], "analyze_wildcard": True}})
    for query in asked:
        hits = client.search(index=alias, query=query)["hits"]["hits"]
        assert {hit["_id"] for hit in hits} == expected


def test_the_line_for_the_search_bar(rules: Program) -> None:
    line = rules("rule", "show", "lists", "--kibana").splitlines()[0]
    assert 'type:"开工"' in line
    assert 'place_codes:"320706"' in line
    assert "amount_cny:[100000000 TO *]" in line
    assert line.endswith('AND (*:* AND NOT state:"retracted")')


def test_nearness_is_a_filter_only(rules: Program) -> None:
    assert rules("rule", "show", "near", "--kibana").startswith("{")
    assert "add a filter" in rules.stderr
    assert rules.json("rule", "show", "near")["lucene"] is None


def test_a_rule_as_it_is_understood(rules: Program) -> None:
    shown = rules("rule", "show", "typed")
    assert "query: （title:镁业 or “专精特新”） -type:签约" in shown
    assert '# on events: (title:"镁业" OR "专精特新") AND NOT type:"签约"' in shown
    assert "or is read as OR (at character 11)" in rules.stderr


def test_a_file_that_is_no_rule_yet(rules: Program, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("query: place:海州区 开工\nto: [a@b.cn]\n", "utf-8")
    rules("rule", "show", str(draft), code=2)
    assert "江苏省连云港市海州区 (320706)" in rules.stderr
