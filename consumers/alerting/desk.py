"""The thread that owns a file does for others what they may not do themselves."""

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from wire.errors import TemporaryError

Result = TypeVar("Result")


class Desk:
    def __init__(self) -> None:
        self._asked: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        self._is_closed = False

    def ask(self, call: Callable[[], Result]) -> Result:
        """Waits until the owner has done it; raises what it raised, and TemporaryError once it is closed."""
        done: Future[Result] = Future()
        self._asked.put((call, done))
        if self._is_closed:
            self._refuse_all()
        return done.result()

    def wake(self) -> None:
        """Ends the owner's wait."""
        self._asked.put(None)

    def serve(self, seconds: float) -> bool:
        """Do the next thing asked for; False if there is none for so long."""
        try:
            asked = self._asked.get(timeout=seconds)
        except Empty:
            return False
        if asked is not None:
            call, done = asked
            try:
                done.set_result(call())
            except Exception as exc:  # noqa: BLE001 - it is the asker's, and raised there
                done.set_exception(exc)
        return True

    def close(self) -> None:
        """Nobody serves any more."""
        self._is_closed = True
        self._refuse_all()

    def _refuse_all(self) -> None:
        while True:
            try:
                asked = self._asked.get_nowait()
            except Empty:
                return
            if asked is not None:
                asked[1].set_exception(TemporaryError("the notifier stops"))
