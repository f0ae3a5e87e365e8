"""What every long-running command does about signals and a supervisor that is gone."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

_LOOK_SECONDS = 0.1


def patience(drain_seconds: float, *, supervised: bool) -> float:
    """Seconds to wait for a stage's lock: those of a killed supervisor drain before they give theirs back."""
    return drain_seconds + 5 if supervised else 1.0


class StopRequest:
    """Set by a signal handler, which must take no lock: an Event could hang the thread that waits for it."""

    def __init__(self) -> None:
        self.made = False
        self._then: Callable[[], object] = lambda: None

    def make(self) -> None:
        self.made = True
        self._then()

    def then(self, call: Callable[[], object]) -> None:
        """What to do about it from now on; at once if it was made already."""
        self._then = call
        if self.made:
            call()

    def wait(self, seconds: float) -> bool:
        """Sleep so long, or until it is made; whether it was."""
        until = time.monotonic() + seconds
        while not self.made and (left := until - time.monotonic()) > 0:
            time.sleep(min(_LOOK_SECONDS, left))
        return self.made


def on_stop(stop: Callable[[], None], *, supervised: bool = False) -> None:
    """Call `stop` on SIGTERM and SIGINT and, when supervised, when stdin ends."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())
    if supervised:
        threading.Thread(target=_wait_for_end_of_input, daemon=True).start()


def _wait_for_end_of_input() -> None:
    # os.read, because a buffered reader in a daemon thread holds a lock that interpreter exit wants.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
