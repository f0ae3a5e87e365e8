"""The clients of kafka-python as Kaigong needs them: nothing created, lost or committed behind its back."""

from kafka import KafkaConsumer, KafkaProducer

from wire.kafka_stream.connection import Connection

DELIVERY_SECONDS = 20.0
# A batch of a stage goes out in few requests; the largest single value must fit as well.
_BATCH_BYTES = 256 * 1024
_REQUEST_BYTES = 6 * 1024 * 1024
# kafka-python 3.0 takes the answer to a request of before a subscription for one about it (in the Java
# client, KAFKA-7831), and a member that has heard nothing of its topics owns nothing until it asks again.
_METADATA_SECONDS = 5


def open_consumer(connection: Connection, **options: object) -> KafkaConsumer:
    return KafkaConsumer(
        **connection.options(),
        metrics_enabled=False,
        allow_auto_create_topics=False,
        metadata_max_age_ms=_METADATA_SECONDS * 1000,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        **options,
    )


def open_producer(connection: Connection, **options: object) -> KafkaProducer:
    return KafkaProducer(
        **connection.options(),
        metrics_enabled=False,
        allow_auto_create_topics=False,
        compression_type="lz4",
        batch_size=_BATCH_BYTES,
        linger_ms=20,
        max_request_size=_REQUEST_BYTES,
        delivery_timeout_ms=round(DELIVERY_SECONDS * 1000),
        max_block_ms=round(DELIVERY_SECONDS * 1000),
        **options,
    )
