"""The topics in the cluster: created as the table says, and asked for their partitions and largest value."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError

from wire.errors import ConfigurationError
from wire.kafka_stream.errors import translated
from wire.kafka_stream.names import Names
from wire.stream import NewRecord, Partition, check_sizes
from wire.topics import TopicSpec

# Kafka counts key, headers and framing too; ours are far smaller than this.
_OVERHEAD = 64 * 1024
# A segment in use is never compacted or dropped, so a quiet topic must begin a new one every day.
_SEGMENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TopicInfo:
    partitions: int
    max_bytes: int


class Topics:
    """Not thread-safe, but what it once told of a topic it tells any thread."""

    def __init__(self, admin: KafkaAdminClient, names: Names, replication: int) -> None:
        self._admin = admin
        self._names = names
        self._replication = replication
        self._known: dict[str, TopicInfo] = {}

    def create(self, specs: Collection[TopicSpec]) -> None:
        """Create what is missing. Raises ConfigurationError for a topic with other partitions."""
        with translated("creating topics"):
            existing = set(self._admin.list_topics())
            missing = [spec for spec in specs if self._names.topic(spec.name) not in existing]
            if missing:
                self._create(missing)
        self._learn([spec.name for spec in specs])
        for spec in specs:
            self._check(spec)

    def partitions(self, topic: str) -> list[Partition]:
        return [Partition(topic, index) for index in range(self.info(topic).partitions)]

    def info(self, topic: str) -> TopicInfo:
        """Raises ConfigurationError for a topic that nobody created."""
        if topic not in self._known:
            self._learn([topic])
        return self._known[topic]

    def check_sizes(self, batch: Sequence[NewRecord]) -> None:
        check_sizes(batch, lambda topic: self.info(topic).max_bytes)

    def _create(self, specs: Collection[TopicSpec]) -> None:
        wanted = {self._names.topic(spec.name): self._definition(spec) for spec in specs}
        # Another process of ours may be faster; the other topics of the request are created all the same.
        with suppress(TopicAlreadyExistsError):
            self._admin.create_topics(wanted)
        self._admin.wait_for_topics(list(wanted))

    def _definition(self, spec: TopicSpec) -> Mapping[str, object]:
        return {
            "num_partitions": spec.partitions,
            "replication_factor": self._replication,
            "configs": {name: str(value) for name, value in _configs(spec, self._replication).items()},
        }

    def _check(self, spec: TopicSpec) -> None:
        info = self.info(spec.name)
        name = self._names.topic(spec.name)
        if info.partitions != spec.partitions:
            raise ConfigurationError(
                f"Topic {name} has {info.partitions} partitions, not {spec.partitions}: with another number "
                "a key's records would lose their order. Use another KAIGONG_PREFIX, or move the topic"
            )
        if info.max_bytes < spec.max_bytes:
            with translated(f"raising max.message.bytes of {name}"):
                limit = str(spec.max_bytes + _OVERHEAD)
                self._admin.alter_configs(
                    [ConfigResource(ConfigResourceType.TOPIC, name, configs={"max.message.bytes": limit})]
                )
            self._known[spec.name] = TopicInfo(info.partitions, spec.max_bytes)

    def _learn(self, topics: Sequence[str]) -> None:
        named = {self._names.topic(topic): topic for topic in topics}
        resources = [
            ConfigResource(ConfigResourceType.TOPIC, name, configs=["max.message.bytes"]) for name in named
        ]
        with translated(f"asking for {', '.join(topics)}"):
            if missing := named.keys() - set(self._admin.list_topics()):
                raise ConfigurationError(f"topic {named[min(missing)]} has not been created")
            described = self._admin.describe_topics(list(named))
            configs = self._admin.describe_configs(resources, config_filter="all")["topic"]
        for one in described:
            limit = int(configs[one["name"]]["max.message.bytes"]["value"])
            self._known[named[one["name"]]] = TopicInfo(len(one["partitions"]), limit - _OVERHEAD)


def _configs(spec: TopicSpec, replication: int) -> dict[str, object]:
    kept_ms = round(spec.kept_for.total_seconds() * 1000)
    configs: dict[str, object] = {
        "max.message.bytes": spec.max_bytes + _OVERHEAD,
        "segment.ms": round(min(spec.kept_for, _SEGMENT).total_seconds() * 1000),
        "min.insync.replicas": 2 if replication > 2 else 1,
    }
    if spec.compacted:
        return configs | {"cleanup.policy": "compact", "min.compaction.lag.ms": kept_ms}
    return configs | {"cleanup.policy": "delete", "retention.ms": kept_ms}
