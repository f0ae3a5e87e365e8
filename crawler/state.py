"""What the crawler must not forget, in one SQLite file with one owner."""

import fcntl
import sqlite3
import threading
import zlib
from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from crawler.records import BackfillRecord, Link, RobotsRecord, SourceRecord
from wire.errors import ConfigurationError
from wire.messages import Article
from wire.sqlite import connect, immediate

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (source_id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (
    article_id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    source_id TEXT NOT NULL,
    title TEXT NOT NULL,
    published REAL,
    precision TEXT NOT NULL,
    discovered_at REAL NOT NULL,
    lane TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_try REAL,
    disposition TEXT,
    fetched_at REAL,
    revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS links_due ON links (source_id, next_try) WHERE next_try IS NOT NULL;
CREATE TABLE IF NOT EXISTS backfills (source_id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copies (article_id TEXT PRIMARY KEY, article BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY, fetched_at REAL NOT NULL, decision TEXT NOT NULL, rules TEXT
) STRICT, WITHOUT ROWID;
"""
# Version n of the file becomes n + 1 by the n-th of these; a new file goes through all of them.
_MIGRATIONS = (
    """
    ALTER TABLE links ADD COLUMN gone_since REAL;
    ALTER TABLE links ADD COLUMN withdrawn_at REAL;
    ALTER TABLE links ADD COLUMN past INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX links_revisits ON links (source_id, next_try) WHERE next_try IS NOT NULL AND revision > 0;
    """,
)
# A published link whose page is read is visited again; one that is only noted is taken from its listing.
_IS_REVISIT = "revision > 0 AND disposition IS NOT 'link_only'"
_LINK_COLUMNS = tuple(field.name for field in fields(Link))
_LINK_TIMES = ("published", "discovered_at", "next_try", "fetched_at", "gone_since", "withdrawn_at")
_SELECT_LINK = f"SELECT {', '.join(_LINK_COLUMNS)} FROM links"  # noqa: S608 - names of our own
_INSERT_LINK = (
    f"INSERT INTO links ({', '.join(_LINK_COLUMNS)}) VALUES ({', '.join('?' * len(_LINK_COLUMNS))})"  # noqa: S608
)
_PER_QUERY = 500


class CrawlState:
    """Safe to use from the owner's threads. Raises ConfigurationError when another process owns it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._owner = path.with_suffix(".lock").open("w")
        try:
            fcntl.flock(self._owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            self._owner.close()
            raise ConfigurationError(
                f"{path} is in use: another crawler runs on this data directory"
            ) from exc
        self._lock = threading.RLock()
        # A power cut may take the last notes back: their articles are then published again with the same id.
        self._connection = connect(path, synchronous="NORMAL")
        self._connection.executescript(_SCHEMA)
        _migrate(self._connection)

    def source(self, source_id: str) -> SourceRecord:
        """The source's record; a fresh one for a source that was never looked at."""
        row = self._one("SELECT record FROM sources WHERE source_id = ?", source_id)
        if row is None:
            return SourceRecord(source_id=source_id)
        return msgspec.json.decode(row[0], type=SourceRecord)

    def save_sources(self, records: Iterable[SourceRecord]) -> None:
        with self._lock, immediate(self._connection) as connection:
            _write_sources(connection, records)

    def record_look(
        self, record: SourceRecord, new: Collection[Link], changed: Collection[Link] = ()
    ) -> None:
        """Note a finished look: its new links, links whose title changed, and the source, all or nothing."""
        with self._lock, immediate(self._connection) as connection:
            connection.executemany(f"{_INSERT_LINK} ON CONFLICT DO NOTHING", map(_link_row, new))
            connection.executemany(
                "UPDATE links SET title = ?, next_try = ? WHERE article_id = ?",
                [(link.title, _seconds(link.next_try), link.article_id) for link in changed],
            )
            _write_sources(connection, [record])

    def links(self, article_ids: Collection[str]) -> dict[str, Link]:
        """The links among these that are known."""
        ids = list(article_ids)
        found: dict[str, Link] = {}
        for start in range(0, len(ids), _PER_QUERY):
            chunk = ids[start : start + _PER_QUERY]
            marks = ", ".join("?" * len(chunk))
            for row in self._all(f"{_SELECT_LINK} WHERE article_id IN ({marks})", *chunk):
                link = _link(row)
                found[link.article_id] = link
        return found

    def due_links(self, source_id: str, now: datetime, limit: int) -> list[Link]:
        """Links that brought no article yet: new ones in the order of their listing, those to try again."""
        return self._due(
            f"NOT ({_IS_REVISIT}) AND NOT past", "attempts, next_try, rowid", source_id, now, limit
        )

    def due_revisits(self, source_id: str, now: datetime, limit: int) -> list[Link]:
        """Published articles to look at again, the longest overdue first."""
        return self._due(_IS_REVISIT, "next_try", source_id, now, limit)

    def _due(self, condition: str, order: str, source_id: str, now: datetime, limit: int) -> list[Link]:
        rows = self._all(
            f"{_SELECT_LINK} WHERE source_id = ? AND next_try <= ? AND {condition} ORDER BY {order} LIMIT ?",
            source_id,
            now.timestamp(),
            limit,
        )
        return [_link(row) for row in rows]

    def copy(self, article_id: str) -> Article | None:
        """The article as it was published last, as long as it may be looked at again."""
        row = self._one("SELECT article FROM copies WHERE article_id = ?", article_id)
        return None if row is None else msgspec.json.decode(zlib.decompress(row[0]), type=Article)

    def note(self, links: Iterable[Link], copies: Iterable[Article] = ()) -> None:
        """Note what became of fetched links; a copy is kept until its article is not looked at again."""
        noted = list(links)
        columns = [name for name in _LINK_COLUMNS if name != "article_id"]
        update = f"UPDATE links SET {', '.join(f'{name} = ?' for name in columns)} WHERE article_id = ?"  # noqa: S608
        with self._lock, immediate(self._connection) as connection:
            connection.executemany(update, [(*row[1:], row[0]) for row in map(_link_row, noted)])
            connection.executemany(
                "INSERT OR REPLACE INTO copies (article_id, article) VALUES (?, ?)",
                [(copy.article_id, zlib.compress(msgspec.json.encode(copy))) for copy in copies],
            )
            connection.executemany(
                "DELETE FROM copies WHERE article_id = ?",
                [(link.article_id,) for link in noted if link.next_try is None],
            )

    def due_past(self, source_id: str, now: datetime, limit: int) -> list[Link]:
        """Links that were found by going back and brought no article yet."""
        return self._due(f"NOT ({_IS_REVISIT}) AND past", "attempts, next_try, rowid", source_id, now, limit)

    def backfills(self) -> list[BackfillRecord]:
        rows = self._all("SELECT record FROM backfills ORDER BY source_id")
        return [msgspec.json.decode(row[0], type=BackfillRecord) for row in rows]

    def record_backfill(self, record: BackfillRecord, new: Collection[Link] = ()) -> None:
        """Note a page that was read on the way back together with its new links, all or nothing."""
        with self._lock, immediate(self._connection) as connection:
            connection.executemany(f"{_INSERT_LINK} ON CONFLICT DO NOTHING", map(_link_row, new))
            connection.execute(
                "INSERT OR REPLACE INTO backfills (source_id, record) VALUES (?, ?)",
                (record.source_id, msgspec.json.encode(record).decode()),
            )

    def robots(self, origin: str) -> RobotsRecord | None:
        row = self._one("SELECT origin, fetched_at, decision, rules FROM robots WHERE origin = ?", origin)
        return RobotsRecord(row[0], _moment(row[1]), row[2], row[3]) if row else None

    def keep_robots(self, record: RobotsRecord) -> None:
        with self._lock, immediate(self._connection) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO robots (origin, fetched_at, decision, rules) VALUES (?, ?, ?, ?)",
                (record.origin, record.fetched_at.timestamp(), record.decision, record.rules),
            )

    def close(self) -> None:
        """Close and give up the ownership; twice is fine."""
        with self._lock:
            self._connection.close()
            self._owner.close()

    def _one(self, query: str, *values: Any) -> Any:
        with self._lock:
            return self._connection.execute(query, values).fetchone()

    def _all(self, query: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()


def _migrate(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, script in enumerate(_MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {number}; COMMIT;")


def _write_sources(connection: sqlite3.Connection, records: Iterable[SourceRecord]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO sources (source_id, record) VALUES (?, ?)",
        [(record.source_id, msgspec.json.encode(record).decode()) for record in records],
    )


def _link_row(link: Link) -> tuple[Any, ...]:
    values = (getattr(link, name) for name in _LINK_COLUMNS)
    return tuple(value.timestamp() if isinstance(value, datetime) else value for value in values)


def _link(row: tuple[Any, ...]) -> Link:
    values = dict(zip(_LINK_COLUMNS, row, strict=True))
    for name in _LINK_TIMES:
        if values[name] is not None:
            values[name] = _moment(values[name])
    values["past"] = bool(values["past"])
    return Link(**values)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
