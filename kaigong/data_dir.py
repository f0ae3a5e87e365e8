"""The one folder that Kaigong writes to: its files, and who holds them."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wire.errors import ConfigurationError

_LOOK_SECONDS = 0.05


class DataDir:
    """Paths inside the data directory, and the locks that keep one owner for each."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def stream(self) -> Path:
        return self.root / "stream.db"

    @property
    def migrated_stream(self) -> Path:
        """What `stream` became when it was carried over to Kafka."""
        return self.root / "stream.db.migrated"

    @property
    def crawl_state(self) -> Path:
        return self.root / "crawl.db"

    @property
    def tagger_state(self) -> Path:
        return self.root / "tagger.db"

    @property
    def index(self) -> Path:
        return self.root / "index.db"

    @property
    def outbox(self) -> Path:
        return self.root / "outbox.db"

    @property
    def last_good_rules(self) -> Path:
        return self.root / "last-good-rules"

    @property
    def rule_examples(self) -> Path:
        """What the examples of rules came to; may be deleted."""
        return self.root / "state" / "rule-examples.db"

    @property
    def feedback(self) -> Path:
        """What people said of alerts: examples for rules, and lines like those of the truth set."""
        return self.root / "feedback"

    @property
    def last_good_receivers(self) -> Path:
        return self.root / "last-good-receivers"

    @property
    def log(self) -> Path:
        return self.root / "log" / "kaigong.log"

    @property
    def own_places(self) -> Path:
        """Names of places that the customer adds; see docs/places.md."""
        return self.root / "places.yaml"

    @property
    def own_industries(self) -> Path:
        """What industries are called here, and words of them; see docs/industries.md."""
        return self.root / "industries.yaml"

    @property
    def own_events(self) -> Path:
        """Rules of events that the customer adds; see docs/events.md."""
        return self.root / "events.yaml"

    @property
    def told_operators(self) -> Path:
        return self.root / "state" / "told-operators.json"

    def crash_note(self, stage: str) -> Path:
        return self.root / "state" / f"{stage}.note"

    def liveness(self, stage: str) -> Path:
        return self.root / "state" / f"{stage}.alive"

    def stopped(self, stage: str) -> Path:
        """Says why the supervisor gave a stage up; gone when the stage runs again."""
        return self.root / "state" / f"{stage}.stopped"

    @contextmanager
    def lock(self, name: str, *, patience: float = 1.0) -> Iterator[None]:
        """Hold `name` while the block runs; the lock dies with the process, however it ends.

        Waits `patience` seconds for a former owner that is just ending. Raises ConfigurationError when
        another process holds it or the folder cannot be written.
        """
        path = self.root / "state" / f"{name}.lock"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as exc:
            raise ConfigurationError(
                f"Cannot write to the data directory {self.root}: {exc.strerror}. "
                "Set KAIGONG_DATA_DIR to a folder that this user may write to."
            ) from exc
        try:
            if not _locked(handle, patience):
                owner = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
                raise ConfigurationError(
                    f"{name} already runs on {self.root} (process {owner or 'unknown'}). "
                    "Stop it first, or give this one a KAIGONG_DATA_DIR of its own."
                )
            with suppress(OSError):  # of a full disk; it is only for people to read
                os.truncate(handle, 0)
                os.pwrite(handle, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(handle)

    def holder(self, name: str) -> int | None:
        """The process that holds a lock now, or None."""
        try:
            with self.lock(name, patience=0):
                return None
        except ConfigurationError:
            path = self.root / "state" / f"{name}.lock"
            return int(path.read_text() or 0) if path.exists() else None


def _locked(handle: int, patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_SECONDS)
        else:
            return True
