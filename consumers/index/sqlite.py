"""The index on SQLite: one file, one writing process, any number of readers."""

# ruff: noqa: S608 -- names in SQL come from mappings/ and are checked; every value is a parameter

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from consumers.index import sqlite_schema as schema
from consumers.index import sqlite_search
from consumers.index.documents import is_hidden
from consumers.index.port import IndexDocument, Page, Search, Write, WriteResult
from consumers.query.document import Document, prepare
from mappings import KINDS, Kind
from wire.errors import InvalidMessageError, KaigongError, TemporaryError

# Full-text rows of superseded versions that are not worth a rebuild.
_TOLERATED_WASTE = 1000
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
            self._db.execute("PRAGMA journal_mode = WAL")
            # Offsets are committed elsewhere after a write: it must be on the disk by then.
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA temp_store = MEMORY")
            # Full-text merges go over many pages: with the default 2 MB they are read again and again.
            self._db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    def create(self) -> None:
        with self._writing():
            for statement in schema.create_statements():
                self._db.execute(statement)
            for kind in KINDS:
                self._add_columns(kind)
                self._add_token_fields(kind)

    def write(self, batch: Sequence[Write]) -> list[WriteResult]:
        with self._writing():
            return [self._write(one) for one in batch]

    def get(self, kind: Kind, id: str) -> IndexDocument | None:  # noqa: A002
        return self.get_many(kind, [id]).get(id)

    def get_many(self, kind: Kind, ids: Collection[str]) -> dict[str, IndexDocument]:
        query = f"SELECT body FROM {kind}_bodies JOIN {kind} USING (doc) WHERE id = ?"
        with self._reading():
            rows = ((one, self._db.execute(query, (one,)).fetchone()) for one in ids)
            return {one: msgspec.json.decode(row[0]) for one, row in rows if row}

    def search(self, search: Search) -> Page:
        with self._reading():
            return sqlite_search.page(self._db, search, self._zone)

    def count(self, kind: Kind) -> int:
        with self._reading():
            row = self._db.execute(f"SELECT count(*) FROM {kind}").fetchone()
            return int(row[0])

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _write(self, write: Write) -> WriteResult:
        try:
            prepared = prepare(write.kind, write.document)
            body = msgspec.json.encode(write.document)
            write.id.encode()
        except (InvalidMessageError, UnicodeEncodeError) as exc:
            return WriteResult(write.id, "invalid", str(exc))
        known = self._db.execute(
            f"SELECT doc, version FROM {write.kind} WHERE id = ?",
            (write.id,),
        ).fetchone()
        if known and known[1] >= write.version:
            return WriteResult(write.id, "stale")
        if known:
            self._erase(write.kind, known[0])
        self._insert(write, prepared, body)
        return WriteResult(write.id, "written")

    def _erase(self, kind: Kind, doc: int) -> None:
        for table in (kind, f"{kind}_bodies", f"{kind}_keywords"):
            self._db.execute(f"DELETE FROM {table} WHERE doc = ?", (doc,))

    def _insert(self, write: Write, prepared: Document, body: bytes) -> None:
        kind = write.kind
        fields = schema.columns(kind)
        hidden = is_hidden(kind, write.document)
        doc = self._insert_row(
            kind,
            ["id", "version", "hidden", *fields],
            [write.id, write.version, hidden, *(prepared.numbers.get(field) for field in fields)],
        )
        self._insert_row(f"{kind}_bodies", ["doc", "body"], [doc, body])
        self._db.executemany(
            f"INSERT INTO {kind}_keywords (field, value, doc) VALUES (?, ?, ?)",
            [(field, value, doc) for field, value in _keywords(prepared)],
        )
        self._insert_tokens(kind, doc, prepared)

    def _insert_tokens(self, kind: Kind, doc: int, prepared: Document) -> None:
        if fields := schema.token_fields(kind):
            texts = [prepared.tokens.get(field, "") for field in fields]
            self._insert_row(f"{kind}_fts", ["rowid", *fields], [doc, *texts])

    def _insert_row(self, table: str, fields: Sequence[str], values: Sequence[object]) -> int:
        names = ", ".join(f'"{field}"' for field in fields)
        marks = ", ".join("?" * len(fields))
        inserted = self._db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        return inserted.lastrowid or 0

    def _add_columns(self, kind: Kind) -> None:
        missing = [field for field in schema.columns(kind) if field not in self._fields_of(kind)]
        for field in missing:
            for statement in schema.add_column(kind, field):
                self._db.execute(statement)

    def _add_token_fields(self, kind: Kind) -> None:
        if schema.token_fields(kind) == self._fields_of(f"{kind}_fts") and not self._is_mostly_waste(kind):
            return
        for statement in schema.rebuild_full_text(kind):
            self._db.execute(statement)
        for doc, body in self._db.execute(f"SELECT doc, body FROM {kind}_bodies"):
            self._insert_tokens(kind, doc, prepare(kind, msgspec.json.decode(body)))

    def _is_mostly_waste(self, kind: Kind) -> bool:
        if not schema.token_fields(kind):
            return False
        query = f"SELECT (SELECT count(*) FROM {kind}_fts_docsize), (SELECT count(*) FROM {kind})"
        rows, documents = self._db.execute(query).fetchone()
        return bool(rows > 2 * documents + _TOLERATED_WASTE)

    def _fields_of(self, table: str) -> list[str]:
        return [row[1] for row in self._db.execute(f"PRAGMA table_info({table})")]

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
            raise KaigongError(f"The index {self._path} was used after it was closed") from exc


def _keywords(prepared: Document) -> Iterable[tuple[str, str]]:
    for field, values in prepared.keywords.items():
        for value in values:
            yield field, value
    for field in prepared.tokens:
        yield f"{field}?", ""
