"""Locks between processes of one machine: held until the block or the process ends, however that is."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wire.errors import ConfigurationError


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Waits for its turn."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def the_only_one(path: Path, what: str) -> Iterator[None]:
    """Raises ConfigurationError when another process holds it."""
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise ConfigurationError(f"another {what} is at work here ({path}); stop it first") from exc
        yield
