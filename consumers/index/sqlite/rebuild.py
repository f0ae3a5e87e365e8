"""A new index file built beside the one in use, and then copied over it."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

from consumers.index.sqlite import SqliteIndex
from consumers.index.unused import Unused
from mappings import Kind
from wire.errors import TemporaryError
from wire.sqlite import connect, translated

_BUSY_SECONDS = 10.0


class SqliteSite:
    """The caller sees to it that nobody writes; readers may go on."""

    def __init__(self, path: Path, zone: ZoneInfo) -> None:
        self._path = path
        self._zone = zone
        self._built = built_file(path)
        self._new: SqliteIndex | None = None

    def prepare(self) -> None:
        remove(self._built)
        self._new = SqliteIndex(self._built, self._zone)
        self._new.create()

    @property
    def new(self) -> SqliteIndex:
        assert self._new is not None, "prepare first"
        return self._new

    def stop_writing(self) -> None:
        """Nobody does."""

    def counts(self, kind: Kind) -> tuple[int, int]:
        before = 0
        if self._path.exists():
            with closing(SqliteIndex(self._path, self._zone)) as old:
                old.create()
                before = old.count(kind)
        return before, self.new.count(kind)

    def put_in_place(self) -> None:
        """In one transaction of the old file: its readers see the one or the other, and none must reopen."""
        self.new.close()
        with closing(connect(self._built)) as new, closing(connect(self._path)) as old, translated():
            new.backup(old, progress=_patience())
        remove(self._built)

    def give_up(self) -> None:
        if self._new is not None:
            self._new.close()
        remove(self._built)


def _patience() -> Callable[[int, int, int], None]:
    """SQLite's backup would wait for ever for somebody who holds the file."""
    until = time.monotonic() + _BUSY_SECONDS

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise TemporaryError("The index in use is locked: another process holds it")

    return progress


def built_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.rebuilt")


def remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def unused(path: Path) -> list[Unused]:
    built = built_file(path)
    return [Unused(str(built), None, built.stat().st_size)] if built.exists() else []
