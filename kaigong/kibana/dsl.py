"""What Kibana asks Elasticsearch for a panel, and the rows that it makes of the answer.

As Kibana's Lens compiles a layer: a filter of the dashboard's query, the panel's query and the time, and an
aggregation for every bucket inside the one before it, metrics innermost.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kaigong.kibana.data_views import TIME_FIELDS
from kaigong.kibana.lens import Column, Lens, Query
from mappings import Kind

Row = tuple[str | float | None, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """What the time picker says."""

    start: datetime
    end: datetime


def panel_request(lens: Lens, board_query: Query, period: Period | None, zone: str) -> dict[str, Any]:
    """The body of a search. Without a period: as if the time picker reached over everything."""
    body: dict[str, Any] = {
        "size": 0,
        "track_total_hits": True,
        "query": filtered(lens.kind, (board_query, lens.query), period),
    }
    if aggregations := _nested(lens.buckets, lens.metrics, zone):
        body["aggs"] = aggregations
    return body


def filtered(kind: Kind, queries: tuple[Query, ...], period: Period | None) -> dict[str, Any]:
    filters = [_query_string(query) for query in queries if query.lucene]
    time_field = TIME_FIELDS[kind]
    if period is not None and time_field is not None:
        bounds = {"gte": period.start.isoformat(), "lte": period.end.isoformat()}
        filters.append({"range": {time_field: {"format": "strict_date_optional_time", **bounds}}})
    return {"bool": {"filter": filters}}


def rows(lens: Lens, answer: Mapping[str, Any]) -> list[Row]:
    """One a combination of buckets: their keys, then the metrics in their order."""
    total = answer["hits"]["total"]["value"]
    return list(_rows(lens.buckets, lens.metrics, answer.get("aggregations", {}), total, ()))


def _query_string(query: Query) -> dict[str, Any]:
    return {"query_string": {"query": query.lucene, "analyze_wildcard": True}}


def _nested(buckets: tuple[Column, ...], metrics: tuple[Column, ...], zone: str) -> dict[str, Any]:
    if not buckets:
        return {metric.id: made for metric in metrics if (made := _metric(metric))}
    outer, inner = buckets[0], buckets[1:]
    aggregation = _bucket(outer, metrics[0], zone)
    children = _nested(inner, metrics, zone)
    if inner and (ordering := _metric(metrics[0])) and outer.operation == "terms":
        children = {metrics[0].id: ordering, **children}
    if children:
        aggregation["aggs"] = children
    return {outer.id: aggregation}


def _bucket(column: Column, ordered_by: Column, zone: str) -> dict[str, Any]:
    match column.operation:
        case "terms":
            terms: dict[str, Any] = {
                "field": column.field,
                "size": column.size,
                "order": _order(column, ordered_by),
            }
            return {"terms": terms | ({"shard_size": 25} if column.size <= 10 else {})}
        case "date_histogram":
            calendar = {"calendar_interval": column.interval, "time_zone": zone, "min_doc_count": 0}
            return {"date_histogram": {"field": column.field, **calendar}}
        case _:
            return {"filters": {"filters": {label: _query_string(query) for label, query in column.ranges}}}


def _order(column: Column, ordered_by: Column) -> dict[str, str]:
    if column.alphabetical:
        return {"_key": "asc"}
    if ordered_by.only.lucene:
        return {ordered_by.id if ordered_by.operation == "count" else f"{ordered_by.id}>metric": "desc"}
    return {"_count" if ordered_by.operation == "count" else ordered_by.id: "desc"}


def _metric(column: Column) -> dict[str, Any] | None:
    """None for a count of documents, which every bucket has."""
    made: dict[str, Any] | None
    match column.operation:
        case "count":
            made = None
        case "unique_count":
            made = {"cardinality": {"field": column.field}}
        case "median":
            made = {"percentiles": {"field": column.field, "percents": [50]}}
        case "percentile":
            made = {"percentiles": {"field": column.field, "percents": [column.percentile]}}
        case _:
            made = {column.operation: {"field": column.field}}
    if not column.only.lucene:
        return made
    inner = {"aggs": {"metric": made}} if made else {}
    return {"filter": _query_string(column.only), **inner}


def _rows(
    buckets: tuple[Column, ...],
    metrics: tuple[Column, ...],
    level: Mapping[str, Any],
    count: int,
    keys: tuple[str, ...],
) -> Iterator[Row]:
    if not buckets:
        yield (*keys, *(_value(metric, level, count) for metric in metrics))
        return
    for key, bucket in _buckets(level[buckets[0].id]["buckets"]):
        yield from _rows(buckets[1:], metrics, bucket, bucket["doc_count"], (*keys, key))


def _buckets(found: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(found, Mapping):
        yield from found.items()
    else:
        yield from ((str(bucket.get("key_as_string", bucket["key"])), bucket) for bucket in found)


def _value(column: Column, level: Mapping[str, Any], count: int) -> float | None:
    found: Any = level.get(column.id)
    if column.only.lucene:
        count, found = found["doc_count"], found.get("metric")
    if column.operation == "count":
        return count
    if column.operation in ("median", "percentile"):
        (value,) = found["values"].values()
        return None if value is None else float(value)
    return None if found["value"] is None else float(found["value"])
