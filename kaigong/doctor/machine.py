"""The machine: the data directory, its disk, the processes."""

import shutil
import time
from collections.abc import Iterator

from kaigong.app import App
from kaigong.doctor.finding import Finding
from kaigong.stages import STAGES

_LEAST_FREE = 1_000_000_000
_ALIVE_SECONDS = 60.0


def data_directory(app: App) -> Iterator[Finding]:
    with app.data.lock("doctor"):
        free = shutil.disk_usage(app.data.root).free
    what = f"{app.data.root}, {free / 1e9:.1f} GB free"
    if free < _LEAST_FREE:
        yield Finding("data", "bad", what, "make room: every stage stops on a full disk")
    else:
        yield Finding("data", "ok", what)


def stages(app: App) -> Iterator[Finding]:
    for stage in STAGES:
        yield state_of(app, stage)


def state_of(app: App, stage: str) -> Finding:
    """Whether a stage runs and gives signs of life."""
    stopped, liveness = app.data.stopped(stage), app.data.liveness(stage)
    if app.data.holder(stage) is None:
        if stopped.exists():
            return Finding(
                stage, "bad", f"given up: {stopped.read_text('utf-8').strip()}",
                "read its dead letters or the log, mend the cause, start `kaigong run` again",
            )  # fmt: skip
        return Finding(stage, "note", "not running", "start it with `kaigong run`")
    age = time.time() - liveness.stat().st_mtime if liveness.exists() else 0.0
    if age > _ALIVE_SECONDS:
        return Finding(
            stage, "bad", f"runs, but gave no sign for {age:.0f} s", "look into the log, restart it"
        )
    return Finding(stage, "ok", "running")
