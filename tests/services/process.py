"""A server as a process group of its own, under a keeper that does not let it outlive the tests."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_KEEPER = Path(__file__).with_name("keeper.py")
_LOG_LINES = 30
_SECONDS_TO_FREEZE = 30
_PROC = Path("/proc")
# Stopped, traced, dead and being reaped: of proc_pid_stat(5).
_STILL = frozenset("TtZXx")


class ServerError(Exception):
    """A server that did not start or ended by itself; the text holds the end of its log."""


class ServerProcess:
    """`remove` is a folder that goes when the tests die before they could take it away."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        log: Path,
        *,
        env: Mapping[str, str] | None = None,
        remove: Path | None = None,
    ) -> None:
        self._name = name
        self._log = log
        removal: list[str | Path] = ["--remove", remove] if remove else []
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", _KEEPER, *removal, log, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(env or {})},
            cwd=log.parent,
            # Ctrl-C in the terminal is for pytest, which then stops its servers in order.
            start_new_session=True,
        )
        assert self._keeper.stdout is not None
        self.pid = int(self._keeper.stdout.readline())

    def wait_until(self, answers: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not answers():
            self.require_running()
            if time.monotonic() > deadline:
                raise ServerError(f"{self._name} did not answer in {seconds:.0f} s.{self._log_end()}")
            time.sleep(0.1)

    def require_running(self) -> None:
        if self._keeper.poll() is not None:
            raise ServerError(f"{self._name} ended with {self._keeper.returncode}.{self._log_end()}")

    def stop(self, seconds: float = 30.0) -> None:
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._keeper.wait(seconds)
        self.kill()

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        self._keeper.wait()
        for pipe in (self._keeper.stdin, self._keeper.stdout):
            assert pipe is not None
            pipe.close()

    def pause(self) -> None:
        """It keeps its connections and answers nothing, as a machine that hangs."""
        self._signal(signal.SIGSTOP)
        # On a busy machine its threads go on for a while: they have to be woken before they can stop.
        self.wait_until(lambda: _has_stopped(self.pid), _SECONDS_TO_FREEZE)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._keeper.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def _log_end(self) -> str:
        lines = self._log.read_text("utf-8", "replace").splitlines()[-_LOG_LINES:]
        return "\n".join(["", f"The end of {self._log}:", *lines])


def _has_stopped(group: int) -> bool:
    """Every thread of every process of the group, where there is a /proc to see it."""
    members = [stat.parent for stat in _PROC.glob("[0-9]*/stat") if _fields(stat)[2:3] == [str(group)]]
    threads = (stat for member in members for stat in (member / "task").glob("*/stat"))
    return all(_fields(stat)[0] in _STILL for stat in threads)


def _fields(stat: Path) -> list[str]:
    """From the state on; of one that has just ended, no more than that."""
    try:
        return stat.read_text("utf-8", "replace").rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["X"]


def free_ports(count: int) -> list[int]:
    """Below the range of outgoing connections, so that a stopped server finds its port free again."""
    found: list[int] = []
    for port in random.sample(range(20_000, 30_000), 1000):
        if _is_free(port):
            found.append(port)
        if len(found) == count:
            return found
    raise ServerError("no free port between 20000 and 30000")


def require_free(port: int, another: str) -> None:
    """Else the answers of whoever listens there would pass for those of the server that is started."""
    if not _is_free(port):
        raise ServerError(f"127.0.0.1:{port} is in use: stop what listens there, or: {another}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # Connections of a server that has just stopped do not count, nor do they for the next server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
