"""The index on SQLite: one file, one writing process, any number of readers."""

# ruff: noqa: S608 -- names in SQL come from mappings/ and are checked; every value is a parameter

import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from consumers.index.port import IndexDocument, Page, Search, Write, WriteResult
from consumers.index.sqlite import schema
from consumers.index.sqlite.search import page
from consumers.index.sqlite.write import create, write_document
from consumers.query.sqlite_text import NEAR_FUNCTION, near_in_body
from mappings import Kind
from wire.errors import KaigongError, TemporaryError

_CACHE_KIB = 32 * 1024
_AWAY = {
    sqlite3.SQLITE_BUSY: "another process holds it",
    sqlite3.SQLITE_LOCKED: "another process holds it",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk failed",
    sqlite3.SQLITE_READONLY: "it cannot be written; look at its owner",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; look at the folder and its owner",
}


class SqliteIndex:
    """May be used from several threads, one call at a time. `zone` is where days begin."""

    def __init__(self, path: Path, zone: ZoneInfo, *, busy_seconds: float = 10.0) -> None:
        self._path = path
        self._zone = zone
        self._lock = threading.Lock()
        with self._translated():
            self._db = sqlite3.connect(
                path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
            )
            self._db.create_function(NEAR_FUNCTION, 2, near_in_body, deterministic=True)
            self._db.execute("PRAGMA journal_mode = WAL")
            # Offsets are committed elsewhere after a write: it must be on the disk by then.
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA temp_store = MEMORY")
            # Full-text merges go over many pages: with the default 2 MB they are read again and again.
            self._db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    def create(self) -> None:
        with self._reading():
            if schema.is_complete(self._db):
                return  # a reader's start must not wait for the writer
        with self._writing():
            create(self._db)

    def write(self, batch: Sequence[Write]) -> list[WriteResult]:
        with self._writing():
            return [write_document(self._db, one) for one in batch]

    def get(self, kind: Kind, id: str) -> IndexDocument | None:  # noqa: A002
        return self.get_many(kind, [id]).get(id)

    def get_many(self, kind: Kind, ids: Collection[str]) -> dict[str, IndexDocument]:
        query = f"SELECT body FROM {kind}_bodies JOIN {kind} USING (doc) WHERE id = ?"
        with self._reading():
            rows = ((one, self._db.execute(query, (one,)).fetchone()) for one in ids)
            return {one: msgspec.json.decode(row[0]) for one, row in rows if row}

    def search(self, search: Search) -> Page:
        with self._reading():
            return page(self._db, search, self._zone)

    def count(self, kind: Kind) -> int:
        with self._reading():
            row = self._db.execute(f"SELECT count(*) FROM {kind}").fetchone()
            return int(row[0])

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._lock, self._translated():
            self._db.execute(begin)
            try:
                yield
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Errors of the engine in our words, for callers that know no SQLite."""
        try:
            yield
        except sqlite3.OperationalError as exc:
            # The low byte is the error, the others say more about it.
            if reason := _AWAY.get((exc.sqlite_errorcode or 0) & 0xFF):
                raise TemporaryError(f"The index {self._path} is away: {reason} ({exc})") from exc
            if "no such table" in str(exc):
                raise TemporaryError(
                    f"The index {self._path} is still empty: `kaigong run` or `kaigong indexer` creates it"
                ) from exc
            raise
        except sqlite3.ProgrammingError as exc:
            if "closed" not in str(exc):
                raise
            raise KaigongError(f"The index {self._path} was used after it was closed") from exc
