"""The indexer on Elasticsearch ends in the same index as on SQLite, whatever the order of its records."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from between import CUT_OFF, Answer, Forward, Request, between
from hypothesis import HealthCheck, given, settings
from indexer_samples import contents, delivered, disturbed, tagged
from indices import SHANGHAI, elastic_index, empty, shared_indices
from services.session import RunningElasticsearch

from consumers.index.sqlite import SqliteIndex
from consumers.indexer import Indexer
from wire.clock import ManualClock
from wire.errors import TemporaryError
from wire.messages import TaggedArticle


@pytest.fixture(scope="module")
def prefix(elasticsearch_server: RunningElasticsearch) -> Iterator[str]:
    with shared_indices(elasticsearch_server.url) as prefix:
        yield prefix


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(disturbed())
def test_any_order_and_repetition_ends_in_the_same_index(
    elasticsearch_server: RunningElasticsearch,
    prefix: str,
    case: tuple[list[TaggedArticle], list[list[TaggedArticle]]],
) -> None:
    history, batches = case
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(SqliteIndex(Path(folder, "index.db"), SHANGHAI)) as straight,
        closing(elastic_index(elasticsearch_server.url, prefix)) as other,
    ):
        straight.create()
        for article in history:
            Indexer(straight, ManualClock()).handle(delivered(article))
        for batch in batches:
            Indexer(other, ManualClock()).handle(delivered(*batch))
        assert contents(other) == contents(straight)
    empty(elasticsearch_server.url, prefix)


def test_a_crash_between_events_and_article_loses_no_retraction(
    elasticsearch_server: RunningElasticsearch, prefix: str
) -> None:
    def only_events(request: Request, forward: Forward) -> Answer:
        if request.is_bulk and "articles" in json.loads(request.body.splitlines()[0])["index"]["_index"]:
            return CUT_OFF
        return forward(request)

    with between(elasticsearch_server.url) as server, closing(elastic_index(server.url, prefix)) as index:
        indexer = Indexer(index, ManualClock())
        indexer.handle(delivered(tagged(1, events=["甲"])))
        server.intercept = only_events
        batch = delivered(tagged(2, events=["乙"]))
        with pytest.raises(TemporaryError):
            indexer.handle(batch)
        server.intercept = lambda request, forward: forward(request)
        indexer.handle(batch)
        events = contents(index)["events"]
    assert {id_: one["state"] for id_, one in events.items()} == {"a-甲": "retracted", "a-乙": "done"}
    empty(elasticsearch_server.url, prefix)
