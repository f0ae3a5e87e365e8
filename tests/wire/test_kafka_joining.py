"""Faults of kafka-python 3.0 that would silently leave a member of a group with nothing to read."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from contracts.stream_contract import INPUT, drain, new
from kafka.cluster import ClusterMetadata
from kafka.coordinator.base import BaseCoordinator

from wire.kafka_stream import Connection, KafkaStream
from wire.stream import Stream


@pytest.fixture
def stream(kafka_server: Any, test_prefix: str) -> Iterator[Stream]:
    """With one record to read."""
    connection = Connection((kafka_server.bootstrap,))
    with closing(KafkaStream(connection, test_prefix, session_seconds=6)) as stream:
        stream.create_topics([INPUT])
        with closing(stream.producer()) as producer:
            producer.publish([new("k")])
        yield stream


def leave_topics_out(monkeypatch: pytest.MonkeyPatch, of_answers: int) -> None:
    """As when the topics were subscribed to while a request without them was on its way."""
    left = of_answers
    update = ClusterMetadata.update_metadata

    def answered(cluster: ClusterMetadata, metadata: Any) -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            metadata.topics = []
        update(cluster, metadata)

    monkeypatch.setattr(ClusterMetadata, "update_metadata", answered)


def test_topics_missing_from_the_first_answers_are_found(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_topics_out(monkeypatch, of_answers=4)
    with closing(stream.consumer("readers", [INPUT.name])) as consumer:
        assert [record.key for record in drain(consumer, 1)] == ["k"]


def test_a_join_that_outlasts_a_poll_is_taken_up(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first join knows no partitions, so another follows; each ends between two polls."""
    join = BaseCoordinator._do_join_and_sync_async

    async def slow(coordinator: Any) -> Any:
        assigned = await join(coordinator)
        await coordinator._manager._net.sleep(0.3)
        return assigned

    monkeypatch.setattr(BaseCoordinator, "_do_join_and_sync_async", slow)
    leave_topics_out(monkeypatch, of_answers=2)
    with closing(stream.consumer("readers", [INPUT.name])) as consumer:
        assert [record.key for record in drain(consumer, 1)] == ["k"]
