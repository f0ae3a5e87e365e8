"""A stage as a service of its own: its health check, what it does instead of ending with 75, the watch."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stages_in_process import app_in, publish

from wire.stream import NewRecord
from wire.topics import ARTICLES


def environment(folder: Path, **more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KAIGONG_")}
    ours = {"KAIGONG_DATA_DIR": str(folder), "KAIGONG_CATALOG": "false"}
    return inherited | ours | {f"KAIGONG_{key.upper()}": value for key, value in more.items()}


@contextmanager
def running(folder: Path, *command: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kaigong", *command],
        env=environment(folder, **more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def health(folder: Path, stage: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "kaigong", "health", stage],
        check=False, env=environment(folder), capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, f"not in time: {what}"
        time.sleep(0.1)


def ended(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(30)


def test_what_does_not_run_is_not_healthy(tmp_path: Path) -> None:
    assert health(tmp_path, "tagger") == (1, "tagger: not running\n")


def test_an_unknown_stage_is_an_error(tmp_path: Path) -> None:
    code, told = health(tmp_path, "tager")
    assert code == 2
    assert "no stage is called 'tager'" in told


def test_a_stage_that_hangs_is_not_healthy(tmp_path: Path) -> None:
    with running(tmp_path, "tagger") as stage:
        until(lambda: health(tmp_path, "tagger") == (0, "tagger: running\n"), "the stage")
        alive = app_in(tmp_path).data.liveness("tagger")
        until(alive.exists, "its first sign of life")
        stage.send_signal(signal.SIGSTOP)
        os.utime(alive, (time.time() - 90, time.time() - 90))
        code, told = health(tmp_path, "tagger")
        assert code == 1
        assert "gave no sign for 9" in told
        stage.send_signal(signal.SIGCONT)
        until(lambda: health(tmp_path, "tagger")[0] == 0, "the stage that goes on")
        assert ended(stage) == 0


def test_with_hold_a_stage_that_stopped_itself_waits_for_a_person(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    with app.stream() as stream:
        publish(stream, *(NewRecord(ARTICLES, str(n), b"not JSON") for n in range(3)))
    with running(tmp_path, "tagger", "--hold", dead_letter_limit="1") as stage:
        until(app.data.stopped("tagger").exists, "the limit")
        assert health(tmp_path, "tagger") == (
            1,
            "tagger: given up: it stopped itself: too many dead letters\n",
        )
        assert stage.poll() is None
        assert ended(stage) == 75
    with running(tmp_path, "tagger", "--hold") as again:
        until(lambda: health(tmp_path, "tagger")[0] == 0, "the restarted stage")
        assert ended(again) == 0


@pytest.mark.parametrize("second", ["watch", "run"])
def test_one_watch_looks_after_a_data_directory(tmp_path: Path, second: str) -> None:
    with running(tmp_path, "watch") as watch:
        until(lambda: health(tmp_path, "watch")[0] == 0, "the watch")
        with running(tmp_path, second) as other:
            assert other.wait(30) == 2
        assert ended(watch) == 0
    assert health(tmp_path, "watch")[0] == 1
