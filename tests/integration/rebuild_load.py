"""Somebody publishes, the indexer indexes and somebody searches, each in a thread of its own."""

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from indexer_samples import record, tagged
from stages_in_process import publish, stages

from consumers.index.port import Search
from kaigong.app import App
from kaigong.stages.indexer import open_index
from mappings import Kind
from wire.stream import NewRecord

_PAUSE = 0.05


@contextmanager
def beside(work: Callable[[threading.Event], None]) -> Iterator[None]:
    """`work` runs until it is told to stop, at the end of the block; what it raised is raised there."""
    stop = threading.Event()
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work(stop)
        except BaseException as exc:  # noqa: BLE001 - raised again below
            errors.append(exc)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        if errors:
            raise errors[0]


class Publishing:
    """New articles, and new revisions of earlier ones whose events come and go."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._numbers = itertools.count(1)
        self._rng = random.Random(5)
        self._revisions: dict[str, int] = {}

    def __call__(self, stop: threading.Event) -> None:
        with self._app.stream() as stream:
            while not stop.wait(_PAUSE):
                publish(stream, *self.some(8))

    def some(self, count: int) -> Iterator[NewRecord]:
        for _ in range(count):
            known = bool(self._revisions) and self._rng.random() < 0.4
            name = self._rng.choice(list(self._revisions)) if known else f"article-{next(self._numbers):05}"
            revision = self._revisions[name] = self._revisions.get(name, 0) + 1
            events = self._rng.sample("甲乙丙丁", self._rng.randrange(4))
            yield record(tagged(revision, events=events, article_id=name))


def indexing(app: App) -> Callable[[threading.Event], None]:
    """The indexer as `kaigong indexer` runs it; at the end it does what is left."""

    def work(stop: threading.Event) -> None:
        with stages(app, "indexer") as (_, loops):
            while not stop.is_set():
                loops["indexer"].step(0.05)
            while loops["indexer"].step(0.2):
                pass

    return work


class Searching:
    """Counts what can be found, again and again: never an error, never less than before."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.seen: dict[Kind, list[int]] = {"articles": [0], "events": [0]}

    def __call__(self, stop: threading.Event) -> None:
        with closing(open_index(self._app)) as index:
            while not stop.wait(_PAUSE):
                for kind, seen in self.seen.items():
                    seen.append(index.search(Search(kind, size=1, include_hidden=True)).total)
                    assert seen[-1] >= seen[-2], f"{kind}: {seen[-2]} found, then {seen[-1]}"

    def articles(self) -> int:
        return self.seen["articles"][-1]
