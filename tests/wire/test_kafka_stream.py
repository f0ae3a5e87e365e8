"""The Kafka stream on a real broker: the port's contract."""

from collections.abc import Iterator
from typing import Any

import pytest
from contracts.stream_contract import StreamContract

from wire.kafka_stream import Connection, KafkaStream
from wire.stream import Stream


class TestKafkaStream(StreamContract):
    @pytest.fixture
    def stream(self, kafka_server: Any, test_prefix: str) -> Iterator[Stream]:
        self.connection = Connection((kafka_server.bootstrap,))
        self.prefix = test_prefix
        self.handles: list[KafkaStream] = []
        yield self.open()
        for handle in self.handles:
            handle.close()

    def open(self) -> Stream:
        self.handles.append(KafkaStream(self.connection, self.prefix, session_seconds=6))
        return self.handles[-1]

    def another_handle(self, stream: Stream) -> Stream:
        return self.open()
