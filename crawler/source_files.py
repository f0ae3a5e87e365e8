"""Notices when source files change, so that a running crawler takes them over."""

from collections.abc import Sequence
from pathlib import Path

from loguru import logger

from crawler.sources import Source, load_sources
from wire.errors import ConfigurationError


class SourceFiles:
    """Files that cannot be used leave the last good ones in force, with one line in the log per change."""

    def __init__(self, directories: Sequence[Path]) -> None:
        self._directories = list(directories)
        self._seen = self._stamps()

    def changed(self) -> list[Source] | None:
        """All sources if any file changed since the last call, else None."""
        stamps = self._stamps()
        if stamps == self._seen:
            return None
        self._seen = stamps
        try:
            sources = load_sources(self._directories)
        except ConfigurationError as exc:
            logger.bind(error=str(exc)).error("source files cannot be used, the old ones stay in force")
            return None
        logger.bind(sources=len(sources)).info("source files read again")
        return sources

    def _stamps(self) -> dict[Path, tuple[int, int]]:
        stamps = {}
        for directory in self._directories:
            for path in directory.rglob("*.yaml"):
                try:
                    status = path.stat()
                except FileNotFoundError:
                    continue
                stamps[path] = (status.st_mtime_ns, status.st_size)
        return stamps
