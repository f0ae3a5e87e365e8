"""Our crawler on the same site, politeness off: robots, guard, state, revisions and the stream included.

`python our_crawler.py URL COUNT` prints the articles published, the seconds it took, and the resident MB of
the process after each quarter.
"""

import os
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from crawler.engine import crawl_once
from crawler.sources import Source
from wire import log, settings
from wire.sqlite_stream import SqliteStream
from wire.topics import TOPICS


class Memory:
    """Resident MB at each quarter of the pages."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.found: list[int] = []

    def __call__(self, _source: str, done: int, _total: int) -> None:
        if done >= self._count * (len(self.found) + 1) // 4:
            self.found.append(round(psutil.Process(os.getpid()).memory_info().rss / 1e6))


def main(url: str, count: int) -> None:
    log.configure("bench", level="ERROR")
    source = Source(
        id="bench", name="bench", region="321102", url=url, preset="ucap",
        records={"item": ".pageList li"}, pager={"kind": "createPageHTML", "max_pages": 1000},
    )  # fmt: skip
    memory = Memory(count)
    with TemporaryDirectory() as folder:
        loaded = settings.load(
            {
                "KAIGONG_DATA_DIR": folder,
                "KAIGONG_CRAWL_DELAY": "0",
                "KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8",
            }
        )
        with closing(SqliteStream(Path(folder) / "stream.db")) as stream:
            stream.create_topics(TOPICS.values())
            with closing(stream.producer()) as producer:
                began = time.perf_counter()
                report = crawl_once(loaded, [source], producer, on_progress=memory)
                print(report.published, time.perf_counter() - began, *memory.found)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
