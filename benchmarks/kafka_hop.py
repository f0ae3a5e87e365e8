"""A hop over Kafka: our loop and port beside the same work in bare kafka-python.

Both read `articles.v1`, decode, encode again (an identity in the tagger's place) and publish with the offsets
in one transaction a batch. Each round is a new group on the same filled topic; the clock runs from the first
batch.
"""

import statistics
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import fill
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import OffsetAndMetadata

from consumers.crash_note import CrashNote
from consumers.loop import ConsumerLoop, LoopConfig
from consumers.stage import Delivered, Outcome
from wire import codec
from wire.kafka_stream import Connection, KafkaStream
from wire.stream import NewRecord
from wire.topics import ARTICLES, TAGGED_ARTICLES, TOPICS

BATCH = 100


def measure(bootstrap: str, count: int = 20_000, rounds: int = 3) -> dict[str, float]:
    """Median records a second of each side."""
    prefix = f"bench-{uuid.uuid4().hex[:8]}"
    rates: dict[str, list[float]] = {"bare": [], "ours": []}
    with closing(KafkaStream(Connection((bootstrap,)), prefix)) as stream:
        stream.create_topics([TOPICS[ARTICLES], TOPICS[TAGGED_ARTICLES]])
        fill(stream, count)
        for number in range(rounds):
            sides: dict[str, Callable[[], float]] = {
                "bare": lambda: bare(bootstrap, prefix, f"bare-{number}", count),  # noqa: B023
                "ours": lambda: ours(stream, f"ours-{number}", count),  # noqa: B023
            }
            for side in sorted(sides, reverse=bool(number % 2)):
                rates[side].append(count / sides[side]())
    return {side: statistics.median(found) for side, found in rates.items()}


class Identity:
    """A stage that passes on what it reads."""

    stage = "tagger"
    topics = (ARTICLES,)

    def __init__(self) -> None:
        self.began = 0.0

    def handle(self, batch: Sequence[Delivered]) -> Outcome:
        self.began = self.began or time.perf_counter()
        return Outcome(
            [
                NewRecord(
                    TAGGED_ARTICLES,
                    one.record.key,
                    codec.encode(one.envelope),
                    codec.headers_of(one.envelope),
                )
                for one in batch
            ]
        )

    def close(self) -> None:
        pass


def ours(stream: KafkaStream, group: str, count: int) -> float:
    """Seconds."""
    handler = Identity()
    with TemporaryDirectory() as folder, closing(stream.consumer(group, [ARTICLES])) as consumer:
        loop = ConsumerLoop(
            handler, consumer, CrashNote(Path(folder) / "note"), LoopConfig(batch_records=BATCH)
        )
        done = 0
        while done < count:
            done += loop.step()
    return time.perf_counter() - handler.began


def bare(bootstrap: str, prefix: str, group: str, count: int) -> float:
    """Seconds."""
    consumer = KafkaConsumer(
        f"{prefix}.{ARTICLES}",
        bootstrap_servers=bootstrap,
        group_id=f"{prefix}-{group}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )
    producer = KafkaProducer(
        bootstrap_servers=bootstrap,
        transactional_id=f"{prefix}-{group}",
        compression_type="lz4",
        batch_size=256 * 1024,
        linger_ms=20,
    )
    producer.init_transactions()
    began, done = 0.0, 0
    with closing(consumer), closing(producer):
        while done < count:
            batches = consumer.poll(timeout_ms=500, max_records=BATCH)
            if not batches:
                continue
            began = began or time.perf_counter()
            offsets = {}
            producer.begin_transaction()
            for partition, records in batches.items():
                for one in records:
                    envelope = codec.decode(one.value)
                    headers = [(name, value.encode()) for name, value in codec.headers_of(envelope).items()]
                    producer.send(
                        f"{prefix}.{TAGGED_ARTICLES}", codec.encode(envelope), key=one.key, headers=headers
                    )
                offsets[partition] = OffsetAndMetadata(records[-1].offset + 1, "", -1)
                done += len(records)
            producer.send_offsets_to_transaction(offsets, consumer.group_metadata())
            producer.commit_transaction()
        return time.perf_counter() - began


if __name__ == "__main__":
    import sys

    print(measure(sys.argv[1], *map(int, sys.argv[2:])))
