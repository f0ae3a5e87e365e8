"""The indexer beside `helpers.streaming_bulk` of the same documents, prepared beforehand.

Ours decodes the messages, makes documents and search tokens, looks for earlier revisions, and writes events
and then articles; the bare side only sends. Each round empties the index and takes both sides in turn.
"""

import statistics
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import msgspec
from corpus import articles
from elasticsearch import helpers

from consumers.index.documents import article_document, event_document
from consumers.index.elastic import bulk, open_elastic
from consumers.index.elastic.client import connect
from consumers.index.elastic.schema import Names
from consumers.index.port import Write
from consumers.index.revisions import version_of
from consumers.indexer import Indexer
from consumers.stage import Delivered
from consumers.tagging import Knowledge, Tagger
from wire import codec, settings
from wire.clock import SystemClock
from wire.messages import TaggedArticle, Tagging
from wire.settings import Settings
from wire.stream import Partition, Record
from wire.topics import TAGGED_ARTICLES

BATCH = 500


def measure(url: str, count: int = 5_000, rounds: int = 3) -> dict[str, float]:
    """Median documents a second of each side, articles and events."""
    chosen = settings.load(
        {"KAIGONG_ELASTICSEARCH_URL": url, "KAIGONG_PREFIX": f"bench-{uuid.uuid4().hex[:8]}"}
    )
    records, actions = prepared(chosen, count)
    sides = {"bare": lambda: bare(chosen, actions), "ours": lambda: ours(chosen, records)}
    rates: dict[str, list[float]] = {"bare": [], "ours": []}
    try:
        with_empty_index(chosen, sides["bare"])  # the engine's first seconds are its slowest
        for number in range(rounds):
            for side in sorted(sides, reverse=bool(number % 2)):
                rates[side].append(len(actions) / with_empty_index(chosen, sides[side]))
    finally:
        remove(chosen)
    return {side: statistics.median(found) for side, found in rates.items()}


def prepared(chosen: Settings, count: int) -> tuple[list[Record], list[dict[str, Any]]]:
    """The messages for ours; for the bare side the documents as the indexer would send them."""
    now, names = datetime.now(UTC), Names(chosen.prefix)
    tagger, tagging = Tagger(Knowledge.load()), Tagging(version="1", data_version="1", seq=1)
    records: list[Record] = []
    actions: list[dict[str, Any]] = []
    for number, article in enumerate(articles(count, now=now)):
        tagged = tagger.tag(article, tagging=tagging, story_id=article.article_id)
        envelope = codec.wrap(tagged, lane="live", trace=article.article_id, now=now)
        value, headers = codec.encode(envelope), codec.headers_of(envelope)
        place = Partition(TAGGED_ARTICLES, 0)
        records.append(Record(place, number, article.article_id, value, headers, now))
        actions += (_action(write, names) for write in _writes(tagged))
    return records, actions


def _writes(tagged: TaggedArticle) -> Iterator[Write]:
    version = version_of(tagged)
    for event in tagged.events:
        yield Write("events", event.event_id, version, event_document(tagged, event))
    yield Write("articles", tagged.article_id, version, article_document(tagged))


def _action(write: Write, names: Names) -> dict[str, Any]:
    _, document = bulk.item(0, write, "").lines.splitlines()
    return {
        "_op_type": "index",
        "_index": names.alias(write.kind),
        "_id": write.id,
        "version": write.version,
        "version_type": "external",
        "_source": msgspec.json.decode(document),
    }


def ours(chosen: Settings, records: Sequence[Record]) -> None:
    with closing(Indexer(open_elastic(chosen), SystemClock())) as indexer:
        for start in range(0, len(records), BATCH):
            batch = [Delivered(one, codec.decode(one.value)) for one in records[start : start + BATCH]]
            assert not indexer.handle(batch).rejected


def bare(chosen: Settings, actions: Sequence[dict[str, Any]]) -> None:
    with closing(connect(chosen)) as client:
        for fine, _ in helpers.streaming_bulk(client, actions):
            assert fine


def with_empty_index(chosen: Settings, side: Any) -> float:
    """Seconds."""
    remove(chosen)
    with closing(open_elastic(chosen)) as index:
        index.create()
    began = time.perf_counter()
    side()
    return time.perf_counter() - began


def remove(chosen: Settings) -> None:
    with closing(open_elastic(chosen)) as index:
        index.drop()


if __name__ == "__main__":
    import sys

    from loguru import logger

    logger.remove()
    print(measure(sys.argv[1], *map(int, sys.argv[2:])))
