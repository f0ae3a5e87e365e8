"""How long a stage is away after `kill -9`: from its restart to the first record it handles, on the servers.

A trickle of articles goes through the line. A stage is killed in work and started again at once, as the
supervisor does; the clock runs until it commits anew.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import articles, record

from kaigong.app import App
from wire import settings
from wire.stream import Reader
from wire.topics import ALERTS, ARTICLES, TAGGED_ARTICLES

READS = {"tagger": (ARTICLES,), "indexer": (TAGGED_ARTICLES, ALERTS), "alerter": (TAGGED_ARTICLES,)}
_PER_SECOND = 20
_LONGEST = 120.0


def measure(bootstrap: str, elasticsearch: str, kills: int = 5) -> dict[str, tuple[float, float]]:
    """Per stage the median and the longest of so many kills, in seconds."""
    with TemporaryDirectory() as folder:
        env = {
            "KAIGONG_DATA_DIR": folder,
            "KAIGONG_PREFIX": f"bench-{uuid.uuid4().hex[:8]}",
            "KAIGONG_KAFKA_BOOTSTRAP": bootstrap,
            "KAIGONG_ELASTICSEARCH_URL": elasticsearch,
            "KAIGONG_LOG_LEVEL": "ERROR",
        }
        app = App(settings.load(env))
        Path(app.settings.rules_path).mkdir(parents=True)
        stages = {stage: _start(stage, env) for stage in READS}
        ended = threading.Event()
        trickle = threading.Thread(target=_trickle, args=(app, ended))
        trickle.start()
        try:
            with app.stream() as stream, closing(stream.reader()) as reader:
                for stage in READS:
                    _wait(lambda: _done(reader, stage) > 0)  # noqa: B023
                return {stage: _kills(stage, stages, env, reader, kills) for stage in READS}
        finally:
            ended.set()
            trickle.join()
            for process in stages.values():
                process.kill()
                process.wait()


def _kills(
    stage: str, stages: dict[str, subprocess.Popen[bytes]], env: dict[str, str], reader: Reader, kills: int
) -> tuple[float, float]:
    found = []
    for _ in range(kills):
        before = _done(reader, stage)
        _wait(lambda: _done(reader, stage) > before)  # noqa: B023 -- it is at work
        stages[stage].kill()
        stages[stage].wait()
        began, done = time.perf_counter(), _done(reader, stage)
        stages[stage] = _start(stage, env)
        _wait(lambda: _done(reader, stage) > done)  # noqa: B023
        found.append(time.perf_counter() - began)
    return statistics.median(found), max(found)


def _start(stage: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "kaigong", stage], env={**os.environ, **env})


def _trickle(app: App, ended: threading.Event) -> None:
    now = datetime.now(UTC)
    with app.stream() as stream, closing(stream.producer()) as producer:
        for article in articles(1_000_000, now=now):
            producer.publish([record(article, datetime.now(UTC))])
            if ended.wait(1 / _PER_SECOND):
                return


def _done(reader: Reader, stage: str) -> int:
    return sum(n for p, n in reader.committed(stage).items() if p.topic in READS[stage])


def _wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + _LONGEST
    while not condition():
        if time.monotonic() > until:
            raise SystemExit("a stage did not come back")
        time.sleep(0.02)


if __name__ == "__main__":
    print(measure(*sys.argv[1:3], *map(int, sys.argv[3:])))
