"""Publishing outside any group: the crawler, the notifier, commands."""

import threading
from collections.abc import Iterable, Sequence
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from wire.kafka_stream.clients import DELIVERY_SECONDS, open_producer
from wire.kafka_stream.connecting import connecting
from wire.kafka_stream.connection import Connection
from wire.kafka_stream.errors import translated
from wire.kafka_stream.names import Names, their_headers, their_time
from wire.kafka_stream.topics import Topics
from wire.partitions import key_bytes, partition_of
from wire.stream import NewRecord

_CLOSE_SECONDS = 5.0


def send(producer: KafkaProducer, batch: Iterable[NewRecord], names: Names, topics: Topics) -> list[Any]:
    """Hand the records to the client; futures of their acknowledgement."""
    return [
        producer.send(
            names.topic(record.topic),
            key=key_bytes(record.key),
            value=record.value,
            headers=their_headers(record.headers),
            partition=partition_of(record.key, topics.info(record.topic).partitions),
            timestamp_ms=their_time(record.timestamp),
        )
        for record in batch
    ]


def discard(producer: KafkaProducer) -> None:
    """Close one that failed, without waiting for what it still tries to send."""

    def close() -> None:
        try:
            producer.close(timeout=DELIVERY_SECONDS + _CLOSE_SECONDS)
        except KafkaError:
            producer.close(timeout=0)

    threading.Thread(target=close, name="discard-producer", daemon=True).start()


class KafkaStreamProducer:
    """An idempotent producer. Safe to call from several threads."""

    def __init__(self, connection: Connection, names: Names, topics: Topics) -> None:
        self._names = names
        self._topics = topics
        self._lock = threading.Lock()
        with connecting(connection):
            self._producer = open_producer(connection)

    def publish(self, batch: Sequence[NewRecord]) -> None:
        with self._lock:
            self._topics.check_sizes(batch)
            with translated("publishing"):
                acknowledgements = send(self._producer, batch, self._names, self._topics)
                self._producer.flush(timeout=DELIVERY_SECONDS)
                for one in acknowledgements:
                    one.get(timeout=DELIVERY_SECONDS)

    def close(self) -> None:
        with self._lock, translated("closing"):
            self._producer.close(timeout=_CLOSE_SECONDS)
