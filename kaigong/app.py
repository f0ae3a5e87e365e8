"""The composition root: the settings, the data directory and the adapters behind the ports."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from kaigong.data_dir import DataDir
from kaigong.migration import guard
from wire.clock import SystemClock
from wire.settings import Settings
from wire.sqlite_stream import SqliteStream
from wire.stream import Stream
from wire.topics import TOPICS


class App:
    """What every command begins with. The stages' own parts are built in `kaigong.stages`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.data = DataDir(settings.data_dir)
        self.clock = SystemClock()

    @contextmanager
    def stream(self) -> Iterator[Stream]:
        """The stream, with all topics created. Raises TemporaryError while it is away."""
        guard.check(self.data, on_kafka=bool(self.settings.kafka_bootstrap))
        with closing(self.open_stream()) as stream:
            stream.create_topics(TOPICS.values())
            yield stream

    def open_stream(self) -> Stream:
        """The stream that the settings name, as it is."""
        settings = self.settings
        if not settings.kafka_bootstrap:
            return SqliteStream(self.data.stream, settings.prefix, session_seconds=settings.session_seconds)
        # The client costs memory and start-up time that the default does not need.
        from wire.kafka_stream import Connection, KafkaStream  # noqa: PLC0415

        return KafkaStream(
            Connection.of(settings),
            settings.prefix,
            replication=settings.kafka_replication,
            session_seconds=settings.session_seconds,
            max_poll_seconds=settings.kafka_max_poll_seconds,
        )
