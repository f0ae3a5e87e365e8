"""The stream on one SQLite file: the default, for one machine and several processes."""

from wire.sqlite_stream.stream import SqliteStream

__all__ = ["SqliteStream"]
