"""Writing documents into Elasticsearch: bulks of bounded size, with a result for every document."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import count
from typing import Any, Literal, TypeAlias

from elasticsearch import ApiError, Elasticsearch

from consumers.index.elastic import bulk
from consumers.index.elastic.bulk import Item
from consumers.index.elastic.client import away, reason_of, translated
from consumers.index.port import Write, WriteResult
from mappings import Kind
from wire.clock import Clock
from wire.errors import InvalidMessageError
from wire.retry import Backoff

Refresh = Literal["false", "true", "wait_for"]
_Answer: TypeAlias = dict[str, Any]
_Results: TypeAlias = dict[int, WriteResult]

# Large enough that a request's own cost does not matter, small enough that a batch is several of them: while
# the engine works on some, the next one is prepared.
MAX_REQUEST_BYTES = 1_000_000
_IN_FLIGHT = 2
# How often documents are offered that a full queue turns away; then it is the caller's turn to wait.
_OFFERS = 5
_BACKOFF = Backoff(first=0.1, longest=1.0)
_SHOWN = "items.*._index,items.*.status,items.*.error.reason,items.*.error.caused_by"


class BulkWriter:
    """`on_answer` is told the kind of every document, and the index that took it or holds it already."""

    def __init__(
        self,
        client: Elasticsearch,
        aliases: Mapping[Kind, str],
        clock: Clock,
        *,
        refresh: Refresh,
        max_bytes: int,
        on_answer: Callable[[Kind, str], None],
    ) -> None:
        self._client = client
        self._aliases = aliases
        self._clock = clock
        self._refresh = refresh
        self._max_bytes = max_bytes
        self._on_answer = on_answer
        self._senders = ThreadPoolExecutor(_IN_FLIGHT, thread_name_prefix="bulk")

    def write(self, batch: Sequence[Write]) -> list[WriteResult]:
        results: dict[int, WriteResult] = {}
        sent: deque[Future[_Results]] = deque()
        try:
            for request in bulk.requests(self._items(batch, results), self._max_bytes):
                if len(sent) == _IN_FLIGHT:
                    results.update(sent.popleft().result())
                sent.append(self._senders.submit(self._send, request))
            while sent:
                results.update(sent.popleft().result())
        finally:
            # Nothing is on its way any more when the caller learns of a failure.
            wait(sent)
        return [results[place] for place in range(len(batch))]

    def close(self) -> None:
        self._senders.shutdown()

    def _items(self, batch: Sequence[Write], results: dict[int, WriteResult]) -> Iterator[Item]:
        """What can be sent; the results of the rest."""
        for place, write in enumerate(batch):
            try:
                yield bulk.item(place, write, self._aliases[write.kind])
            except InvalidMessageError as exc:
                results[place] = WriteResult(write.id, "invalid", str(exc))

    def _send(self, items: Sequence[Item]) -> _Results:
        results: _Results = {}
        for offer in count(1):
            refused: list[tuple[Item, _Answer]] = []
            for item, answer in self._offer(items):
                if answer["status"] == 429:
                    refused.append((item, answer))
                else:
                    results[item.place] = self._result(item.write, answer)
            if not refused:
                break
            if offer == _OFFERS:
                raise away(429, reason_of(refused[0][1]))
            self._clock.sleep(_BACKOFF.delay(offer))
            items = [item for item, _ in refused]
        return results

    def _offer(self, items: Sequence[Item]) -> Iterator[tuple[Item, _Answer]]:
        """Every item with the engine's answer to it. A request that is too large is sent in halves."""
        try:
            with translated(tolerated=(413, 429)):
                response = self._client.bulk(
                    operations=[item.lines for item in items],  # type: ignore[misc]
                    refresh=self._refresh,
                    require_alias=True,
                    filter_path=_SHOWN,
                )
        except ApiError as exc:
            if exc.status_code == 413 and len(items) > 1:
                half = len(items) // 2
                yield from self._offer(items[:half])
                yield from self._offer(items[half:])
            else:
                answer = {"status": exc.status_code, "error": reason_of(exc.body)}
                yield from ((item, answer) for item in items)
        else:
            yield from zip(items, (one["index"] for one in response["items"]), strict=True)

    def _result(self, write: Write, answer: _Answer) -> WriteResult:
        status = answer["status"]
        if status in (200, 201, 409):
            self._on_answer(write.kind, answer["_index"])
        match status:
            case 200 | 201:
                return WriteResult(write.id, "written")
            case 409:
                return WriteResult(write.id, "stale")
            case 400:
                return WriteResult(write.id, "invalid", reason_of(answer))
            case 413:
                return WriteResult(write.id, "invalid", "it is larger than a request to Elasticsearch may be")
            case _:
                raise away(status, reason_of(answer))
