"""The matcher and every index give the same answer to every query on every document.

A few thousand pairs of a query and a document; `make differential` asks a hundred thousand.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from indices import SHANGHAI, elastic_index, shared_indices
from of_articles import as_article, of_articles
from panel import Panel
from query_strategies import event_documents, queries
from services.session import RunningElasticsearch
from typed_queries import typed_queries

from consumers.index.port import Index
from consumers.index.sqlite import SqliteIndex
from consumers.query.ast import And, Node, Not, Phrase, Range

_TIMES = int(os.environ.get("KAIGONG_TEST_EXAMPLES", "1"))


def asked_often(examples: int) -> settings:
    return settings(
        max_examples=examples * _TIMES,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as folder:
        index = SqliteIndex(Path(folder) / "index.db", SHANGHAI)
        index.create()
        yield index
        index.close()


@pytest.fixture(scope="module")
def elasticsearch(elasticsearch_server: RunningElasticsearch) -> Iterator[Index]:
    with shared_indices(elasticsearch_server.url) as prefix:
        index = elastic_index(elasticsearch_server.url, prefix)
        yield index
        index.close()


@asked_often(150)
@given(st.lists(event_documents(), min_size=1, max_size=6), st.lists(queries(), min_size=1, max_size=12))
@example([{"shown_at": "2026-03-01T00:00:00Z"}], [Not(Range("amount_cny", gte=0)), And(())])
@example(
    [{"text": "公开。工业", "title": "公 开"}], [Phrase(("开", "工")), Not(Phrase(("开", "工"), "title"))]
)
def test_matcher_and_sqlite(sqlite: Index, documents: list[dict[str, Any]], asked: list[Node]) -> None:
    Panel({"SQLite": sqlite}).agree(documents, asked)
    Panel({"SQLite": sqlite}).agree(
        list(map(as_article, documents)), list(map(of_articles, asked)), "articles"
    )


@asked_often(40)
@given(
    st.lists(event_documents(), min_size=6, max_size=12),
    st.lists(queries() | typed_queries(), min_size=12, max_size=24),
)
def test_matcher_and_elasticsearch(
    elasticsearch: Index, documents: list[dict[str, Any]], asked: list[Node]
) -> None:
    Panel({"Elasticsearch": elasticsearch}).agree(documents, asked)
