"""What the examples of rules came to, kept so that a restart does not tag them again.

A cache: any process may add to it, and losing it costs only time.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from loguru import logger

from wire.errors import TemporaryError
from wire.sqlite import connect, immediate

_KEPT = 50_000
_TABLE = "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, problems TEXT NOT NULL) STRICT"
_problems = msgspec.json.Decoder(dict[str, str])


class StoredVerdicts:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, dict[str, str]] | None = None

    def get(self, key: str) -> dict[str, str] | None:
        if self._known is None:
            self._known = self._read()
        return self._known.get(key)

    def put(self, key: str, problems: dict[str, str]) -> None:
        if self._known is not None:
            self._known[key] = problems
        try:
            with self._open() as connection, immediate(connection):
                connection.execute(
                    "INSERT OR REPLACE INTO verdicts VALUES (?, ?)",
                    (key, msgspec.json.encode(problems).decode()),
                )
                connection.execute(
                    "DELETE FROM verdicts WHERE rowid <= (SELECT max(rowid) FROM verdicts) - ?", (_KEPT,)
                )
        except (sqlite3.Error, TemporaryError) as exc:
            self._warn(exc)

    def _read(self) -> dict[str, dict[str, str]]:
        if not self._path.exists():
            return {}
        try:
            with self._open() as connection:
                rows = connection.execute("SELECT key, problems FROM verdicts").fetchall()
            return {key: _problems.decode(problems) for key, problems in rows}
        except (sqlite3.Error, TemporaryError, msgspec.DecodeError) as exc:
            self._warn(exc)
            return {}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(connect(self._path, synchronous="NORMAL", busy_seconds=1)) as connection:
            connection.execute(_TABLE)
            yield connection

    def _warn(self, exc: Exception) -> None:
        logger.bind(path=str(self._path), error=str(exc)).warning("tried examples of rules are not kept")
