"""How Kaigong opens SQLite: write-ahead log, explicit transactions, errors in our own words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from wire.errors import TemporaryError

BUSY_SECONDS = 30.0


def connect(
    path: Path, *, synchronous: Literal["FULL", "NORMAL"] = "FULL", busy_seconds: float = BUSY_SECONDS
) -> sqlite3.Connection:
    """Open a file in WAL mode, without implicit transactions.

    FULL survives a power cut with everything that was acknowledged; NORMAL only a killed process.
    Raises TemporaryError when the file cannot be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_size_limit = 67108864")
    except (sqlite3.OperationalError, OSError) as exc:
        raise TemporaryError(f"cannot open {path}: {exc}") from exc
    return connection


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One write transaction: committed at the end, rolled back on any error.

    It begins as a writer, because a read that turns into a write fails at once whatever the time-out.
    Raises TemporaryError when the file is locked, full or gone.
    """
    with translated():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def data_version(connection: sqlite3.Connection) -> int:
    """Another number after every commit of another connection; asking costs microseconds."""
    with translated():
        return int(connection.execute("PRAGMA data_version").fetchone()[0])


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLite's operational errors into TemporaryError."""
    try:
        yield
    except sqlite3.OperationalError as exc:
        raise TemporaryError(f"SQLite: {exc}") from exc
