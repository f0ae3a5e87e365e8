"""The Kafka stream's factory."""

from collections.abc import Collection

from kafka import KafkaAdminClient

from wire.kafka_stream.connecting import connecting
from wire.kafka_stream.connection import Connection
from wire.kafka_stream.consumer import KafkaStreamConsumer
from wire.kafka_stream.errors import translated
from wire.kafka_stream.names import Names
from wire.kafka_stream.producer import KafkaStreamProducer
from wire.kafka_stream.reader import KafkaStreamReader
from wire.kafka_stream.topics import Topics
from wire.topics import TopicSpec


class KafkaStream:
    """All topics and groups of one prefix in one cluster."""

    def __init__(
        self,
        connection: Connection,
        prefix: str = "kaigong",
        *,
        replication: int = 1,
        session_seconds: float = 10.0,
        max_poll_seconds: float = 300.0,
    ) -> None:
        self._connection = connection
        self._names = Names(prefix)
        self._session_seconds = session_seconds
        self._max_poll_seconds = max_poll_seconds
        with connecting(connection):
            self._admin = KafkaAdminClient(**connection.options())
        self._topics = Topics(self._admin, self._names, replication)

    def create_topics(self, specs: Collection[TopicSpec]) -> None:
        self._topics.create(specs)

    def producer(self) -> KafkaStreamProducer:
        return KafkaStreamProducer(self._connection, self._names, self._topics)

    def consumer(self, group: str, topics: Collection[str], slot: str = "0") -> KafkaStreamConsumer:
        return KafkaStreamConsumer(
            self._connection, self._names, self._topics, group, topics, slot, self._session_seconds,
            self._max_poll_seconds,
        )  # fmt: skip

    def reader(self) -> KafkaStreamReader:
        return KafkaStreamReader(self._connection, self._names, self._topics, self._admin)

    def clean(self) -> int:
        """Nothing to do: the broker compacts and forgets by itself."""
        return 0

    def drop(self) -> None:
        """Delete every topic of the prefix and all that is in them: a demo leaves nothing behind."""
        with translated("deleting the topics"):
            ours = [name for name in self._admin.list_topics() if name.startswith(self._names.topic(""))]
            if ours:
                self._admin.delete_topics(ours)

    def close(self) -> None:
        self._admin.close()
