"""Streams to carry over: with gaps in their offsets, and groups at different places."""

import random
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from kaigong.migration.plan import GROUPS
from wire.clock import ManualClock, SystemClock
from wire.sqlite_stream import SqliteStream
from wire.stream import NewRecord, Partition, Record, Stream, next_offsets
from wire.topics import (
    ALERTS,
    ARTICLES,
    SOURCES,
    TAGGED_ARTICLES,
    TOPICS,
    dead_letter_topic,
    replay_topic,
)

READS = {
    "tagger": (ARTICLES, replay_topic("tagger")),
    "indexer": (TAGGED_ARTICLES, ALERTS, SOURCES, replay_topic("indexer")),
    "alerter": (TAGGED_ARTICLES, replay_topic("alerter")),
    "replay-tagger": (dead_letter_topic("tagger"),),
}

# Old records go within minutes: the sample is young enough that no broker drops anything from its copy.
SHORT_LIVED = [replace(spec, kept_for=timedelta(minutes=1)) for spec in TOPICS.values()]
_ROUND = timedelta(minutes=2)

Content: TypeAlias = dict[Partition, list[tuple[object, ...]]]


def worked_stream(
    path: Path, seed: int, *, prefix: str = "kaigong", rounds: int = 6, per_round: int = 60
) -> SqliteStream:
    """A stream that has worked: some revisions are compacted away, every group lags differently."""
    rng = random.Random(seed)
    clock = ManualClock(SystemClock().now() - rounds * _ROUND)
    stream = SqliteStream(path, prefix, clock=clock)
    stream.create_topics(SHORT_LIVED)
    with closing(stream.producer()) as producer:
        for _ in range(rounds):
            producer.publish([_record(rng) for _ in range(per_round)])
            for group, topics in READS.items():
                _work(stream, group, topics, rng)
            clock.advance(_ROUND)
            stream.clean()
    return stream


def _record(rng: random.Random) -> NewRecord:
    topic = rng.choice([topic for topics in READS.values() for topic in topics])
    value = None if rng.random() < 0.05 else rng.randbytes(rng.randrange(200))
    return NewRecord(topic, f"键-{rng.randrange(25)}", value, {"trace": f"{rng.random()}", "名": "值"})


def _work(stream: Stream, group: str, topics: Collection[str], rng: random.Random) -> None:
    with closing(stream.consumer(group, topics)) as consumer:
        records = consumer.poll(rng.randrange(1, 8), 0.01)
        consumer.commit(next_offsets(records))


def content(stream: Stream) -> Content:
    """Everything on the stream; offsets are their order."""
    found: Content = {}
    with closing(stream.reader()) as reader:
        for topic in TOPICS:
            for record in reader.read(topic):
                found.setdefault(record.partition, []).append(comparable(record))
    return found


def comparable(record: Record) -> tuple[object, ...]:
    """A record without its offset. Kafka keeps its time in whole milliseconds."""
    milliseconds = int(record.timestamp.timestamp() * 1000)
    return record.key, record.value, tuple(sorted(record.headers.items())), milliseconds


def waiting(stream: Stream) -> dict[tuple[str, Partition], list[tuple[object, ...]]]:
    """What each group has still to do, in order."""
    found: dict[tuple[str, Partition], list[tuple[object, ...]]] = {}
    with closing(stream.reader()) as reader:
        for group in GROUPS:
            committed = reader.committed(group)
            for topic in READS.get(group, ()):
                for record in reader.read(topic, offsets=committed):
                    found.setdefault((group, record.partition), []).append(comparable(record))
    return found
