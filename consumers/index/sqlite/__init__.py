"""The index on SQLite."""

from consumers.index.sqlite.index import SqliteIndex

__all__ = ["SqliteIndex"]
