"""The composition root: the settings, the data directory and the adapters behind the ports."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from kaigong.data_dir import DataDir
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
        """The stream, with all topics created."""
        stream = SqliteStream(
            self.data.stream, self.settings.prefix, session_seconds=self.settings.session_seconds
        )
        with closing(stream):
            stream.create_topics(TOPICS.values())
            yield stream
