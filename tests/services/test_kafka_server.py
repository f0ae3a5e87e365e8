"""A Kafka of a test's own: over SASL_SSL, stopped, killed and hung."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import NewTopic
from kafka.errors import KafkaError, RequestTimedOutError
from services.kafka_server import KafkaServer

pytestmark = pytest.mark.slow

_TOPIC = "toys.v1"
_PASSWORD = secrets.token_urlsafe(9)


@pytest.fixture(scope="module")
def kafka() -> Iterator[KafkaServer]:
    with KafkaServer(users={"kaigong": _PASSWORD}) as server:
        with KafkaAdminClient(bootstrap_servers=server.bootstrap) as admin:
            admin.create_topics([NewTopic(_TOPIC, 1, 1)])
        yield server


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_the_right_password_is_let_in(kafka: KafkaServer, mechanism: str) -> None:
    with KafkaAdminClient(**_secure(kafka, mechanism, _PASSWORD)) as admin:
        assert _TOPIC in admin.list_topics()


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-512"])
def test_a_wrong_password_is_not(kafka: KafkaServer, mechanism: str) -> None:
    refused = _refusals(kafka)
    with pytest.raises(KafkaError):
        KafkaAdminClient(**_secure(kafka, mechanism, "wrong"))
    assert _refusals(kafka) > refused


def test_a_stopped_kafka_comes_back_with_its_records_at_the_same_port(kafka: KafkaServer) -> None:
    _send(kafka, b"before the stop")
    kafka.stop()
    kafka.start()
    assert _values(kafka)[-1] == b"before the stop"


def test_so_does_a_killed_one(kafka: KafkaServer) -> None:
    _send(kafka, b"before the kill")
    kafka.kill()
    kafka.start()
    assert _values(kafka)[-1] == b"before the kill"


def test_a_hung_kafka_answers_again_when_it_is_woken(kafka: KafkaServer) -> None:
    _send(kafka, b"before the hang")
    with KafkaAdminClient(bootstrap_servers=kafka.bootstrap, request_timeout_ms=2000) as admin:
        admin.list_topics()
        kafka.pause()
        try:
            with pytest.raises(RequestTimedOutError):
                admin.list_topics()
        finally:
            kafka.resume()
    assert _values(kafka)[-1] == b"before the hang"


def _secure(kafka: KafkaServer, mechanism: str, password: str) -> dict[str, Any]:
    return {
        "bootstrap_servers": kafka.secure_bootstrap,
        "security_protocol": "SASL_SSL",
        "ssl_cafile": str(kafka.ca_file),
        "sasl_mechanism": mechanism,
        "sasl_plain_username": "kaigong",
        "sasl_plain_password": password,
        "bootstrap_timeout_ms": 3000,
    }


def _refusals(kafka: KafkaServer) -> int:
    """By the broker's own word; the client often sees no more than a closed connection."""
    return (kafka.folder / "log.txt").read_text("utf-8").count("(Authentication failed")


def _send(kafka: KafkaServer, value: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap)
    producer.send(_TOPIC, value).get(10)
    producer.close()


def _values(kafka: KafkaServer) -> list[bytes]:
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest")
    consumer.assign([TopicPartition(_TOPIC, 0)])
    polled = consumer.poll(timeout_ms=10_000)
    consumer.close()
    return [record.value for records in polled.values() for record in records]
