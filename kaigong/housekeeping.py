"""What must be done now and then on one machine and belongs to no stage: cleaning the stream."""

import threading

from loguru import logger

from kaigong.app import App
from wire.errors import KaigongError

_EVERY_SECONDS = 600.0


class Housekeeping:
    def __init__(self, app: App) -> None:
        self._app = app

    def run(self, stopping: threading.Event) -> None:
        """Clean at once, then every ten minutes, until told to stop."""
        while True:
            self._clean()
            if stopping.wait(_EVERY_SECONDS):
                return

    def _clean(self) -> None:
        try:
            with self._app.stream() as stream:
                removed = stream.clean()
        except KaigongError as exc:
            # The next round does what this one could not.
            logger.bind(error=str(exc)).warning("stream not cleaned")
            return
        if removed:
            logger.bind(records=removed).info("stream cleaned")
