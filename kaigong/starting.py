"""Starting a stage while a server it needs is away: it waits for it, as it does when it runs."""

from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from typing import TypeVar

from loguru import logger

from kaigong.app import App
from wire.errors import TemporaryError
from wire.retry import Backoff
from wire.stopping import StopRequest
from wire.stream import Stream

T = TypeVar("T")
_BACKOFF = Backoff(first=0.5, longest=10.0)


def patiently(start: Callable[[], T], stop: StopRequest, on_alive: Callable[[], object] = lambda: None) -> T:
    """What `start` returns, once it no longer raises TemporaryError. Ends the process when told to stop."""
    for attempt in count(1):
        on_alive()
        try:
            return start()
        except TemporaryError as exc:
            delay = _BACKOFF.delay(attempt)
            logger.bind(error=str(exc), seconds=round(delay, 1)).warning("cannot start yet, waiting")
            if stop.wait(delay):
                raise SystemExit(0) from exc
    raise AssertionError("unreachable")


def awaited_stream(app: App, stack: ExitStack, stop: StopRequest, stage: str) -> Stream:
    """The stream, as soon as it is there; closed with the stack."""
    return patiently(lambda: stack.enter_context(app.stream()), stop, app.data.liveness(stage).touch)
