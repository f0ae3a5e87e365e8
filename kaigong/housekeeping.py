"""What must be done now and then and belongs to no stage: cleaning the stream, telling the operators."""

import threading
import time
from collections.abc import Callable

from loguru import logger

from kaigong.app import App
from kaigong.operators.watch import OperatorWatch
from kaigong.stages.alerter import receiver_file
from kaigong.stages.notifier import channels
from wire.errors import KaigongError

_CLEAN_SECONDS = 600.0


class Housekeeping:
    """`on_alive` is called before every round."""

    def __init__(
        self, app: App, look_seconds: float = 30.0, on_alive: Callable[[], object] = lambda: None
    ) -> None:
        self._app = app
        self._on_alive = on_alive
        self._look_seconds = look_seconds
        self._watch = OperatorWatch(app, receiver_file(app).current, channels(app), app.data.told_operators)
        self._cleaned = float("-inf")

    def run(self, stopping: threading.Event) -> None:
        """Until told to stop. What one round could not do, the next one does."""
        self._on_alive()
        while not stopping.wait(self._look_seconds):
            try:
                self._round()
            except KaigongError as exc:
                logger.bind(error=str(exc)).warning("housekeeping put off")

    def _round(self) -> None:
        self._on_alive()
        self._watch.look()
        if time.monotonic() - self._cleaned >= _CLEAN_SECONDS:
            self._cleaned = time.monotonic()
            with self._app.stream() as stream:
                removed = stream.clean()
            if removed:
                logger.bind(records=removed).info("stream cleaned")
