"""Indices and aliases: created where missing, completed where old, refused where of another version."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from indices import elastic_index
from services.session import RunningElasticsearch

from consumers.index.elastic.schema import Sizes
from consumers.index.port import Search, Write
from consumers.query.ast import Phrase, Range
from mappings import KINDS, load
from wire.errors import ConfigurationError, KaigongError, TemporaryError


@pytest.fixture
def url(elasticsearch_server: RunningElasticsearch) -> str:
    return elasticsearch_server.url


@pytest.fixture
def client(url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(url) as client:
        yield client


def create(url: str, prefix: str, **options: Any) -> None:
    index = elastic_index(url, prefix, **options)
    try:
        index.create()
    finally:
        index.close()


def article(id_: str, **fields: Any) -> Write:
    document = {"article_id": id_, "title": "项目开工", "shown_at": "2026-03-02T04:00:00Z", **fields}
    return Write("articles", id_, 1, document)


def test_an_alias_per_kind_and_one_index_behind_it(url: str, client: Elasticsearch, test_prefix: str) -> None:
    create(url, test_prefix, sizes=Sizes(shards=2, replicas=1))
    found = client.indices.get(index=f"{test_prefix}-*")
    assert {name: list(index["aliases"]) for name, index in found.items()} == {
        f"{test_prefix}-{kind}-v1": [f"{test_prefix}-{kind}"] for kind in KINDS
    }
    settings = [index["settings"]["index"] for index in found.values()]
    assert {(one["number_of_shards"], one["number_of_replicas"]) for one in settings} == {("2", "1")}
    assert all(index["mappings"]["dynamic"] == "strict" for index in found.values())


def test_creating_again_changes_nothing(url: str, client: Elasticsearch, test_prefix: str) -> None:
    create(url, test_prefix)
    before = client.indices.get(index=f"{test_prefix}-*").body
    create(url, test_prefix, sizes=Sizes(shards=3))
    assert client.indices.get(index=f"{test_prefix}-*").body == before


def test_several_processes_create_at_once(url: str, client: Elasticsearch, test_prefix: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(create, url, test_prefix) for _ in range(4)]:
            done.result()
    assert len(client.indices.get_alias(name=f"{test_prefix}-*").body) == len(KINDS)


def test_nothing_is_created_by_reading_or_writing(url: str, client: Elasticsearch, test_prefix: str) -> None:
    index = elastic_index(url, test_prefix)
    for action in (
        lambda: index.write([article("a")]),
        lambda: index.get("articles", "a"),
        lambda: index.search(Search("articles")),
        lambda: index.count("articles"),
    ):
        with pytest.raises(TemporaryError, match="kaigong index init"):
            action()
    index.close()
    assert not client.indices.get(index=f"{test_prefix}-*").body


def older(client: Elasticsearch, prefix: str, kind: Any, **meta: Any) -> None:
    """An index as an earlier Kaigong made it: without some of today's fields."""
    template = load(kind).template
    properties = dict(template["mappings"]["properties"])
    if kind == "articles":
        del properties["revision"]
        title = {
            name: value
            for name, value in properties["tokens"]["properties"]["title"].items()
            if name != "fields"
        }
        properties["tokens"] = {"properties": {"title": title}}
    settings = {name: value for name, value in template["settings"].items() if name != "index"}
    client.indices.create(
        index=f"{prefix}-{kind}-v1",
        aliases={f"{prefix}-{kind}": {}},
        settings=settings,
        mappings={**template["mappings"], "properties": properties, "_meta": meta},
    )


def test_an_older_index_gets_the_fields_it_lacks(url: str, client: Elasticsearch, test_prefix: str) -> None:
    older(client, test_prefix, "articles", version=1)
    index = elastic_index(url, test_prefix)
    # A reader of the newer program meets the index before the indexer has completed it.
    assert index.search(Search("articles", Range("revision", gte=5), sort=(("revision", "asc"),))).total == 0
    index.create()
    index.write([article("a", revision=5, text="海州区开工")])
    assert index.search(Search("articles", Range("revision", gte=5))).total == 1
    assert index.search(Search("articles", Phrase(("海", "州"), "text"))).total == 1
    typed = client.search(index=f"{test_prefix}-articles", query={"query_string": {"query": "海州"}})
    assert typed["hits"]["total"]["value"] == 1
    index.close()


@pytest.mark.parametrize(
    ("version", "advice"),
    [(None, "kaigong index rebuild"), (0, "kaigong index rebuild"), (2, "newer Kaigong")],
)
def test_an_index_of_another_mapping_version_is_refused(
    url: str, client: Elasticsearch, test_prefix: str, version: int | None, advice: str
) -> None:
    older(client, test_prefix, "sources", version=version)
    with pytest.raises(ConfigurationError, match=advice):
        create(url, test_prefix)


def test_a_field_of_another_type_is_refused(url: str, client: Elasticsearch, test_prefix: str) -> None:
    properties = {"state": {"type": "text"}}
    client.indices.create(
        index=f"{test_prefix}-sources-v1",
        aliases={f"{test_prefix}-sources": {}},
        mappings={"dynamic": "strict", "_meta": {"version": 1}, "properties": properties},
    )
    with pytest.raises(ConfigurationError, match=r"cannot get the fields.*\[state\].*kaigong index rebuild"):
        create(url, test_prefix)


def test_an_alias_of_two_indices_is_refused(url: str, client: Elasticsearch, test_prefix: str) -> None:
    create(url, test_prefix)
    client.indices.create(index=f"{test_prefix}-articles-v1-other", aliases={f"{test_prefix}-articles": {}})
    with pytest.raises(ConfigurationError, match="stands for"):
        create(url, test_prefix)


def test_an_index_with_the_name_of_the_alias_is_refused(
    url: str, client: Elasticsearch, test_prefix: str
) -> None:
    client.indices.create(index=f"{test_prefix}-articles")
    with pytest.raises(KaigongError, match="same name as the alias"):
        create(url, test_prefix)


def test_an_index_that_lost_its_alias_gets_it_back(url: str, client: Elasticsearch, test_prefix: str) -> None:
    create(url, test_prefix)
    client.indices.delete_alias(index=f"{test_prefix}-events-v1", name=f"{test_prefix}-events")
    create(url, test_prefix)
    assert client.indices.exists_alias(index=f"{test_prefix}-events-v1", name=f"{test_prefix}-events")
