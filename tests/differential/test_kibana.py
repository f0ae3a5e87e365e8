"""What `rule show --kibana` prints finds the same in Elasticsearch as the query itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st
from indices import elastic_index, shared_indices
from panel import index_afresh
from query_strategies import event_documents, queries, typable_queries
from services.session import RunningElasticsearch
from test_agreement import asked_often

from consumers.index.elastic import ElasticIndex
from consumers.query.ast import And, AnyOf, Near, Node, Not, Or, Prefix
from consumers.query.document import prepare
from consumers.query.elastic import compile_query
from consumers.query.lucene import lucene_query
from consumers.query.matcher import matches

# Kibana's own setting `query:queryString:options`.
_OPTIONS = {"analyze_wildcard": True}


@pytest.fixture(scope="module")
def kibana(elasticsearch_server: RunningElasticsearch) -> Iterator["Kibana"]:
    with (
        shared_indices(elasticsearch_server.url) as prefix,
        Elasticsearch(elasticsearch_server.url) as client,
    ):
        index = elastic_index(elasticsearch_server.url, prefix)
        yield Kibana(index, client, f"{prefix}-events")
        index.close()


class Kibana:
    def __init__(self, index: ElasticIndex, client: Elasticsearch, alias: str) -> None:
        self.index = index
        self._client = client
        self._alias = alias

    def found(self, query: dict[str, Any], revision: int) -> set[str]:
        newest = {"range": {"revision": {"gte": revision}}}
        answer = self._client.search(index=self._alias, query={"bool": {"filter": [query, newest]}}, size=100)
        return {hit["_id"] for hit in answer["hits"]["hits"]}


@asked_often(25)
@given(
    st.lists(event_documents(), min_size=4, max_size=10),
    st.lists(queries() | typable_queries(), min_size=8, max_size=16),
)
def test_the_search_bar_and_the_filter(
    kibana: Kibana, documents: list[dict[str, Any]], asked: list[Node]
) -> None:
    revision = index_afresh(kibana.index, documents)
    for node in asked:
        expected = {
            f"{n}" for n, document in enumerate(documents) if matches(node, prepare("events", document))
        }
        assert kibana.found(compile_query(node, "events"), revision) == expected
        if typed := lucene_query(node, "events"):
            assert kibana.found({"query_string": {"query": typed, **_OPTIONS}}, revision) == expected


def test_signs_in_values(kibana: Kibana) -> None:
    odd = ['a"b\\c', "x OR y", "(1) [2] {3}", "-/*?~^:!&&||", "海州 区"]
    revision = index_afresh(kibana.index, [{"publisher": value} for value in odd])
    for n, value in enumerate(odd):
        for node in (AnyOf("publisher", frozenset({value})), Prefix("publisher", value[:-1])):
            typed = lucene_query(node, "events")
            assert typed is not None
            assert kibana.found({"query_string": {"query": typed, **_OPTIONS}}, revision) == {f"{n}"}


def test_what_the_search_bar_cannot_say() -> None:
    near = Near((("签",), ("约",)), 3)
    assert lucene_query(And((Not(near), Or(()))), "events") is None
