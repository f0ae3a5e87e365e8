"""The wish that a process ends, made by a signal handler and looked at by its loops."""

import time
from collections.abc import Callable

_LOOK_SECONDS = 0.1


class StopRequest:
    """Takes no lock. A threading.Event does, so that a handler could hang the thread that waits for it."""

    def __init__(self) -> None:
        self._made = False
        self._then: Callable[[], object] = lambda: None

    def set(self) -> None:
        self._made = True
        self._then()

    def is_set(self) -> bool:
        return self._made

    def then(self, call: Callable[[], object]) -> None:
        """What to do about it from now on; at once if it was made already."""
        self._then = call
        if self._made:
            call()

    def wait(self, seconds: float) -> bool:
        """Sleep so long, or until it is made; whether it was."""
        until = time.monotonic() + seconds
        while not self._made and (left := until - time.monotonic()) > 0:
            time.sleep(min(_LOOK_SECONDS, left))
        return self._made
