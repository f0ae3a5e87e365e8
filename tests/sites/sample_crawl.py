"""Crawls sites of the sample web with the real crawler, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Crawled:
    """What came of one crawl: the report by source, and what is on the stream by source."""

    report: dict[str, dict[str, Any]]
    articles: dict[str, list[dict[str, Any]]]
    states: dict[str, str]
    lanes: dict[str, list[str]]


def crawl(folder: Path, sources: Sequence[dict[str, Any]], *, delay: float, seconds: float) -> Crawled:
    """Raises CalledProcessError with the crawler's last words when it fails."""
    journal = folder / "journal.jsonl"
    order = {
        "settings": {
            "data_dir": str(folder / "data"),
            "crawl_delay": delay,
            "crawl_allow_networks": ["127.0.0.0/8"],
            "crawl_timeout": 10,
        },
        "sources": list(sources),
        "presets": True,
        "journal": str(journal),
    }
    with (folder / "crawl.log").open("w") as log:
        done = subprocess.run(
            [sys.executable, str(_HERE / "crawl_process.py")],
            input=json.dumps(order),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            timeout=seconds,
            env={"PYTHONPATH": str(_HERE.parents[1]), "PATH": ""},
            check=True,
        )
    return _read(json.loads(done.stdout), journal)


def _read(report: dict[str, dict[str, Any]], journal: Path) -> Crawled:
    crawled = Crawled(report, {name: [] for name in report}, {}, {name: [] for name in report})
    for line in journal.read_text("utf-8").splitlines():
        record = json.loads(line)
        payload = record["value"]["payload"]
        if record["topic"] == "articles.v1":
            crawled.articles[payload["source_id"]].append(payload)
            crawled.lanes[payload["source_id"]].append(record["value"]["lane"])
        else:
            crawled.states[payload["source_id"]] = payload["state"]
    return crawled
