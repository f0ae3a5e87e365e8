"""What the tagger must remember: stories, the revision of every article, and which tagging came when."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wire.messages import Tagging
from wire.sqlite import BUSY_SECONDS, connect, immediate, translated

_SCHEMA = """
CREATE TABLE IF NOT EXISTS stories (fingerprint TEXT PRIMARY KEY, story_id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    article_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, story_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS taggings (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, version TEXT NOT NULL, data_version TEXT NOT NULL
);
"""
# Of `articles`, in files old and new: the first ones did not keep the places of records.
_ADDED = (("place", "TEXT NOT NULL DEFAULT ''"), ("position", "INTEGER NOT NULL DEFAULT 0"))


class TaggerState:
    """One owner at a time; used from one thread."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self._db = connect(path, busy_seconds=busy_seconds)
        with translated():
            self._db.executescript(_SCHEMA)
            known = {row[1] for row in self._db.execute("PRAGMA table_info(articles)")}
            for name, kind in _ADDED:
                if name not in known:
                    self._db.execute(f"ALTER TABLE articles ADD COLUMN {name} {kind}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises TemporaryError when the file is busy or full."""
        with immediate(self._db):
            yield

    def tagging(self, version: str, data_version: str) -> Tagging:
        """The tagging of this version: the latest one, or a new one with the next `seq`.

        Going back to an earlier version is a change too and gets a new `seq`, or no reader would take it.
        """
        with self.transaction():
            row = self._db.execute(
                "SELECT seq, version, data_version FROM taggings ORDER BY seq DESC LIMIT 1"
            ).fetchone()
            if row is not None and row[1:] == (version, data_version):
                return Tagging(version=version, data_version=data_version, seq=row[0])
            cursor = self._db.execute(
                "INSERT INTO taggings (version, data_version) VALUES (?, ?)", (version, data_version)
            )
            return Tagging(version=version, data_version=data_version, seq=cursor.lastrowid or 1)

    def story_of(
        self, article_id: str, revision: int, fingerprint: str, *, place: str = "", position: int = 0
    ) -> str | None:
        """The article's story, given once and never changed; None where a newer revision came before.

        `place` and `position` say where the record stands. What was remembered of a batch that could not be
        committed is known before that batch comes again: what stands in front of the newer revision is no
        late one.
        """
        known = self._db.execute(
            "SELECT revision, story_id, place, position FROM articles WHERE article_id = ?", (article_id,)
        ).fetchone()
        if known is not None and known[0] > revision:
            again = known[2] == place and position < known[3]
            return str(known[1]) if again else None
        story_id = known[1] if known is not None else self._story(fingerprint) or article_id
        self._db.execute("INSERT OR IGNORE INTO stories VALUES (?, ?)", (fingerprint, story_id))
        self._db.execute(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)",
            (article_id, revision, story_id, place, position),
        )
        return str(story_id)

    def _story(self, fingerprint: str) -> str | None:
        row = self._db.execute(
            "SELECT story_id FROM stories WHERE fingerprint = ?", (fingerprint,)
        ).fetchone()
        return None if row is None else str(row[0])

    def close(self) -> None:
        self._db.close()
