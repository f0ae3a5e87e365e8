"""The index on Elasticsearch: per kind an alias, and behind it one index."""

from collections.abc import Collection, Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from elasticsearch import Elasticsearch

from consumers.index.elastic import schema
from consumers.index.elastic.client import away, connect, reason_of, translated
from consumers.index.elastic.schema import Names, Sizes
from consumers.index.elastic.search import ElasticSearch
from consumers.index.elastic.write import MAX_REQUEST_BYTES, BulkWriter, Refresh
from consumers.index.port import IndexDocument, Page, Search, Write, WriteResult
from mappings import KINDS, Kind
from wire.clock import Clock, SystemClock
from wire.errors import TemporaryError
from wire.settings import Settings

# Articles in one answer.
_GET = 200


def open_elastic(settings: Settings) -> "ElasticIndex":
    """The index that the settings name, as it is."""
    sizes = Sizes(settings.elasticsearch_shards, settings.elasticsearch_replicas)
    return ElasticIndex(connect(settings), Names(settings.prefix), settings.zone, sizes=sizes)


class ElasticIndex:
    """May be used from several threads. `zone` is where days begin.

    A search sees what was written after the engine's refresh, usually within a second; with `refresh` a
    write waits for that. `get` and `get_many` see it at once.
    """

    def __init__(
        self,
        client: Elasticsearch,
        names: Names,
        zone: ZoneInfo,
        *,
        sizes: Sizes | None = None,
        refresh: Refresh = "false",
        max_bytes: int = MAX_REQUEST_BYTES,
        clock: Clock | None = None,
    ) -> None:
        self._client = client
        self._names = names
        self._zone = zone
        self._sizes = sizes or Sizes()
        self._read_from: dict[Kind, str] = {}
        self._swapped = False
        self._writer = BulkWriter(
            client,
            {kind: names.alias(kind) for kind in KINDS},
            clock or SystemClock(),
            refresh=refresh,
            max_bytes=max_bytes,
            on_answer=self._compare,
        )

    def create(self) -> None:
        schema.create(self._client, self._names, self._sizes)

    def write(self, batch: Sequence[Write]) -> list[WriteResult]:
        """Raises TemporaryError if a rebuilt index was put in place after what the batch rests on was read.

        It was read from the old index then, and the new one may know better: the caller does it all again.
        """
        results = self._writer.write(batch)
        if self._swapped:
            self._swapped = False
            self._read_from.clear()
            raise TemporaryError("Elasticsearch: a rebuilt index took the place of the one that was read")
        return results

    def get(self, kind: Kind, id: str) -> IndexDocument | None:  # noqa: A002
        return self.get_many(kind, [id]).get(id)

    def get_many(self, kind: Kind, ids: Collection[str]) -> dict[str, IndexDocument]:
        found: dict[str, IndexDocument] = {}
        left = filter(None, ids)  # the engine takes an empty id for a mistake
        while some := list(islice(left, _GET)):
            found |= self._get_some(kind, some)
        return found

    def search(self, search: Search) -> Page:
        return ElasticSearch(self._client, self._names.alias(search.kind), search, self._zone).page()

    def count(self, kind: Kind) -> int:
        with translated():
            return int(self._client.count(index=self._names.alias(kind))["count"])

    def drop(self) -> None:
        """Delete every index and template of the prefix: for a demo that leaves nothing behind."""
        schema.drop(self._client, self._names)

    def close(self) -> None:
        self._writer.close()
        self._client.close()

    def _get_some(self, kind: Kind, ids: Sequence[str]) -> dict[str, IndexDocument]:
        with translated():
            docs = self._client.mget(index=self._names.alias(kind), ids=ids)["docs"]
        for doc in docs:
            if "error" in doc:
                raise away(
                    404 if doc["error"]["type"] == "index_not_found_exception" else 503, reason_of(doc)
                )
            self._read_from[kind] = doc["_index"]
        return {doc["_id"]: doc["_source"] for doc in docs if doc["found"]}

    def _compare(self, kind: Kind, index: str) -> None:
        if self._read_from.get(kind, index) != index:
            self._swapped = True
