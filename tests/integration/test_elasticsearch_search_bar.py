"""What a person finds who types into Kibana's search bar, which asks `query_string` for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from indices import elastic_index, shared_indices
from services.session import RunningElasticsearch

from consumers.index.port import Write

TITLES = (
    "项目今日开工建设。",
    "信息公开。工业增长",
    "信息公开，工程推进",
    "工地开放日",
    "C919量产提速，总投资4.1亿元",
    "国家专精特\n新企业名单公布",
)


@pytest.fixture(scope="module")
def prefix(elasticsearch_server: RunningElasticsearch) -> Iterator[str]:
    with shared_indices(elasticsearch_server.url) as prefix:
        index = elastic_index(elasticsearch_server.url, prefix)
        moment = "2026-03-02T04:00:00Z"
        index.write(
            [
                Write("articles", f"{n}", 1, {"article_id": f"{n}", "title": title, "shown_at": moment})
                for n, title in enumerate(TITLES)
            ]
        )
        event = {
            "event_id": "e",
            "sentence": "项目今日开工建设。",
            "parties": ["海州镁业"],
            "shown_at": moment,
        }
        index.write([Write("events", "e", 1, event)])
        index.close()
        yield prefix


def typed(server: RunningElasticsearch, index: str, text: str) -> list[dict[str, Any]]:
    """As Kibana asks, highlights included."""
    with Elasticsearch(server.url) as client:
        found = client.search(
            index=index,
            query={"query_string": {"query": text, "analyze_wildcard": True}},
            highlight={
                "fields": {"*": {}},
                "require_field_match": False,
                "fragment_size": 2147483647,
                "pre_tags": ["<"],
                "post_tags": [">"],
            },
        )
        return list(found["hits"]["hits"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开工", ["项目今日<开工>建设。"]),
        ("今日开工", ["项目<今日开工>建设。"]),
        ('"今日开工"', ["项目<今日开工>建设。"]),
        ("C919", ["<C919>量产提速，总投资4.1亿元"]),
        ("c919量产", ["<C919量产>提速，总投资4.1亿元"]),
        ("4.1亿元", ["C919量产提速，总投资<4.1亿元>"]),
        ("专精特新", ["国家<专精特\n新>企业名单公布"]),
        ("tokens.title.bigram:开工", ["项目今日<开工>建设。"]),
        ("开放 -工地", []),
        ("工开", []),
    ],
)
def test_what_is_found_and_marked(
    elasticsearch_server: RunningElasticsearch, prefix: str, text: str, expected: list[str]
) -> None:
    hits = typed(elasticsearch_server, f"{prefix}-articles", text)
    assert [hit["highlight"]["title"][0] for hit in hits] == expected


def test_a_phrase_of_exact_tokens(elasticsearch_server: RunningElasticsearch, prefix: str) -> None:
    hits = typed(elasticsearch_server, f"{prefix}-articles", 'tokens.title:"开 工"')
    assert [hit["_id"] for hit in hits] == ["0"]


def test_a_single_character(elasticsearch_server: RunningElasticsearch, prefix: str) -> None:
    hits = typed(elasticsearch_server, f"{prefix}-articles", "工")
    assert {hit["_id"] for hit in hits} == {f"{n}" for n, title in enumerate(TITLES) if "工" in title}


@pytest.mark.parametrize("text", ["开工", "镁业"])
def test_events_by_their_sentence_and_parties(
    elasticsearch_server: RunningElasticsearch, prefix: str, text: str
) -> None:
    assert [hit["_id"] for hit in typed(elasticsearch_server, f"{prefix}-events", text)] == ["e"]


def test_what_is_shown_holds_no_search_tokens(
    elasticsearch_server: RunningElasticsearch, prefix: str
) -> None:
    (hit,) = typed(elasticsearch_server, f"{prefix}-events", "开工")
    assert set(hit["_source"]) == {"event_id", "sentence", "parties", "shown_at"}
