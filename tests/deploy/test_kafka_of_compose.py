"""A real broker takes the settings that docker-compose.yml gives to its Kafka."""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from compose_project import Service
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from services.kafka_server import KafkaServer

from wire.kafka_stream import Connection, KafkaStream
from wire.settings import Settings
from wire.stream import NewRecord
from wire.topics import ARTICLES, TOPICS

# Of the container, not of the broker.
OF_THE_IMAGE = {"KAFKA_HEAP_OPTS"}
# Addresses and folders of a container; a broker on this machine has others.
OF_THE_PLACE = {
    "process.roles", "node.id", "log.dirs", "listeners", "advertised.listeners", "inter.broker.listener.name",
    "listener.security.protocol.map", "controller.quorum.voters", "controller.listener.names",
}  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def properties(services: dict[str, Service]) -> dict[str, str]:
    """As the image reads them: KAFKA_LOG_DIRS is log.dirs."""
    return {
        name.removeprefix("KAFKA_").lower().replace("_", "."): value
        for name, value in services["kafka"]["environment"].items()
        if name.startswith("KAFKA_") and name not in OF_THE_IMAGE
    }


@pytest.fixture(scope="module")
def broker(properties: dict[str, str]) -> Iterator[KafkaServer]:
    chosen = {name: value for name, value in properties.items() if name not in OF_THE_PLACE}
    with KafkaServer(properties=chosen) as server:
        yield server


def test_the_broker_knows_every_setting_and_uses_it(broker: KafkaServer, properties: dict[str, str]) -> None:
    """Kafka passes over a name that it does not know."""
    with KafkaAdminClient(bootstrap_servers=broker.bootstrap) as admin:
        resource = ConfigResource(ConfigResourceType.BROKER, "1")
        known = admin.describe_configs([resource], config_filter="all")["broker"]["1"]
    assert properties.keys() <= known.keys()
    in_force = {name: known[name]["value"] for name in properties.keys() - OF_THE_PLACE}
    assert in_force == {name: properties[name] for name in in_force}


def test_our_sessions_and_largest_records_fit(broker: KafkaServer, properties: dict[str, str]) -> None:
    session = Settings().session_seconds
    least, most = (int(properties[f"group.{end}.session.timeout.ms"]) for end in ("min", "max"))
    assert least <= session * 1000 <= most
    largest = NewRecord(ARTICLES, "largest", b"x" * TOPICS[ARTICLES].max_bytes)
    with closing(KafkaStream(Connection((broker.bootstrap,)), session_seconds=session)) as stream:
        stream.create_topics(TOPICS.values())
        with closing(stream.producer()) as producer:
            producer.publish([largest])
        with closing(stream.consumer("tagger", [ARTICLES])) as consumer:
            (record,) = next(records for _ in range(100) if (records := consumer.poll(1, 0.5)))
            consumer.atomically([NewRecord(ARTICLES, "next", b"y")], {record.partition: record.next_offset})
    assert record.value == largest.value


def test_addresses_go_together(properties: dict[str, str]) -> None:
    listeners = dict(re.findall(r"(\w+)://[^:,]*:(\d+)", properties["listeners"]))
    security = dict(one.split(":") for one in properties["listener.security.protocol.map"].split(","))
    assert security.keys() == listeners.keys() == {"INTERNAL", "HOST", "CONTROLLER"}
    assert properties["advertised.listeners"].startswith(f"INTERNAL://kafka:{listeners['INTERNAL']},HOST://")
    assert properties["controller.quorum.voters"] == f"1@127.0.0.1:{listeners['CONTROLLER']}"
    assert properties["inter.broker.listener.name"] == "INTERNAL"
