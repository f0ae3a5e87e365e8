"""Runs every stage as a process of its own, restarts what dies, and keeps one log."""

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from loguru import logger

from kaigong.exit_codes import NOT_RESTARTED
from wire.clock import Clock, SystemClock
from wire.retry import Backoff
from wire.stopping import StopRequest

# A child that ran this long was healthy: its next failure begins a new series.
_HEALTHY_SECONDS = 60.0
_TICK_SECONDS = 0.2


@dataclass(slots=True)
class Child:
    """One stage: its command, its process and its series of failures."""

    stage: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    restart_at: float | None = 0.0
    pump: threading.Thread | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        return self.process is not None


class Supervisor:
    """`env` replaces the children's environment; `on_gave_up` is told of a stage not restarted, and why."""

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        write: Callable[[bytes], object],
        *,
        env: Mapping[str, str] | None = None,
        drain_seconds: float = 20.0,
        backoff: Backoff | None = None,
        clock: Clock | None = None,
        on_gave_up: Callable[[str, str], None] = lambda _stage, _why: None,
    ) -> None:
        self._children = [Child(stage, command) for stage, command in commands.items()]
        self._write = write
        self._env = env
        self._drain_seconds = drain_seconds
        self._backoff = backoff or Backoff(first=0.5, longest=60)
        self._clock = clock or SystemClock()
        self._on_gave_up = on_gave_up
        self._stopping = StopRequest()

    def stop(self) -> None:
        """Let run() end every stage in order and return. Safe to call from a signal handler."""
        self._stopping.set()

    def pids(self) -> dict[str, int]:
        return {child.stage: child.process.pid for child in self._children if child.process}

    def run(self) -> int:
        """Until stop(), or until no stage is left; 0, or the exit code of the first stage given up."""
        code = 0
        try:
            while not self._stopping.is_set():
                code = self._look_after_all() or code
                if not any(child.running or child.restart_at is not None for child in self._children):
                    logger.error("no stage is left to run")
                    break
                self._stopping.wait(_TICK_SECONDS)
        finally:
            self._end_all()
        return code

    def _look_after_all(self) -> int:
        code = 0
        for child in self._children:
            if child.process is not None and (status := child.process.poll()) is not None:
                code = self._bury(child, status) or code
            if child.process is None and self._due(child):
                self._start(child)
        return code

    def _due(self, child: Child) -> bool:
        return child.restart_at is not None and self._clock.monotonic() >= child.restart_at

    def _start(self, child: Child) -> None:
        # The pipe on stdin tells the child that its supervisor is gone, however it went.
        child.process = subprocess.Popen(
            child.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._env,
        )
        child.started = self._clock.monotonic()
        child.pump = threading.Thread(target=self._copy, args=(child.process.stdout,), daemon=True)
        child.pump.start()
        logger.bind(child=child.stage, pid=child.process.pid, failures=child.failures).info("child started")

    def _bury(self, child: Child, status: int) -> int:
        """Note how a child ended; its exit code when it is not to be restarted."""
        self._release(child)
        bound = logger.bind(child=child.stage, status=status)
        if why := NOT_RESTARTED.get(status):
            child.restart_at = None
            bound.bind(why=why).error("child not restarted")
            self._on_gave_up(child.stage, why)
            return status
        now = self._clock.monotonic()
        child.failures = 1 if now - child.started >= _HEALTHY_SECONDS else child.failures + 1
        delay = self._backoff.delay(child.failures)
        child.restart_at = now + delay
        bound.bind(seconds=round(delay, 1)).warning("child ended, it is restarted")
        return 0

    def _end_all(self) -> None:
        """Readers end before writers would help nobody: all drain at once, bounded."""
        running = [child for child in self._children if child.process is not None]
        for child in running:
            assert child.process is not None
            child.process.terminate()
        deadline = self._clock.monotonic() + self._drain_seconds
        for child in running:
            assert child.process is not None
            try:
                child.process.wait(max(0.1, deadline - self._clock.monotonic()))
            except subprocess.TimeoutExpired:
                logger.bind(child=child.stage).error("child did not drain in time, it is killed")
                child.process.kill()
                child.process.wait()
            self._release(child)

    @staticmethod
    def _release(child: Child) -> None:
        assert child.process is not None
        assert child.pump is not None
        if child.process.stdin:
            child.process.stdin.close()
        child.pump.join(5)
        if child.process.stdout:
            child.process.stdout.close()
        child.process = None

    def _copy(self, pipe: BinaryIO) -> None:
        for line in pipe:
            self._write(line)


def stage_command(stage: str, *options: str) -> list[str]:
    """The command line of a stage that this interpreter runs."""
    return [sys.executable, "-m", "kaigong", stage, "--supervised", *options]
