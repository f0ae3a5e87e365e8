"""Our crawler on the same site, politeness off: robots, guard, state, revisions and the stream included.

`python our_crawler.py URL COUNT` prints the articles published and the seconds it took.
"""

import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.engine import crawl_once
from crawler.sources import Source
from wire import log, settings
from wire.sqlite_stream import SqliteStream
from wire.topics import TOPICS

if __name__ == "__main__":
    log.configure("bench", level="WARNING")
    source = Source(
        id="bench", name="bench", region="321102", url=sys.argv[1], preset="ucap",
        records={"item": ".pageList li"}, pager={"kind": "createPageHTML", "max_pages": 1000},
    )  # fmt: skip
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
                report = crawl_once(loaded, [source], producer)
                print(report.published, time.perf_counter() - began)
