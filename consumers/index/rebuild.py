"""Building an index anew from the stream, beside the one in use, and putting it in its place."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from loguru import logger

from consumers.index.port import Index
from consumers.indexer import Indexer
from consumers.stage import Delivered
from mappings import Kind
from wire import codec
from wire.clock import Clock
from wire.errors import InvalidMessageError, KaigongError, TemporaryError
from wire.retry import Backoff
from wire.stream import Partition, Reader, Record, next_offsets
from wire.topics import ALERTS, SOURCES, TAGGED_ARTICLES

# What is made of each topic; articles and their events can only be made together.
KINDS_OF_TOPIC: Mapping[str, tuple[Kind, ...]] = {
    TAGGED_ARTICLES: ("articles", "events"),
    ALERTS: ("alerts",),
    SOURCES: ("sources",),
}
# So few new records are left for the time in which nobody writes; more are another round.
_FEW = 500
_BATCH_BYTES = 16_000_000
_TRIES = 10
_BACKOFF = Backoff(first=0.5, longest=30.0)

T = TypeVar("T")


class FewerDocumentsError(KaigongError):
    """The new index holds less than the old one, so it was not put in its place."""


class Site(Protocol):
    """Where the new index is built. Until `put_in_place` the old one, if there is one, serves everybody."""

    def prepare(self) -> None:
        """Make the new index, empty. What is left of a rebuild that was cut off is cleared away."""

    @property
    def new(self) -> Index: ...

    def stop_writing(self) -> None:
        """When it returns, nothing can be written to the old index any more."""

    def counts(self, kind: Kind) -> tuple[int, int]:
        """How many documents of a kind the old index holds, and the new one."""

    def put_in_place(self) -> None:
        """From one moment to the next everybody reads and writes the new index."""

    def give_up(self) -> None:
        """The old index as it was, and nothing left of the new one."""


@dataclass(slots=True)
class Report:
    """`skipped` are records that no index takes; the indexer has dead-lettered them."""

    records: int = 0
    skipped: int = 0
    documents: dict[Kind, int] = field(default_factory=dict)


class Rebuild:
    """The indexer may go on meanwhile. `on_progress` is told how far the reading is, of how much."""

    def __init__(
        self,
        reader: Reader,
        site: Site,
        topics: Collection[str],
        clock: Clock,
        *,
        batch_records: int = 100,
        accept_fewer: bool = False,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._reader = reader
        self._site = site
        self._topics = topics
        self._clock = clock
        self._batch_records = batch_records
        self._accept_fewer = accept_fewer
        self._on_progress = on_progress
        self._positions: dict[Partition, int] = {}
        self._report = Report()

    def run(self) -> Report:
        """Raises FewerDocumentsError unless that is accepted. After an error the old index serves on."""
        try:
            self._site.prepare()
            indexer = Indexer(self._site.new, self._clock)
            self._catch_up(indexer)
            self._site.stop_writing()
            # What anybody wrote to the old index was on the stream before: this round has all of it.
            self._round(indexer)
            self._compare()
            self._site.put_in_place()
        except BaseException:
            self._site.give_up()
            raise
        return self._report

    def _catch_up(self, indexer: Indexer) -> None:
        """Rounds until few records are new, or until they come as fast as they are indexed."""
        before = None
        while (done := self._round(indexer)) > _FEW and (before is None or done < before):
            before = done

    def _round(self, indexer: Indexer) -> int:
        """Index what the topics have now and had not in the round before; how many records."""
        began = self._report.records
        ends = {p: end for topic in self._topics for p, end in self._reader.end_offsets(topic).items()}
        for topic in self._topics:
            for batch in batches(self._reader.read(topic, offsets=self._positions), self._batch_records):
                self._index(indexer, batch)
                self._positions |= next_offsets(batch)
                self._on_progress(sum(self._positions.values()), sum(ends.values()))
        return self._report.records - began

    def _index(self, indexer: Indexer, batch: list[Record]) -> None:
        delivered = list(_decoded(batch))
        rejected = self._patiently(lambda: indexer.handle(delivered).rejected) if delivered else []
        for record, error in rejected:
            logger.bind(key=record.key, offset=record.offset, error=str(error)).warning("record left out")
        self._report.records += len(batch)
        self._report.skipped += len(batch) - len(delivered) + len(rejected)

    def _patiently(self, act: Callable[[], T]) -> T:
        """An hour's work is not given up for a minute's outage."""
        for attempt in range(1, _TRIES):
            try:
                return act()
            except TemporaryError as exc:
                delay = _BACKOFF.delay(attempt)
                logger.bind(error=str(exc), seconds=round(delay, 1)).warning("the index is away, waiting")
                self._clock.sleep(delay)
        return act()

    def _compare(self) -> None:
        for kind in (kind for topic in self._topics for kind in KINDS_OF_TOPIC[topic]):
            before, now = self._site.counts(kind)
            self._report.documents[kind] = now
            # The stream keeps the latest word on every article, not on events that it no longer has.
            if kind != "events" and now < before and not self._accept_fewer:
                raise FewerDocumentsError(
                    f"The new index would hold {now:,} {kind}, the one in use holds {before:,}. Is this the "
                    "stream it was made of? `--accept-fewer` takes the new one all the same"
                )


def batches(records: Iterable[Record], most: int) -> Iterator[list[Record]]:
    """So many records at once, or so many bytes."""
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += len(record.value or b"")
        if len(batch) >= most or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _decoded(batch: list[Record]) -> Iterator[Delivered]:
    for record in batch:
        try:
            yield Delivered(record, codec.decode(record.value))
        except InvalidMessageError as exc:
            logger.bind(key=record.key, offset=record.offset, error=str(exc)).warning("record left out")
