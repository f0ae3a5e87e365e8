"""Source files are read again when they change; a broken one changes nothing and is told."""

from collections.abc import Sequence
from pathlib import Path

from loguru import logger

from crawler.sources import Source
from kaigong import catalog
from kaigong.app import App
from wire.errors import ConfigurationError


class SourceFiles:
    def __init__(self, app: App) -> None:
        self._app = app
        self._stamps = self._look()

    def changed(self) -> Sequence[Source] | None:
        """All sources anew, or None when no file changed or one is broken."""
        stamps = self._look()
        if stamps == self._stamps:
            return None
        self._stamps = stamps
        try:
            sources = catalog.sources(self._app)
        except ConfigurationError as exc:
            logger.bind(error=str(exc)).error("source files refused; the former ones stay in force")
            return None
        logger.bind(sources=len(sources)).info("source files read again")
        return sources

    def _look(self) -> dict[Path, tuple[int, int]]:
        files = [path for folder in catalog.directories(self._app) for path in folder.rglob("*.yaml")]
        stamps = {}
        for path in files:
            try:
                stat = path.stat()
            except OSError:
                continue
            stamps[path] = (stat.st_mtime_ns, stat.st_size)
        return stamps
