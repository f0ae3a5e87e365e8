"""The stream on Apache Kafka: for a server, and for more than one machine."""

from wire.kafka_stream.connection import Connection
from wire.kafka_stream.stream import KafkaStream

__all__ = ["Connection", "KafkaStream"]
