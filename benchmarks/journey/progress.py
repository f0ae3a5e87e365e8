"""When the indexer had committed a record: its offsets are looked at beside the run, five times a second."""

import threading
import time
from bisect import bisect_right
from collections import defaultdict
from contextlib import closing
from typing import Self

from kaigong.app import App
from wire.stream import Partition

_LOOK_SECONDS = 0.2


class IndexerProgress:
    """What it says is late by up to one look."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._seen: dict[Partition, list[tuple[int, float]]] = defaultdict(list)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="progress")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def passed(self, partition: Partition, offset: int) -> float:
        """The first look at which the record was done."""
        seen = self._seen[partition]
        return seen[bisect_right(seen, offset, key=lambda one: one[0])][1]

    def _watch(self) -> None:
        with self._app.stream() as stream, closing(stream.reader()) as reader:
            is_last = False
            while not is_last:
                is_last = self._ended.wait(_LOOK_SECONDS)
                for partition, committed in reader.committed("indexer").items():
                    seen = self._seen[partition]
                    if not seen or committed > seen[-1][0]:
                        seen.append((committed, time.time()))
