"""Outputs and offsets in one Kafka transaction, bounded in time.

kafka-python waits for a coordinator for ever. A stage must not: it must keep polling, and stop when told.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

from wire.kafka_stream.clients import open_producer
from wire.kafka_stream.connection import Connection
from wire.kafka_stream.names import Names
from wire.kafka_stream.producer import discard, send
from wire.kafka_stream.topics import Topics
from wire.stream import NewRecord, Offsets

# The broker gives up a transaction after it; a killed stage is back by then at the latest.
TRANSACTION_SECONDS = 10.0
# An end that has not come by then will not: the broker has aborted, or cannot be reached.
_PATIENCE_SECONDS = TRANSACTION_SECONDS + 5.0


class Transactor:
    """The transactional producer of one slot. After a failure it begins anew, which fences what is left."""

    def __init__(self, connection: Connection, names: Names, topics: Topics, member: str) -> None:
        self._connection = connection
        self._names = names
        self._topics = topics
        self._member = member
        self._producer: KafkaProducer | None = None

    def recover(self) -> None:
        """End whatever this slot has left open, so that the committed offsets are the last word."""
        if self._producer is None:
            self._producer = self._open()

    def run(self, outputs: Sequence[NewRecord], offsets: Offsets, group: Any) -> None:
        """Publish and commit, both or neither. Raises KafkaError; then `recover` comes first."""
        self.recover()
        producer = self._producer
        assert producer is not None
        try:
            _bounded(lambda: self._transact(producer, outputs, offsets, group))
        except KafkaError:
            self._producer = None
            discard(producer)
            raise

    def close(self) -> None:
        if self._producer is not None:
            discard(self._producer)
            self._producer = None

    def _open(self) -> KafkaProducer:
        producer = open_producer(
            self._connection,
            transactional_id=self._member,
            transaction_timeout_ms=round(TRANSACTION_SECONDS * 1000),
        )
        try:
            producer.init_transactions()
        except KafkaError:
            discard(producer)
            raise
        return producer

    def _transact(
        self, producer: KafkaProducer, outputs: Sequence[NewRecord], offsets: Offsets, group: Any
    ) -> None:
        producer.begin_transaction()
        try:
            acknowledgements = send(producer, outputs, self._names, self._topics)
            producer.send_offsets_to_transaction(self._names.their_offsets(offsets), group)
            producer.commit_transaction()
            for one in acknowledgements:
                one.get(timeout=0)
        except KafkaError:
            _abort(producer)
            raise


def _abort(producer: KafkaProducer) -> None:
    """A courtesy to readers, who wait for its end: the slot's next producer would abort it too, but later."""
    with suppress(KafkaError):
        producer.abort_transaction()


def _bounded(call: Callable[[], None]) -> None:
    """Run it, for so long; left alone, it ends when its producer is discarded or fenced."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except BaseException as exc:  # noqa: BLE001 -- raised again in the caller's thread
            failed.append(exc)

    thread = threading.Thread(target=run, name="transaction", daemon=True)
    thread.start()
    thread.join(_PATIENCE_SECONDS)
    if thread.is_alive():
        raise KafkaTimeoutError(f"no end of the transaction within {_PATIENCE_SECONDS:.0f} s")
    if failed:
        raise failed[0]
