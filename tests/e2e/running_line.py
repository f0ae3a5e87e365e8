"""The whole line as processes, for tests: settings by environment, stages by command, kills by pid."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kaigong.app import App
from wire import settings


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The settings of one test's line."""
    return {
        "KAIGONG_DATA_DIR": str(folder / "data"),
        "KAIGONG_CATALOG": "false",
        "KAIGONG_MAIL_FROM": "kaigong@kaigong.example",
        "KAIGONG_SMTP_SECURITY": "none",
        "KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8",
        "KAIGONG_BATCH_RECORDS": "20",
        "KAIGONG_INDEX_BATCH_RECORDS": "20",
        **{f"KAIGONG_{key.upper()}": value for key, value in more.items()},
    }


def app_of(env: Mapping[str, str]) -> App:
    return App(settings.load(env))


class Stage:
    """One stage that is started again whenever it has ended, as the supervisor would."""

    def __init__(
        self, name: str, env: Mapping[str, str], log: Path, command: Sequence[str] | None = None
    ) -> None:
        self.name = name
        self.deaths = 0
        self._command = command or (sys.executable, "-m", "kaigong", name)
        self._env = {**os.environ, **env}
        self._log = log.open("ab")
        self._process = self._start()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self.deaths += 1
        self._process = self._start()

    def look_after(self) -> int | None:
        """The exit code, if it had ended by itself and was started again."""
        code = self._process.poll()
        if code is not None:
            self.deaths += 1
            self._process = self._start()
        return code

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> int:
        """Stop in order; the exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(30)
        finally:
            self._process.kill()
            self._process.wait()
            self._log.close()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, env=self._env, stdout=self._log, stderr=self._log)


@contextmanager
def running(
    env: Mapping[str, str],
    *names: str,
    kills: int = 0,
    seed: int = 5,
    pause: tuple[float, float] = (0.2, 1.8),
) -> Iterator[dict[str, Stage]]:
    """The stages; `kills` of them, chosen at random, die while the block waits, with such pauses between."""
    log = Path(env["KAIGONG_DATA_DIR"]).parent / "stages.log"
    stages = {name: Stage(name, env, log) for name in names}
    stop = threading.Event()
    killer = threading.Thread(
        target=_kill, args=(list(stages.values()), kills, random.Random(seed), pause, stop)
    )
    killer.start()
    try:
        yield stages
    finally:
        stop.set()
        killer.join()
        codes = {name: stage.end() for name, stage in stages.items()}
    # One that was killed a moment ago may be told to stop before it can listen.
    fine = {0, -signal.SIGTERM} if kills else {0}
    assert set(codes.values()) <= fine, f"{codes}\n{log.read_text('utf-8', 'replace')[-4000:]}"


def _kill(
    stages: list[Stage], kills: int, rng: random.Random, pause: tuple[float, float], stop: threading.Event
) -> None:
    while kills and not stop.wait(rng.uniform(*pause)):
        rng.choice(stages).kill()
        kills -= 1


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 240) -> None:
    """Look until the condition holds; fails with `what` after a bounded time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"not in time: {what}"
        time.sleep(0.1)


def outage(seconds: float) -> None:
    """Let so much time pass: not a wait for something, but the trouble itself."""
    time.sleep(seconds)
