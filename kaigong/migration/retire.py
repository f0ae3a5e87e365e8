"""Putting the old stream file aside, so that nobody goes on with it by mistake."""

from contextlib import closing
from pathlib import Path

from wire.errors import ConfigurationError
from wire.sqlite import connect, translated


def retire(path: Path, aside: Path) -> None:
    """Rename the file, whole; this is the last step and the mark that all was carried over.

    Raises ConfigurationError while another process reads it: what is still in its write-ahead log would be
    left behind.
    """
    with closing(connect(path, busy_seconds=1)) as connection, translated():
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise ConfigurationError(
            f"Everything is carried over, but another process still reads {path} (`kaigong tail`?). "
            "End it and run `kaigong migrate` again: it only finishes"
        )
    path.rename(aside)
