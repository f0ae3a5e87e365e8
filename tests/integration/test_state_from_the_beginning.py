"""The stream read from its first record gives the same state whenever it is read, also after compaction."""

import random
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from demo_corpus import messages
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from services.session import RunningKafka

from wire import codec
from wire.clock import ManualClock, SystemClock
from wire.kafka_stream import Connection, KafkaStream
from wire.messages import Alert, Message, ProjectEvents, SourceState, TaggedArticle
from wire.settings import load
from wire.sqlite_stream import SqliteStream
from wire.stream import NewRecord, Partition, Stream
from wire.topics import ALERTS, PROJECT_EVENTS, SOURCES, TAGGED_ARTICLES, TOPICS

READ = (TAGGED_ARTICLES, PROJECT_EVENTS, ALERTS, SOURCES)
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
State = dict[tuple[str, str], bytes]


def said() -> list[tuple[str, str, Message]]:
    """Topic, key and message: revisions and withdrawals, and half of it said again in disorder."""
    first: list[tuple[str, str, Message]] = []
    for one in messages():
        match one:
            case TaggedArticle():
                events = [] if one.withdrawn_at else one.events
                listed = ProjectEvents(
                    article_id=one.article_id, revision=one.revision, story_id=one.story_id,
                    tagging=one.tagging, events=events, withdrawn_at=one.withdrawn_at,
                )  # fmt: skip
                first += [
                    (TAGGED_ARTICLES, one.article_id, one),
                    (PROJECT_EVENTS, one.article_id, listed),
                ]
            case Alert():
                first.append((ALERTS, one.alert_id, one))
            case SourceState():
                first.append((SOURCES, one.source_id, one))
    # Only what a crashed crawler or a replay says again: never an older revision as the very last of its key,
    # which compaction would keep alone.
    last = {(topic, key): message for topic, key, message in first}
    again = random.Random(3).sample(first, len(first) // 2)
    return [*first, *again, *((topic, key, message) for (topic, key), message in last.items())]


def order(message: Message) -> tuple[int, int]:
    """As docs/stream.md has it: a later revision wins, then a later tagger."""
    tagging = getattr(message, "tagging", None)
    return getattr(message, "revision", 0), 0 if tagging is None else tagging.seq


def state_of(stream: Stream) -> State:
    newest: dict[tuple[str, str], Message] = {}
    with closing(stream.reader()) as reader:
        for topic in READ:
            for record in reader.read(topic):
                message = codec.decode(record.value).payload
                known = newest.get((topic, record.key))
                if known is None or order(message) > order(known):
                    newest[topic, record.key] = message
    return {key: codec.encode(codec.wrap(m, lane="live", trace="", now=NOW)) for key, m in newest.items()}


def fill(stream: Stream) -> None:
    with closing(stream.producer()) as producer:
        records = [
            NewRecord(topic, key, codec.encode(codec.wrap(message, lane="live", trace="t", now=NOW)))
            for topic, key, message in said()
        ]
        for start in range(0, len(records), 100):
            producer.publish(records[start : start + 100])


def say_again(stream: Stream, state: State) -> None:
    """One record in every partition that holds any."""
    with closing(stream.producer()) as producer:
        chosen = {(topic, key[:1]): (topic, key, value) for (topic, key), value in state.items()}
        producer.publish([NewRecord(topic, key, value) for topic, key, value in chosen.values()])


def ends_of(stream: Stream) -> dict[Partition, int]:
    with closing(stream.reader()) as reader:
        return {one: end for topic in READ for one, end in reader.end_offsets(topic).items()}


def count(stream: Stream, ends: Mapping[Partition, int]) -> int:
    """Of the records before these ends."""
    with closing(stream.reader()) as reader:
        return sum(record.offset < ends[record.partition] for topic in READ for record in reader.read(topic))


def test_on_sqlite(tmp_path: Path) -> None:
    clock = ManualClock(NOW)
    with closing(SqliteStream(tmp_path / "stream.db", clock=clock)) as stream:
        stream.create_topics(TOPICS.values())
        fill(stream)
        first, second, ends = state_of(stream), state_of(stream), ends_of(stream)
        before = count(stream, ends)
        clock.advance(timedelta(days=40))
        assert stream.clean() > before // 3
        assert first == second == state_of(stream)
        assert len(first) > 300


@contextmanager
def compacting(bootstrap: str, prefix: str) -> Iterator[Stream]:
    """With topics that are compacted at once instead of after a day."""
    settings = load({"KAIGONG_KAFKA_BOOTSTRAP": bootstrap}, Path("/dev/null"))
    with closing(
        KafkaStream(
            Connection.of(settings), prefix, replication=1, session_seconds=10.0, max_poll_seconds=60.0
        )
    ) as stream:
        stream.create_topics(TOPICS.values())
        at_once = {
            "min.compaction.lag.ms": "0", "max.compaction.lag.ms": "1", "segment.ms": "1000",
            "min.cleanable.dirty.ratio": "0.0", "delete.retention.ms": "0",
        }  # fmt: skip
        with KafkaAdminClient(bootstrap_servers=bootstrap) as admin:
            admin.alter_configs(
                [
                    ConfigResource(ConfigResourceType.TOPIC, f"{prefix}.{topic}", configs=at_once)
                    for topic in READ
                ]
            )
        yield stream


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_on_kafka(kafka_server: RunningKafka, test_prefix: str) -> None:
    clock = SystemClock()
    with compacting(kafka_server.bootstrap, test_prefix) as stream:
        fill(stream)
        first, second, ends = state_of(stream), state_of(stream), ends_of(stream)
        assert first == second
        end = clock.monotonic() + 200
        # Of what was written: the broker may have compacted some of it before this line.
        while count(stream, ends) > 0.8 * len(said()):
            assert clock.monotonic() < end, "Kafka did not compact the topics"
            # A segment is compacted once a later record has closed it.
            say_again(stream, first)
            clock.sleep(3)
        assert state_of(stream) == first


def _lagging_readers_hold_up_nobody(stream: Stream) -> None:
    """One that stopped in the middle of a topic, and a group that was opened and never polls again."""
    fill(stream)
    with closing(stream.reader()) as stopped, closing(stream.consumer("downstream", READ)) as idle:
        half_read = stopped.read(TAGGED_ARTICLES)
        next(half_read)
        idle.poll(1, 1.0)
        before = ends_of(stream)
        fill(stream)
        stream.clean()
        after = ends_of(stream)
        assert sum(after.values()) == 2 * sum(before.values())
        assert sum(1 for _ in half_read) > 0


def test_a_lagging_reader_holds_up_nobody_on_sqlite(tmp_path: Path) -> None:
    with closing(SqliteStream(tmp_path / "stream.db")) as stream:
        stream.create_topics(TOPICS.values())
        _lagging_readers_hold_up_nobody(stream)


def test_a_lagging_reader_holds_up_nobody_on_kafka(kafka_server: RunningKafka, test_prefix: str) -> None:
    settings = load({"KAIGONG_KAFKA_BOOTSTRAP": kafka_server.bootstrap}, Path("/dev/null"))
    connection = Connection.of(settings)
    with closing(
        KafkaStream(connection, test_prefix, replication=1, session_seconds=10.0, max_poll_seconds=60.0)
    ) as stream:
        stream.create_topics(TOPICS.values())
        _lagging_readers_hold_up_nobody(stream)
