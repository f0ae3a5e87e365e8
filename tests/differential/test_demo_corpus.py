"""Both indices answer the same over the demo's articles: hits, order, totals, facets, highlights."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from demo_corpus import batches
from indices import SHANGHAI, elastic_index, shared_indices
from services.session import RunningElasticsearch

from consumers.alerting.vocabulary import Vocabulary
from consumers.index.port import Facet, Index, Search
from consumers.index.sqlite import SqliteIndex
from consumers.indexer import Indexer
from consumers.query.text_query import QueryParser
from consumers.tagging import Knowledge
from mappings import KINDS, Kind, load
from wire.clock import SystemClock


@dataclass(frozen=True)
class Both:
    sqlite: Index
    elastic: Index
    parser: QueryParser

    def agree(self, search: Search) -> int:
        """The total that both tell; their pages are equal, cursors included."""
        ours, theirs = self.sqlite.search(search), self.elastic.search(search)
        assert theirs == ours
        return ours.total


@pytest.fixture(scope="module")
def both(
    elasticsearch_server: RunningElasticsearch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    known = Knowledge.load()
    words = Vocabulary(known.gazetteer, known.event_types, known.industries.names)
    parser = QueryParser(words, SHANGHAI)
    sqlite = SqliteIndex(tmp_path_factory.mktemp("index") / "index.db", SHANGHAI)
    sqlite.create()
    with shared_indices(elasticsearch_server.url) as prefix:
        elastic = elastic_index(elasticsearch_server.url, prefix)
        indexers = [Indexer(index, SystemClock()) for index in (sqlite, elastic)]
        for batch in batches():
            assert [indexer.handle(batch).rejected for indexer in indexers] == [[], []]
        yield Both(sqlite, elastic, parser)
        for indexer in indexers:
            indexer.close()


ARTICLES = [
    "", "开工", "签约", "开工 签约", "开工 OR 签约 OR 竣工 OR 投产", "项目 -规划", "动工", "工业",
    "公开工业", "title:开工", 'title:"项目 开工"', "place:连云港市海州区", "place:320700 开工",
    "industry:新材料", "type:开工", "type:开工 -type:签约", "source:lyg-gcyw", "region:320706",
    "shown_at>=2026-02-20", "shown_at:2026-03-01", "shown_at<2026-02-01 OR shown_at>2026-03-01",
    "main_industry:*", "-main_industry:*", "truncated:false", "withdrawn_at:*",
    "(开工 OR 签约) (新材料 OR 医药) -(规划 OR 愿景)", "亿元", "c919", "镁", "专精特新", "的",
    'publisher:"连云港市人民政府"', "doc_no:*", "revision>1", "没有这样的词",
]  # fmt: skip
EVENTS = [
    "", "开工", "state:done", "state:planned", "state:retracted", "named:true type:签约", "amount>=1亿",
    "amount<5000万", "amount_yi>0.5 amount_yi<=10", "-amount:*", "area>=100亩", "project:项目", "project:*",
    "parties:公司", "parties:*", "place:镇江市", "date:*", "date>=2026-03-01",
    "sentence:今日 OR sentence:上午", "confidence>=0.5", "aggregate:*",
    "main_place:320706 OR main_place:321102", 'text:"总投资"', "industries:医药健康", "reason:*",
]  # fmt: skip
ALERTS = ["", "kind:new", "acknowledged:true", "rule:rule-1", "created_at>=2026-02-20"]
SOURCES = ["", "state:ok", "state:blocked OR state:failing", "since<2026-03-01", "reason:测试"]
QUERIES: list[tuple[Kind, str]] = [
    *(("articles", query) for query in ARTICLES),
    *(("events", query) for query in EVENTS),
    *(("alerts", query) for query in ALERTS),
    *(("sources", query) for query in SOURCES),
]


def all_facets(kind: Kind) -> tuple[Facet, ...]:
    return tuple(
        Facet(field, size) for size, field in enumerate(load(kind).of_type("keyword", "boolean", "date"), 1)
    )


@pytest.mark.parametrize("hidden", [False, True], ids=["shown", "all"])
@pytest.mark.parametrize(("kind", "query"), QUERIES)
def test_a_page(both: Both, kind: Kind, query: str, hidden: bool) -> None:
    both.agree(
        Search(
            kind,
            both.parser.parse(query, kind),
            size=50,
            facets=all_facets(kind),
            highlight=True,
            include_hidden=hidden,
        )
    )


def test_the_queries_are_worth_asking(both: Both) -> None:
    totals = [both.agree(Search(kind, both.parser.parse(query, kind), size=0)) for kind, query in QUERIES]
    assert sum(total > 0 for total in totals) > 0.8 * len(totals)
    assert len(set(totals)) > 30


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_order_page_by_page(both: Both, kind: Kind, direction: Any) -> None:
    for field in load(kind).of_type("long", "double", "date"):
        search = Search(kind, sort=((field, direction),), size=37, include_hidden=True)
        seen = 0
        while True:
            page = both.sqlite.search(search)
            assert both.elastic.search(search) == page
            seen += len(page.hits)
            if page.cursor is None:
                break
            search = replace(search, cursor=page.cursor)
        assert seen == both.sqlite.count(kind) == both.elastic.count(kind)
