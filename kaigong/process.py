"""What every long-running command does about signals and a supervisor that is gone."""

import os
import signal
import sys
import threading
from collections.abc import Callable


def patience(drain_seconds: float, *, supervised: bool) -> float:
    """Seconds to wait for a stage's lock: those of a killed supervisor drain before they give theirs back."""
    return drain_seconds + 5 if supervised else 1.0


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
