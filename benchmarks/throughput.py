"""The line from a filled `articles.v1` to indexed and alerted, on real processes, with their memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import yaml
from corpus import fill

from kaigong.app import App
from kaigong.stages.indexer import open_index
from wire import settings
from wire.stream import Reader
from wire.topics import TAGGED_ARTICLES

STAGES = ("tagger", "indexer", "alerter")
RULES = 100


def measure(count: int, servers: Mapping[str, str] | None = None) -> dict[str, object]:
    """Articles a second until the last is indexed and matched; resident MB of each stage by quarters.

    `servers` are settings that choose other engines than SQLite.
    """
    with TemporaryDirectory() as folder:
        env = {"KAIGONG_DATA_DIR": folder, "KAIGONG_LOG_LEVEL": "WARNING", **(servers or {})}
        app = App(settings.load(env))
        _write_rules(app.settings.rules_path)
        with app.stream() as stream:
            fill(stream, count)
        began = time.perf_counter()
        processes = _start(env)
        try:
            memory = _watch(app, count, processes)
        finally:
            for process in processes.values():
                process.terminate()
            for process in processes.values():
                process.wait()
        seconds = time.perf_counter() - began
        return {"articles": count, "seconds": seconds, "rate": count / seconds, "memory": memory}


def _write_rules(folder: Path) -> None:
    """A hundred rules, as a busy team has them."""
    folder.mkdir(parents=True)
    kinds = ("签约", "开工", "封顶", "竣工", "投产")
    places = ("320706", "320703", "321102", "321111", "320707")
    rules = [
        {
            "id": f"r{n}",
            "keywords": [kinds[n % 5]] if n % 2 else ["机器人", f"编号{n}"],
            "places": [places[n // 5 % 5]],
            "to": ["bench@example.com"],
        }
        for n in range(RULES)
    ]
    (folder / "rules.yaml").write_text(yaml.safe_dump({"rules": rules}, allow_unicode=True), "utf-8")


def _start(env: dict[str, str]) -> dict[str, subprocess.Popen[bytes]]:
    return {
        stage: subprocess.Popen([sys.executable, "-m", "kaigong", stage], env={**os.environ, **env})
        for stage in STAGES
    }


def _watch(app: App, count: int, processes: dict[str, subprocess.Popen[bytes]]) -> dict[str, list[float]]:
    memory: dict[str, list[float]] = {stage: [] for stage in STAGES}
    with closing(open_index(app)) as index, app.stream() as stream:
        index.create()
        with closing(stream.reader()) as reader:
            quarter = 1
            while True:
                if dead := [stage for stage, process in processes.items() if process.poll() is not None]:
                    raise SystemExit(f"{dead[0]} ended early")
                done = index.count("articles")
                while quarter <= 4 and done >= count * quarter // 4:
                    for stage, process in processes.items():
                        memory[stage].append(psutil.Process(process.pid).memory_info().rss / 1e6)
                    quarter += 1
                if done >= count and _matched(reader):
                    return memory
                time.sleep(0.1)


def _matched(reader: Reader) -> bool:
    """Whether the alerter has committed everything that is there."""
    committed = reader.committed("alerter")
    return all(committed.get(p, 0) >= end for p, end in reader.end_offsets(TAGGED_ARTICLES).items())
