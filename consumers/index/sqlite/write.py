"""Writing documents into the SQLite index, inside a transaction of the caller."""

# ruff: noqa: S608 -- names in SQL come from mappings/; every value is a parameter

import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

from consumers.index.checked import checked, encoded
from consumers.index.documents import is_hidden
from consumers.index.port import Write, WriteResult
from consumers.index.sqlite import schema
from consumers.query.document import Document, prepare
from mappings import KINDS, Kind
from wire.errors import InvalidMessageError


def create(db: sqlite3.Connection) -> None:
    """Create what is missing. Documents get a new number field when they are written again."""
    schema.create_tables(db)
    for kind in KINDS:
        if schema.needs_full_text(db, kind):
            schema.create_full_text(db, kind)
            for doc, body in db.execute(f"SELECT doc, body FROM {kind}_bodies"):
                _insert_tokens(db, kind, doc, prepare(kind, msgspec.json.decode(body)))


def write_document(db: sqlite3.Connection, write: Write) -> WriteResult:
    try:
        prepared = checked(write)
        body = encoded(write.document)
    except InvalidMessageError as exc:
        return WriteResult(write.id, "invalid", str(exc))
    known = db.execute(f"SELECT doc, version FROM {write.kind} WHERE id = ?", (write.id,)).fetchone()
    if known and known[1] >= write.version:
        return WriteResult(write.id, "stale")
    if known:
        _erase(db, write.kind, known[0])
    _insert_document(db, write, prepared, body)
    return WriteResult(write.id, "written")


def _erase(db: sqlite3.Connection, kind: Kind, doc: int) -> None:
    for table in (kind, f"{kind}_bodies", f"{kind}_keywords"):
        db.execute(f"DELETE FROM {table} WHERE doc = ?", (doc,))


def _insert_document(db: sqlite3.Connection, write: Write, prepared: Document, body: bytes) -> None:
    kind = write.kind
    fields = schema.columns(kind)
    doc = _insert(
        db,
        kind,
        ["id", "version", "hidden", *fields],
        [
            write.id,
            write.version,
            is_hidden(kind, write.document),
            *(prepared.numbers.get(field) for field in fields),
        ],
    )
    _insert(db, f"{kind}_bodies", ["doc", "body"], [doc, body])
    db.executemany(
        f"INSERT INTO {kind}_keywords (field, value, doc) VALUES (?, ?, ?)",
        [(field, value, doc) for field, value in _keywords(prepared)],
    )
    _insert_tokens(db, kind, doc, prepared)


def _insert_tokens(db: sqlite3.Connection, kind: Kind, doc: int, prepared: Document) -> None:
    if fields := schema.token_fields(kind):
        texts = [prepared.tokens.get(field, "") for field in fields]
        _insert(db, f"{kind}_fts", ["rowid", *fields], [doc, *texts])


def _insert(db: sqlite3.Connection, table: str, fields: Sequence[str], values: Sequence[object]) -> int:
    names = ", ".join(f'"{field}"' for field in fields)
    marks = ", ".join("?" * len(fields))
    inserted = db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
    return inserted.lastrowid or 0


def _keywords(prepared: Document) -> Iterator[tuple[str, str]]:
    for field, values in prepared.keywords.items():
        for value in values:
            yield field, value
    # FTS5 cannot ask whether a column is filled (see consumers/query/sqlite.py).
    for field in prepared.tokens:
        yield f"{field}?", ""
