"""Every panel asked of Elasticsearch as Kibana asks it, beside figures made in Python of the same news."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from statistics import quantiles
from typing import Any

import pytest
from demo_corpus import NOW
from indices import SHANGHAI
from kibana_corpus import EVERYTHING, Corpus, Document, indexed_corpus
from services.session import RunningElasticsearch

from kaigong.demo.model import ExpectedEvent
from kaigong.kibana import searches
from kaigong.kibana.board import Board, Panel
from kaigong.kibana.boards import BOARDS
from kaigong.kibana.dsl import Period, Row, filtered, panel_request, rows
from kaigong.kibana.lens import Column, Lens, Query
from mappings import Kind

LAST_MONTH = Period(NOW - timedelta(days=30), NOW)

# What the queries of the panels mean, said in Python.
MEANS: dict[str, Callable[[Document], bool]] = {
    "": lambda one: True,
    searches.REALISED: lambda one: one["state"] == "done" and (one["named"] or one["aggregate"] is not None),
    searches.TOLD: lambda one: one["state"] != "retracted",
    f"{searches.TOLD} AND (named:true OR _exists_:aggregate)": lambda one: (
        one["state"] != "retracted" and (one["named"] or one["aggregate"] is not None)
    ),
    "NOT _exists_:withdrawn_at": lambda one: one["withdrawn_at"] is None,
    "state:done": lambda one: one["state"] == "done",
    "state:(planned OR wished OR conditional)": lambda one: (
        one["state"] in ("planned", "wished", "conditional")
    ),
    "state:(late OR failing OR blocked)": lambda one: one["state"] in ("late", "failing", "blocked"),
    "deliveries.state:failed": lambda one: any(one["state"] == "failed" for one in one["deliveries"]),
    **{f"state:{state}": lambda one, state=state: one["state"] == state
       for state in ("ok", "new", "late", "failing", "blocked", "retired")},
    **{f"type:{kind}": lambda one, kind=kind: one["type"] == kind
       for kind in ("签约", "开工", "封顶", "竣工", "投产", "达产")},
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(elasticsearch_server: RunningElasticsearch) -> Iterator[Corpus]:
    with indexed_corpus(elasticsearch_server.url) as corpus:
        yield corpus


def lens_panels() -> list[tuple[Board, Panel]]:
    return [(board, panel) for board in BOARDS for panel in board.panels if isinstance(panel.shows, Lens)]


def id_of(value: Any) -> str:
    return value.name if isinstance(value, Board | Panel) else "period"


@pytest.mark.parametrize("period", [EVERYTHING, LAST_MONTH], ids=["everything", "month"])
@pytest.mark.parametrize(("board", "panel"), lens_panels(), ids=id_of)
def test_a_panel_shows_what_the_documents_say(
    corpus: Corpus, board: Board, panel: Panel, period: Period
) -> None:
    lens = panel.shows
    assert isinstance(lens, Lens)
    answer = corpus.ask(lens.kind, panel_request(lens, board.query, period, "Asia/Shanghai"))
    shown = rows(lens, answer)
    wanted = dict(_expected(lens, _chosen(corpus, lens.kind, (board.query, lens.query), period)))
    assert len(shown) == len({row[: len(lens.buckets)] for row in shown})
    _same(lens, shown, wanted)
    if period is EVERYTHING and panel.name != "failed":
        assert any(value for row in shown for value in row[len(lens.buckets) :]), "nothing to compare"


def _same(lens: Lens, shown: list[Row], wanted: dict[Row, Row]) -> None:
    """Ties at the end of a list cut short may go either way: no row is wrong, no larger one left out."""
    buckets = len(lens.buckets)
    for row in shown:
        assert row[buckets:] == pytest.approx(wanted.get(row[:buckets], _nothing(lens))), row
    cut = any(bucket.operation == "terms" for bucket in lens.buckets)
    missing = [key for key in wanted if key not in {row[:buckets] for row in shown}]
    if not cut:
        assert not missing
    elif buckets == 1 and missing and shown:
        least = min(row[1] or 0 for row in shown)
        assert len(shown) == lens.buckets[0].size
        assert all((wanted[key][0] or 0) <= least + 1e-9 for key in missing)
    elif buckets == 1:
        assert not missing


def _nothing(lens: Lens) -> Row:
    return tuple(_measured(metric, []) for metric in lens.metrics)


def _chosen(corpus: Corpus, kind: Kind, queries: tuple[Query, ...], period: Period) -> list[Document]:
    time_field = {"alerts": "created_at", "sources": None}.get(kind, "shown_at")
    return [
        one
        for one in corpus.documents[kind]
        if all(MEANS[query.lucene](one) for query in queries)
        and (time_field is None or period.start <= _moment(one[time_field]) <= period.end)
    ]


def _expected(lens: Lens, documents: list[Document]) -> Iterator[tuple[Row, Row]]:
    grouped: dict[Row, list[Document]] = defaultdict(list)
    for document in documents:
        for key in _keys(lens.buckets, document):
            grouped[key].append(document)
    if not lens.buckets:
        grouped[()] = documents
    for key, inside in grouped.items():
        yield key, tuple(_measured(metric, inside) for metric in lens.metrics)


def _keys(buckets: tuple[Column, ...], document: Document) -> list[Row]:
    found: list[Row] = [()]
    for bucket in buckets:
        found = [(*key, value) for key in found for value in _values(bucket, document)]
    return found


def _values(bucket: Column, document: Document) -> list[str]:
    match bucket.operation:
        case "filters":
            return [label for label, query in bucket.ranges if MEANS[query.lucene](document)]
        case "date_histogram":
            assert bucket.field is not None
            day = _moment(document[bucket.field]).astimezone(SHANGHAI).date()
            first = day - timedelta(days=day.weekday() if bucket.interval == "1w" else 0)
            return [_as_elasticsearch_says(first)]
        case _:
            assert bucket.field is not None
            return list(dict.fromkeys(_found(document, bucket.field)))


def _found(document: Document, path: str) -> list[str]:
    value: Any = document
    for part in path.removesuffix(".keyword").split("."):
        value = [one[part] for one in value] if isinstance(value, list) else value[part]
    listed = value if isinstance(value, list) else [value]
    return [str(one) for one in listed if one is not None]


def _as_elasticsearch_says(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).isoformat(timespec="milliseconds")


def _measured(metric: Column, documents: list[Document]) -> float | None:
    inside = [one for one in documents if MEANS[metric.only.lucene](one)]
    if metric.operation == "count":
        return len(inside)
    assert metric.field is not None
    if metric.operation == "unique_count":
        return len({value for one in inside for value in _found(one, metric.field)})
    numbers = [one[metric.field] for one in inside if one[metric.field] is not None]
    if metric.operation == "sum":
        return float(sum(numbers))
    if not numbers:
        return None
    nth = metric.percentile or 50
    return numbers[0] if len(numbers) == 1 else quantiles(numbers, n=100, method="inclusive")[nth - 1]


def _moment(text: Any) -> datetime:
    return text if isinstance(text, datetime) else datetime.fromisoformat(text)


def panel(board: str, name: str) -> tuple[Board, Lens]:
    ((found_board, found),) = [(b, p) for b, p in lens_panels() if (b.name, p.name) == (board, name)]
    assert isinstance(found.shows, Lens)
    return found_board, found.shows


@pytest.mark.parametrize(
    ("name", "key"),
    [("by-type", lambda event: event.type), ("by-place", lambda event: event.place_code)],
)
def test_named_events_of_today_are_those_that_happened(
    corpus: Corpus, name: str, key: Callable[[ExpectedEvent], str]
) -> None:
    """Against what the demo's authors say happened, not against what the tagger found."""
    board, lens = panel("today", name)
    query = Query(f"({board.query.lucene}) AND named:true")
    shown = dict(rows(lens, corpus.ask("events", panel_request(lens, query, EVERYTHING, "Asia/Shanghai"))))
    assert shown == Counter(key(event) for _, event in corpus.truth)


def test_the_amount_is_what_was_really_invested(corpus: Corpus) -> None:
    """The tagger may leave an amount open that stands far from its project; it never tells another."""
    board, lens = panel("today", "money")
    query = Query(f"({board.query.lucene}) AND named:true")
    ((shown,),) = rows(lens, corpus.ask("events", panel_request(lens, query, EVERYTHING, "Asia/Shanghai")))
    invested = sum(event.amount_cny or 0 for _, event in corpus.truth) / 1e8
    assert 0.95 * invested < shown <= invested + 1e-6


@pytest.mark.parametrize("search", searches.SEARCHES, ids=lambda search: search.name)
def test_a_saved_search_lists_the_newest_first(corpus: Corpus, search: searches.Search) -> None:
    body = {
        "query": filtered(search.kind, (search.query,), EVERYTHING),
        "sort": [{search.sort: {"order": "desc", "unmapped_type": "boolean"}}],
        "size": 500,
        "track_total_hits": True,
        "fields": list(search.columns),
    }
    answer = corpus.ask(search.kind, body)
    wanted = _chosen(corpus, search.kind, (search.query,), EVERYTHING)
    assert answer["hits"]["total"]["value"] == len(wanted) > 0
    order = [hit["_source"][search.sort] for hit in answer["hits"]["hits"]]
    assert order == sorted(order, key=_moment, reverse=True)
