"""What only an Elasticsearch of several shards, or with limits of its own, can get wrong."""

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from indices import SHANGHAI, elastic_index, shared_indices
from services.session import RunningElasticsearch

from consumers.alerting.vocabulary import Vocabulary
from consumers.index import cursor as cursors
from consumers.index.elastic import ElasticIndex
from consumers.index.elastic.schema import Sizes
from consumers.index.port import Facet, Index, Search, Write
from consumers.index.sqlite import SqliteIndex
from consumers.query.ast import Or, Phrase
from consumers.query.errors import QueryError
from consumers.query.text_query import QueryParser
from consumers.tagging.places.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def prefix(elasticsearch_server: RunningElasticsearch) -> Iterator[str]:
    with shared_indices(elasticsearch_server.url, sizes=Sizes(shards=4)) as prefix:
        yield prefix


@pytest.fixture(scope="module")
def index(elasticsearch_server: RunningElasticsearch, prefix: str) -> Iterator[ElasticIndex]:
    with closing(elastic_index(elasticsearch_server.url, prefix)) as index:
        fill(index)
        yield index


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with closing(SqliteIndex(tmp_path_factory.mktemp("index") / "index.db", SHANGHAI)) as index:
        index.create()
        fill(index)
        yield index


def fill(index: Index) -> None:
    """Many publishers, a few articles each, so that no shard's commonest ones are everybody's."""
    rng = random.Random(7)
    writes = []
    for n in range(900):
        document = {
            "article_id": f"{n}",
            "title": "项目开工",
            "publisher": f"日报{int(rng.triangular(0, 300, 40))}",
            "shown_at": f"2026-03-{1 + n % 28:02}T04:00:00Z",
        }
        writes.append(Write("articles", f"{n}", 1, document))
    assert {result.outcome for result in index.write(writes)} == {"written"}


@pytest.mark.parametrize("size", [1, 5, 10, 50, 400])
def test_values_are_counted_exactly_over_all_shards(index: ElasticIndex, sqlite: Index, size: int) -> None:
    search = Search("articles", size=0, facets=(Facet("publisher", size), Facet("shown_at")))
    assert index.search(search) == sqlite.search(search)


def test_hits_are_in_one_order_over_all_shards(index: ElasticIndex, sqlite: Index) -> None:
    search = Search("articles", size=350)
    page = index.search(search)
    assert page == sqlite.search(search)
    search = Search("articles", size=1000, cursor=page.cursor)
    assert index.search(search) == sqlite.search(search)


def test_more_words_than_the_engine_takes(index: ElasticIndex) -> None:
    query = Or(tuple(Phrase((f"w{n}",)) for n in range(40_000)))
    with pytest.raises(QueryError, match="Elasticsearch cannot do this search"):
        index.search(Search("articles", query))


@pytest.mark.parametrize("minus", ["", "-"])
def test_the_deepest_query_that_can_be_typed(index: ElasticIndex, sqlite: Index, minus: str) -> None:
    typed = '"一一 二二 三三 四四 五五 六六 七七 八八"~9'
    for level in range(15):
        typed = f"{minus}({typed} {'OR' if level % 2 else 'AND'} {minus}竣工{level})"
    node = QueryParser(Vocabulary(Gazetteer({}), {}), SHANGHAI).parse(typed)
    search = Search("articles", node, size=5)
    assert index.search(search) == sqlite.search(search)


def test_a_cursor_of_values_that_no_field_holds(index: ElasticIndex) -> None:
    odd = cursors.encode([("shown_at", "desc"), ("id", "asc")], ["not a time", "a"])
    with pytest.raises(QueryError, match="cannot do this search"):
        index.search(Search("articles", cursor=odd))
