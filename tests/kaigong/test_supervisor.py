"""The supervisor with real child processes."""

import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kaigong.data_dir import DataDir
from kaigong.supervisor import Supervisor
from wire.errors import ConfigurationError
from wire.retry import Backoff

QUICK = Backoff(first=0.05, longest=0.1)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


class Running:
    """A supervisor in a thread, with everything its children printed."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.lines: list[bytes] = []
        self.gave_up: list[tuple[str, str]] = []
        self.code: int | None = None
        self.supervisor = Supervisor(
            commands,
            self.lines.append,
            drain_seconds=2,
            backoff=QUICK,
            on_gave_up=lambda stage, why: self.gave_up.append((stage, why)),
        )
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        self.code = self.supervisor.run()

    def stop(self) -> int | None:
        self.supervisor.stop()
        self.thread.join(10)
        assert not self.thread.is_alive()
        return self.code


def test_a_killed_child_comes_back_and_its_lines_reach_the_log() -> None:
    running = Running({"loop": python("import time\nprint('up', flush=True)\ntime.sleep(60)")})
    until(lambda: len(running.lines) == 1)
    os.kill(running.supervisor.pids()["loop"], signal.SIGKILL)
    until(lambda: len(running.lines) == 2)
    assert running.lines == [b"up\n", b"up\n"]
    assert running.stop() == 0


def test_exit_code_75_is_not_restarted_and_told() -> None:
    running = Running({"sick": python("raise SystemExit(75)"), "well": python("import time; time.sleep(60)")})
    until(lambda: bool(running.gave_up))
    assert running.gave_up == [("sick", "it stopped itself: too many dead letters")]
    assert set(running.supervisor.pids()) == {"well"}
    assert running.stop() == 75


def test_it_ends_when_nothing_is_left() -> None:
    running = Running({"broken": python("raise SystemExit(2)")})
    running.thread.join(10)
    assert running.code == 2


def test_a_child_that_ignores_sigterm_is_killed() -> None:
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    running = Running({"deaf": python(code)})
    until(lambda: bool(running.lines))
    began = time.monotonic()
    running.stop()
    assert time.monotonic() - began < 8


def test_children_learn_that_their_supervisor_is_gone() -> None:
    code = (
        "import threading, time\nfrom kaigong.process import on_stop\ndone = threading.Event()\n"
        "on_stop(done.set, supervised=True)\nprint('up', flush=True)\nassert done.wait(20)\n"
    )
    running = Running({"child": python(code)})
    until(lambda: bool(running.lines))
    child = running.supervisor._children[0].process
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(10) == 0
    running.stop()


def test_a_data_directory_has_one_owner(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    with data.lock("run"):
        assert data.holder("run") == os.getpid()
        with (
            pytest.raises(ConfigurationError, match=f"already runs .* \\(process {os.getpid()}\\)"),
            data.lock("run"),
        ):
            pass
        with data.lock("tagger"):
            pass
    assert data.holder("run") is None
    with data.lock("run"):
        pass


def test_a_data_directory_has_an_owner_also_on_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    data = DataDir(tmp_path / "data")
    with data.lock("tagger"):
        assert data.holder("tagger") is not None
        with (
            pytest.raises(ConfigurationError, match=r"already runs .* \(process unknown\)"),
            data.lock("tagger"),
        ):
            pass


def test_a_lock_waits_for_an_owner_that_is_ending(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    held, ending = threading.Event(), threading.Event()

    def hold() -> None:
        with data.lock("tagger"):
            held.set()
            ending.wait(10)

    owner = threading.Thread(target=hold)
    owner.start()
    assert held.wait(10)
    threading.Timer(0.3, ending.set).start()
    with data.lock("tagger", patience=10):
        assert ending.is_set()
    owner.join()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    data = DataDir(tmp_path / "file")
    with pytest.raises(ConfigurationError, match="KAIGONG_DATA_DIR"), data.lock("run"):
        pass
