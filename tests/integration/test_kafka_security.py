"""A Kafka that asks who comes, over TLS: the right password, the wrong one, and a stranger's certificate."""

import gc
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from services.kafka_server import KafkaServer

from wire import settings
from wire.errors import ConfigurationError, TemporaryError
from wire.kafka_stream import Connection, KafkaStream
from wire.stream import NewRecord, next_offsets
from wire.topics import TopicSpec

TOPIC = TopicSpec("secret.v1", 1, compacted=False, kept_for=timedelta(days=1), max_bytes=1000)
PASSWORD = "correct-horse"


@pytest.fixture(scope="module")
def server() -> Iterator[KafkaServer]:
    with KafkaServer(users={"kaigong": PASSWORD}) as server:
        yield server


def connection(server: KafkaServer, **changes: object) -> Connection:
    env = {
        "KAIGONG_KAFKA_BOOTSTRAP": server.secure_bootstrap,
        "KAIGONG_KAFKA_SECURITY": "sasl_ssl",
        "KAIGONG_KAFKA_USER": "kaigong",
        "KAIGONG_KAFKA_PASSWORD": PASSWORD,
        "KAIGONG_KAFKA_CA_FILE": str(server.ca_file),
    }
    env |= {f"KAIGONG_KAFKA_{name.upper()}": str(value) for name, value in changes.items()}
    return Connection.of(settings.load(env))


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"])
def test_a_member_with_the_right_password_reads_and_writes(server: KafkaServer, mechanism: str) -> None:
    with closing(KafkaStream(connection(server, mechanism=mechanism), f"t-{mechanism.lower()}")) as stream:
        stream.create_topics([TOPIC])
        with closing(stream.producer()) as producer:
            producer.publish([NewRecord(TOPIC.name, "k", b"v")])
        with closing(stream.consumer("g", [TOPIC.name])) as consumer:
            records = consumer.poll(10, 20)
            consumer.atomically([NewRecord(TOPIC.name, "k2", b"v2")], next_offsets(records))
        with closing(stream.reader()) as reader:
            assert [record.key for record in reader.read(TOPIC.name)] == ["k", "k2"]


# The client of kafka-python forgets to close the sockets that were refused.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_wrong_password_is_told_as_such_and_not_shown(server: KafkaServer) -> None:
    wrong = connection(server, password="battery-staple")
    # Whether the client hears the refusal or only sees the line closed is a matter of milliseconds.
    with pytest.raises((ConfigurationError, TemporaryError), match="KAIGONG_KAFKA_PASSWORD") as caught:
        KafkaStream(wrong, "t")
    assert "battery-staple" not in str(caught.value) + repr(wrong)
    del caught
    gc.collect()


def test_an_unknown_certificate_is_refused(server: KafkaServer, tmp_path: Path) -> None:
    stranger = connection(server, ca_file="/etc/ssl/certs/ca-certificates.crt")
    with pytest.raises(ConfigurationError, match="KAIGONG_KAFKA_CA_FILE"):
        KafkaStream(stranger, "t")


def test_settings_that_contradict_each_other_are_refused(server: KafkaServer) -> None:
    with pytest.raises(ConfigurationError, match="KAIGONG_KAFKA_USER"):
        connection(server, user="")
    with pytest.raises(ConfigurationError, match="sasl_ssl"):
        connection(server, security="ssl")


def test_nobody_at_the_address_is_told_at_once_and_leaves_nothing_behind() -> None:
    before = threading.active_count()
    with pytest.raises(TemporaryError, match=r"127\.0\.0\.1:1: .*refused"):
        KafkaStream(Connection(("127.0.0.1:1",)), "t")
    assert threading.active_count() == before
