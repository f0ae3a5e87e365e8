"""The tables of the SQLite index: per kind one for the documents, one for keywords, one for full text."""

from collections.abc import Iterator

from mappings import KINDS, FieldType, Kind, load

# A row per document with everything to filter, sort and page by; bodies are apart, so that scans stay short.
_COLUMN_TYPES: dict[FieldType, str] = {"long": "INTEGER", "date": "INTEGER", "double": "REAL"}
# Our tokens are folded already: `ascii` keeps every other character as it is and folds none.
_TOKENIZER = "ascii tokenchars ''._-''"


def columns(kind: Kind) -> list[str]:
    """The fields that are columns of the kind's table."""
    return load(kind).of_type("long", "double", "date")


def token_fields(kind: Kind) -> list[str]:
    return load(kind).of_type("tokens")


def create_statements() -> Iterator[str]:
    for kind in KINDS:
        yield (
            f"CREATE TABLE IF NOT EXISTS {kind} (doc INTEGER PRIMARY KEY AUTOINCREMENT, "
            "id TEXT NOT NULL UNIQUE, "
            "version INTEGER NOT NULL, hidden INTEGER NOT NULL)"
        )
        yield f"CREATE TABLE IF NOT EXISTS {kind}_bodies (doc INTEGER PRIMARY KEY, body BLOB NOT NULL)"
        yield (
            f"CREATE TABLE IF NOT EXISTS {kind}_keywords (field TEXT NOT NULL, value TEXT NOT NULL, "
            "doc INTEGER NOT NULL, PRIMARY KEY (field, value, doc)) WITHOUT ROWID"
        )
        yield f"CREATE INDEX IF NOT EXISTS {kind}_keywords_by_doc ON {kind}_keywords (doc)"


def add_column(kind: Kind, field: str) -> Iterator[str]:
    column_type = _COLUMN_TYPES[load(kind).fields[field]]
    yield f'ALTER TABLE {kind} ADD COLUMN "{field}" {column_type}'
    if field in ("shown_at", "created_at", "since"):
        yield f'CREATE INDEX {kind}_by_{field} ON {kind} ("{field}" DESC, id)'


def rebuild_full_text(kind: Kind) -> Iterator[str]:
    """The table made anew and empty, for FTS5 cannot add a column.

    It holds no copy of the text, so what it has of a document cannot be deleted either: a new version gets
    a new number, and rows of numbers that no document has are never found.
    """
    fields = ", ".join(f'"{field}"' for field in token_fields(kind))
    yield f"DROP TABLE IF EXISTS {kind}_fts"
    yield f"CREATE VIRTUAL TABLE {kind}_fts USING fts5({fields}, content = '', tokenize = '{_TOKENIZER}')"
