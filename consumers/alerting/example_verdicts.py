"""What the examples of rules came to, kept so that a restart does not tag them again.

A cache: any process may add to it, and losing it costs only time.
"""

import sqlite3
import weakref
from pathlib import Path

import msgspec
from loguru import logger

from wire.errors import TemporaryError
from wire.sqlite import connect, immediate

_KEPT = 50_000
_TABLE = "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, problems TEXT NOT NULL) STRICT"
_PUT = "INSERT OR REPLACE INTO verdicts VALUES (?, ?)"
_FORGET = "DELETE FROM verdicts WHERE rowid <= (SELECT max(rowid) FROM verdicts) - ?"
_problems = msgspec.json.Decoder(dict[str, str])


class StoredVerdicts:
    """Opened when something is asked; after an error it remembers in memory only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, dict[str, str]] | None = None
        self._connection: sqlite3.Connection | None = None
        self._failed = False

    def get(self, key: str) -> dict[str, str] | None:
        if self._known is None:
            self._known = self._read() if self._path.exists() else {}
        return self._known.get(key)

    def put(self, key: str, problems: dict[str, str]) -> None:
        if self._known is not None:
            self._known[key] = problems
        if self._failed:
            return
        try:
            with immediate(self._open()) as connection:
                connection.execute(_PUT, (key, msgspec.json.encode(problems).decode()))
                connection.execute(_FORGET, (_KEPT,))
        except (sqlite3.Error, TemporaryError) as exc:
            self._give_up(exc)

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            rows = self._open().execute("SELECT key, problems FROM verdicts").fetchall()
            return {key: _problems.decode(problems) for key, problems in rows}
        except (sqlite3.Error, TemporaryError, msgspec.DecodeError) as exc:
            self._give_up(exc)
            return {}

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = connect(self._path, synchronous="NORMAL", busy_seconds=1)
            weakref.finalize(self, connection.close)
            connection.execute(_TABLE)
            self._connection = connection
        return self._connection

    def _give_up(self, exc: Exception) -> None:
        self._failed = True
        logger.bind(path=str(self._path), error=str(exc)).warning("tried examples of rules are not kept")
