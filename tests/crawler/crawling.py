"""Crawls run in processes of their own against real sites on loopback."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sites.loopback_site import Site

_TESTS = Path(__file__).parents[1]
_PROCESS = _TESTS / "sites" / "crawl_process.py"
_SECONDS = 100


def source_of(
    site: Site, path: str = "/list/", source_id: str = "test-source", **more: Any
) -> dict[str, Any]:
    return {"id": source_id, "name": "测试栏目", "region": "320706", "url": site.url + path, **more}


@dataclass
class Crawl:
    """What one process came to: exit code, report per source, log records."""

    code: int
    report: dict[str, dict[str, Any]]
    stderr: str

    def dispositions(self, source_id: str = "test-source") -> dict[str, int]:
        return dict(self.report[source_id]["dispositions"])

    def log(self, message: str) -> list[dict[str, Any]]:
        lines = [json.loads(line)["record"] for line in self.stderr.splitlines() if line.startswith("{")]
        return [line["extra"] for line in lines if line["message"] == message]


class Crawler:
    """Runs crawls with one data directory and one journal of what was published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = folder / "journal.jsonl"
        self.alive = folder / "alive"

    def order(self, sources: list[dict[str, Any]], **settings: Any) -> dict[str, Any]:
        defaults = {
            "data_dir": str(self.folder / "data"),
            "crawl_delay": 0,
            "crawl_allow_networks": ["127.0.0.0/8"],
            "crawl_timeout": 5,
            "drain_seconds": 5,
        }
        return {
            "settings": defaults | settings,
            "sources": sources,
            "journal": str(self.journal),
            "alive": str(self.alive),
        }

    def once(
        self,
        *sources: dict[str, Any],
        stream: dict[str, Any] | None = None,
        since: datetime | None = None,
        stall: float = 0.0,
        read_late: float = 0.0,
        **settings: Any,
    ) -> Crawl:
        """`stream` makes the stream misbehave: die_after, away, broken, refuse; every other request comes
        `stall` seconds late, and every answer is read `read_late` seconds late (see crawl_process.py)."""
        order = self.order(list(sources), **settings)
        order |= {"stream": stream or {}, "stall": stall, "read_late": read_late}
        if since is not None:
            order["since"] = since.isoformat()
        done = subprocess.run(
            [sys.executable, str(_PROCESS)],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            env=_environment(),
            check=False,
        )
        if done.returncode and stream is None:
            pytest.fail(done.stderr[-4000:])
        return Crawl(done.returncode, json.loads(done.stdout or "{}"), done.stderr)

    def start(self, *sources: dict[str, Any], **settings: Any) -> "subprocess.Popen[str]":
        with (self.folder / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, str(_PROCESS)],
                stdin=subprocess.PIPE,
                stderr=log,
                text=True,
                env=_environment(),
            )
        assert process.stdin is not None
        json.dump(self.order(list(sources), **settings) | {"forever": True}, process.stdin)
        process.stdin.close()
        return process

    def envelopes(self, topic: str = "articles.v1") -> list[dict[str, Any]]:
        if not self.journal.exists():
            return []
        lines = map(json.loads, self.journal.read_text("utf-8").splitlines())
        return [line["value"] for line in lines if line["topic"] == topic]

    def articles(self) -> list[dict[str, Any]]:
        return [envelope["payload"] for envelope in self.envelopes()]

    def source_states(self) -> list[tuple[str, str, int]]:
        states = [envelope["payload"] for envelope in self.envelopes("sources.v1")]
        return [(state["source_id"], state["state"], state["revision"]) for state in states]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_TESTS.parent)}
