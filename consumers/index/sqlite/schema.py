"""The tables of the SQLite index: per kind one for the documents, one for keywords, one for full text."""

# ruff: noqa: S608 -- names in SQL come from mappings/

import sqlite3
from collections.abc import Iterator

from mappings import KINDS, FieldType, Kind, load

_COLUMN_TYPES: dict[FieldType, str] = {"long": "INTEGER", "date": "INTEGER", "double": "REAL"}
_SORTED_BY_DEFAULT = ("shown_at", "created_at", "since")
# Our tokens are folded already: `ascii` keeps every other character as it is and folds none.
_TOKENIZER = "ascii tokenchars ''._-''"
# Full-text rows of superseded versions that are not worth a rebuild.
_TOLERATED_WASTE = 1000


def columns(kind: Kind) -> list[str]:
    """The fields that are columns of the kind's table."""
    return load(kind).of_type("long", "double", "date")


def token_fields(kind: Kind) -> list[str]:
    return load(kind).of_type("tokens")


def is_complete(db: sqlite3.Connection) -> bool:
    return all(
        set(columns(kind)) <= set(_fields(db, kind)) and not needs_full_text(db, kind) for kind in KINDS
    )


def create_tables(db: sqlite3.Connection) -> None:
    """Create the tables and columns that are missing, but for full text, which the caller fills."""
    for kind in KINDS:
        for statement in _tables(kind):
            db.execute(statement)
        existing = _fields(db, kind)
        for field in columns(kind):
            if field not in existing:
                _add_column(db, kind, field)


def needs_full_text(db: sqlite3.Connection, kind: Kind) -> bool:
    """Whether the full-text table is missing, lacks a field or consists mostly of superseded versions."""
    if token_fields(kind) != _fields(db, f"{kind}_fts"):
        return True
    if not token_fields(kind):
        return False
    query = f"SELECT (SELECT count(*) FROM {kind}_fts_docsize), (SELECT count(*) FROM {kind})"
    rows, documents = db.execute(query).fetchone()
    return bool(rows > 2 * documents + _TOLERATED_WASTE)


def create_full_text(db: sqlite3.Connection, kind: Kind) -> None:
    """Make the full-text table anew and empty, for FTS5 cannot add a column.

    It holds no copy of the text, so what it has of a document cannot be deleted either: a new version gets
    a new number, and rows of numbers that no document has are never found.
    """
    fields = ", ".join(f'"{field}"' for field in token_fields(kind))
    db.execute(f"DROP TABLE IF EXISTS {kind}_fts")
    db.execute(
        f"CREATE VIRTUAL TABLE {kind}_fts USING fts5({fields}, content = '', tokenize = '{_TOKENIZER}')"
    )


def _tables(kind: Kind) -> Iterator[str]:
    # Bodies are apart, so that filtering and sorting read short rows.
    yield (
        f"CREATE TABLE IF NOT EXISTS {kind} (doc INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, "
        "version INTEGER NOT NULL, hidden INTEGER NOT NULL)"
    )
    yield f"CREATE TABLE IF NOT EXISTS {kind}_bodies (doc INTEGER PRIMARY KEY, body BLOB NOT NULL)"
    yield (
        f"CREATE TABLE IF NOT EXISTS {kind}_keywords (field TEXT NOT NULL, value TEXT NOT NULL, "
        "doc INTEGER NOT NULL, PRIMARY KEY (field, value, doc)) WITHOUT ROWID"
    )
    yield f"CREATE INDEX IF NOT EXISTS {kind}_keywords_by_doc ON {kind}_keywords (doc)"


def _add_column(db: sqlite3.Connection, kind: Kind, field: str) -> None:
    db.execute(f'ALTER TABLE {kind} ADD COLUMN "{field}" {_COLUMN_TYPES[load(kind).fields[field]]}')
    if field in _SORTED_BY_DEFAULT:
        db.execute(f'CREATE INDEX IF NOT EXISTS {kind}_by_{field} ON {kind} ("{field}" DESC, id)')


def _fields(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
