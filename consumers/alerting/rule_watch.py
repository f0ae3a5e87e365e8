"""The rules in force, looked at beside the matching."""

import threading
from typing import Protocol

from consumers.alerting.rule_files import RuleFiles, RuleSet

_LOOK_SECONDS = 1.0


class RulesInForce(Protocol):
    def current(self) -> RuleSet: ...

    def close(self) -> None: ...


class RuleWatch:
    """Looks at the files in a thread of its own: matching never waits for them, however many there are."""

    def __init__(self, files: RuleFiles, seconds: float = _LOOK_SECONDS) -> None:
        self._files = files
        self._seconds = seconds
        self._current = files.look()
        self._failure: Exception | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rules", daemon=True)
        self._thread.start()

    def current(self) -> RuleSet:
        """Raises what the look at the files raised: a stage ends by an error that nobody expected."""
        if self._failure is not None:
            raise self._failure
        return self._current

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            try:
                self._current = self._files.look()
            except Exception as exc:  # noqa: BLE001 -- raised again where the rules are asked for
                self._failure = exc
                return
