"""Searching the Elasticsearch index: hits in order, total, facets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from elasticsearch import BadRequestError, Elasticsearch

from consumers.index import cursor as cursors
from consumers.index.asked import shown_only, sort_keys
from consumers.index.elastic import facets, order
from consumers.index.elastic.client import reason_of, translated
from consumers.index.port import Facet, Hit, Page, Search, SortKey
from consumers.query.ast import Node
from consumers.query.elastic import compile_query
from consumers.query.errors import QueryError
from consumers.query.highlight import highlight

_Json: TypeAlias = Mapping[str, Any]

# Hits in one answer: what is held at once stays small, and below the engine's limit of 10,000.
_MOST_HITS = 1000


@dataclass(frozen=True)
class ElasticSearch:
    """One search of the index behind an alias."""

    client: Elasticsearch
    alias: str
    search: Search
    zone: ZoneInfo

    def page(self) -> Page:
        """What is counted is counted in the first answer, and so at one moment."""
        facets = {facet.field: self._aggregation(facet) for facet in self.search.facets}
        first = self._ask(self._request, self._size, aggs=facets, track_total_hits=True)
        found = list(islice(self._hits(first), self.search.size + 1))
        shown = found[: self.search.size]
        return Page(
            hits=[self._hit(one) for one in shown],
            total=first["hits"]["total"]["value"],
            facets={facet.field: self._counts(facet, first) for facet in self.search.facets},
            cursor=self._cursor(shown[-1]) if shown and len(found) > len(shown) else None,
        )

    @cached_property
    def _sort(self) -> list[SortKey]:
        return sort_keys(self.search)

    @cached_property
    def _request(self) -> _Json:
        kind, cursor = self.search.kind, self.search.cursor
        request = {
            "query": compile_query(self._wanted(), kind),
            "sort": order.sort_clauses(kind, self._sort),
        }
        if cursor is None:
            return request
        after = order.search_after(kind, self._sort, cursors.decode(cursor, self._sort))
        return request | {"search_after": after}

    @property
    def _size(self) -> int:
        """One more than the page has, to see whether it is the last one."""
        return min(self.search.size + 1, _MOST_HITS)

    def _wanted(self) -> Node:
        if self.search.include_hidden:
            return self.search.query
        return shown_only(self.search.kind, self.search.query)

    def _hits(self, answer: _Json) -> Iterator[_Json]:
        """The hits of this answer and of those that follow."""
        while hits := answer["hits"]["hits"]:
            yield from hits
            if len(hits) < self._size:
                return
            answer = self._ask({**self._request, "search_after": hits[-1]["sort"]}, self._size)

    def _ask(self, request: _Json, size: int, **more: Any) -> _Json:
        try:
            with translated(tolerated=(400,)):
                answer: _Json = self.client.search(
                    index=self.alias, size=size, allow_partial_search_results=False, **request, **more
                ).body
        except BadRequestError as exc:
            raise QueryError(
                f"Elasticsearch cannot do this search ({reason_of(exc.body)})", hint="ask for less at once"
            ) from exc
        return answer

    def _hit(self, hit: _Json) -> Hit:
        document = hit["_source"]
        marked = highlight(self.search.query, document) if self.search.highlight else {}
        return Hit(hit["_id"], document, marked)

    def _cursor(self, hit: _Json) -> str:
        return cursors.encode(self._sort, order.position(self.search.kind, self._sort, hit["sort"]))

    def _aggregation(self, facet: Facet, per_shard: int | None = None) -> _Json:
        return facets.aggregation(self.search.kind, facet, self.zone, per_shard)

    def _counts(self, facet: Facet, answer: _Json) -> facets.Counts:
        return facets.counts(answer["aggregations"][facet.field], partial(self._count_again, facet))

    def _count_again(self, facet: Facet, per_shard: int) -> _Json:
        facets = {facet.field: self._aggregation(facet, per_shard)}
        answer = self._ask({"query": self._request["query"]}, 0, aggs=facets)
        counted: _Json = answer["aggregations"][facet.field]
        return counted
