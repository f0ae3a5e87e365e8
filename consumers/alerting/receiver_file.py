"""The receivers in force: one file, read again when it changes; a broken one keeps its last good version."""

from pathlib import Path

from loguru import logger

from consumers.alerting.directory import Directory
from consumers.alerting.receivers import ReceiversFile, parse_receivers
from consumers.alerting.rule_copies import RuleCopies
from consumers.alerting.yaml_text import load_yaml
from wire.clock import Clock
from wire.errors import ConfigurationError

_LOOK_SECONDS = 1.0
_MAX_BYTES = 1_000_000


class ReceiverFile:
    """Looks at the file at most once a second. No file at all is in order: then only addresses are told."""

    def __init__(self, path: Path, clock: Clock, copies: RuleCopies | None = None) -> None:
        """With `copies`, the last good version also outlives a restart."""
        self.path = path
        self._clock = clock
        self._copies = copies
        self._looked = float("-inf")
        self._content: bytes | None = None
        self._read = False
        self._directory = Directory(ReceiversFile())
        self.problem: str | None = None

    def current(self) -> Directory:
        """The same object as long as nothing changed."""
        now = self._clock.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            self._look()
        return self._directory

    def _look(self) -> None:
        try:
            content = self._bytes()
        except OSError as exc:
            self._refuse(f"cannot be read: {exc.strerror}")
            return
        if self._read and content == self._content:
            return
        first, self._read, self._content = not self._read, True, content
        try:
            self._directory = _directory(content)
        except ConfigurationError as exc:
            if first:
                self._directory = self._last_good()
            self._refuse(str(exc))
            return
        self.problem = None
        self._keep(content)
        logger.bind(file=self.path.name, receivers=len(self._directory.receivers)).info("receivers loaded")

    def _bytes(self) -> bytes | None:
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            return file.read(_MAX_BYTES + 1)

    def _refuse(self, problem: str) -> None:
        if problem != self.problem:
            logger.bind(file=self.path.name, problem=problem).error(
                "receivers refused; the last good version stays in force"
            )
        self.problem = problem

    def _keep(self, content: bytes | None) -> None:
        if self._copies is None:
            return
        try:
            if content is None:
                self._copies.retain(())
            else:
                self._copies.keep(self.path.name, content)
        except OSError as exc:
            logger.bind(problem=str(exc)).warning("no copy of the good receivers could be kept")

    def _last_good(self) -> Directory:
        """What an earlier process had in force; nobody where that is no good either."""
        try:
            return _directory(self._copies.of(self.path.name) if self._copies else None)
        except (OSError, ConfigurationError) as exc:
            logger.bind(problem=str(exc)).warning("last good version of the receivers lost")
            return Directory(ReceiversFile())


def _directory(content: bytes | None) -> Directory:
    if content is None:
        return Directory(ReceiversFile())
    if len(content) > _MAX_BYTES:
        raise ConfigurationError(f"larger than {_MAX_BYTES} bytes")
    return Directory(parse_receivers(load_yaml(content)))
