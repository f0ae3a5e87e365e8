"""The matcher and every index give the same answer to every query on every document.

`KAIGONG_TEST_EXAMPLES=50` asks fifty times as much.
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
from query_strategies import event_documents, queries
from services.session import RunningElasticsearch

from consumers.index.port import Index, Search, Write
from consumers.index.sqlite import SqliteIndex
from consumers.query.ast import And, Node, Not, Phrase, Range
from consumers.query.document import prepare
from consumers.query.matcher import matches

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
    agree(sqlite, documents, asked)


@asked_often(40)
@given(st.lists(event_documents(), min_size=6, max_size=12), st.lists(queries(), min_size=12, max_size=24))
def test_matcher_and_elasticsearch(
    elasticsearch: Index, documents: list[dict[str, Any]], asked: list[Node]
) -> None:
    agree(elasticsearch, documents, asked)


def agree(index: Index, documents: list[dict[str, Any]], asked: list[Node]) -> None:
    revision = index_afresh(index, documents)
    for query in asked:
        expected = {
            f"{n}" for n, document in enumerate(documents) if matches(query, prepare("events", document))
        }
        page = index.search(Search("events", And((query, Range("revision", gte=revision))), size=100))
        assert {hit.id for hit in page.hits} == expected
        assert page.total == len(expected)


_revisions = iter(range(1, 10_000_000))


def index_afresh(index: Index, documents: list[dict[str, Any]]) -> int:
    """Put the documents in place of those of the example before, told apart by their revision."""
    revision = next(_revisions)
    writes = [
        Write("events", f"{n}", revision, document | {"event_id": f"{n}", "revision": revision})
        for n, document in enumerate(documents)
    ]
    assert {result.outcome for result in index.write(writes)} == {"written"}
    return revision
