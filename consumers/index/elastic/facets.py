"""Counting hits in Elasticsearch, by value or by day."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from consumers.index.asked import facet_field
from consumers.index.port import Facet
from mappings import Kind

Counts: TypeAlias = list[tuple[str, int]]

# Every shard tells its commonest values only; so many are surely all there are.
_ALL_VALUES = 10_000


def aggregation(kind: Kind, facet: Facet, zone: ZoneInfo, per_shard: int | None = None) -> Mapping[str, Any]:
    """Raises QueryError for a field that cannot be counted by."""
    field, counted = facet_field(kind, facet)
    if counted == "days":
        days = {"field": field, "calendar_interval": "day", "time_zone": zone.key, "format": "yyyy-MM-dd"}
        return {"date_histogram": days | {"min_doc_count": 1}}
    values = {"field": field, "size": facet.size, "order": [{"_count": "desc"}, {"_key": "asc"}]}
    return {"terms": values if per_shard is None else values | {"shard_size": per_shard}}


def counts(answer: Mapping[str, Any], again: Callable[[int], Mapping[str, Any]]) -> Counts:
    """`again` asks the same with more values per shard, where the shards' commonest ones leave a doubt."""
    if answer.get("doc_count_error_upper_bound"):
        answer = again(_ALL_VALUES)
    return [(bucket.get("key_as_string", bucket["key"]), bucket["doc_count"]) for bucket in answer["buckets"]]
