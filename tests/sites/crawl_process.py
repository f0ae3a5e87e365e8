"""Runs the crawler in a process of its own (a reactor starts once per process); the order comes on stdin."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import _ScrapyAgent
from scrapy.core.scraper import Scraper
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.engine import crawl_once, run_forever
from crawler.sources import Source, source_of
from wire import log
from wire.errors import RecordTooLargeError, TemporaryError
from wire.settings import Settings
from wire.stream import NewRecord


class Journal:
    """A producer that writes records to a file; it can die right after one, be away at first or be broken."""

    def __init__(
        self,
        path: Path,
        *,
        die_after: int | None = None,
        away: int = 0,
        broken: bool = False,
        refuse: str = "",
    ) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._die_after = die_after
        self._away = away
        self._broken = broken
        self._refuse = refuse.encode()
        self._written = 0

    def publish(self, batch: Sequence[NewRecord]) -> None:
        if self._broken:
            raise RuntimeError("the stream is of another version")
        if self._away:
            self._away -= 1
            raise TemporaryError("the stream is away")
        if self._refuse and any(self._refuse in (record.value or b"") for record in batch):
            raise RecordTooLargeError("2.1 MB, but the topic takes 2 MiB")
        for record in batch:
            value = json.loads(record.value or b"null")
            line = {"topic": record.topic, "key": record.key, "headers": dict(record.headers), "value": value}
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._written += sum(record.topic.startswith("articles") for record in batch)
        if self._die_after is not None and self._written >= self._die_after:
            os._exit(9)

    def close(self) -> None:
        self._file.close()


def _with_preset(content: dict[str, Any]) -> Source:
    return source_of(content, Path(content["id"]))


def _stall_every_other_request(seconds: float) -> None:
    """Between the decision to ask and the asking, as on a busy machine."""
    start, turns = _ScrapyAgent.download_request, count()

    def late(agent: _ScrapyAgent, request: Request) -> Any:
        if next(turns) % 2 == 0:
            time.sleep(seconds)
        return start(agent, request)

    _ScrapyAgent.download_request = late  # type: ignore[method-assign]


def _read_late(seconds: float) -> None:
    """Between the end of an answer and its reading."""
    read = Scraper._scrape

    async def late(scraper: Scraper, result: Response | Failure, request: Request) -> None:
        await asyncio.sleep(seconds)
        await read(scraper, result, request)

    Scraper._scrape = late  # type: ignore[method-assign]


def main() -> None:
    order: dict[str, Any] = json.load(sys.stdin)
    log.configure("crawler", level="INFO", form="json")
    settings = Settings(**order["settings"])
    # A source as a test needs it, or as a user writes it: over the preset of its family.
    read = _with_preset if order.get("presets") else Source.model_validate
    sources = [read(source) for source in order["sources"]]
    producer = Journal(Path(order["journal"]), **order.get("stream", {}))
    if stall := order.get("stall"):
        _stall_every_other_request(stall)
    if seconds := order.get("read_late"):
        _read_late(seconds)
    if order.get("forever"):
        run_forever(settings, sources, producer, on_alive=Path(order["alive"]).touch)
        return
    since = datetime.fromisoformat(order["since"]) if "since" in order else None
    report = crawl_once(settings, sources, producer, since=since)
    sys.stdout.write(json.dumps({key: asdict(value) for key, value in report.sources.items()}))


if __name__ == "__main__":
    main()
