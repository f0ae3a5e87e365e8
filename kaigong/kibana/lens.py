"""Lens visualizations of one layer, with nothing that needs a newer Kibana or a licence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from kaigong.kibana.data_views import data_view_id
from kaigong.kibana.saved import Ids, Reference
from mappings import Kind

Operation = Literal[
    "terms", "date_histogram", "filters", "count", "sum", "unique_count", "median", "percentile"
]

LAYER = "layer"
_RECORDS = "___records___"
_BUCKETS: tuple[Operation, ...] = ("terms", "date_histogram", "filters")
_SCALES: dict[Operation, str] = {"terms": "ordinal", "filters": "ordinal", "date_histogram": "interval"}


@dataclass(frozen=True, slots=True)
class Query:
    """A query in Lucene's language: Kibana hands it to Elasticsearch as it is."""

    lucene: str = ""

    def as_json(self) -> dict[str, str]:
        return {"query": self.lucene, "language": "lucene"}


ANYTHING = Query()


@dataclass(frozen=True, slots=True)
class Column:
    """A bucket or a metric. `field` is None for a count of documents; `ranges` are label and query."""

    id: str
    operation: Operation
    label: str
    field: str | None = None
    size: int = 10
    alphabetical: bool = False
    interval: str = "1d"
    percentile: int = 0
    ranges: tuple[tuple[str, Query], ...] = ()
    only: Query = ANYTHING

    @property
    def is_bucket(self) -> bool:
        return self.operation in _BUCKETS

    def as_json(self, ordered_by: str) -> dict[str, Any]:
        column: dict[str, Any] = {
            "operationType": self.operation,
            "label": self.label,
            "customLabel": True,
            "dataType": self._data_type,
            "isBucketed": self.is_bucket,
            "scale": _SCALES.get(self.operation, "ratio"),
            "params": self._params(ordered_by),
        }
        if self.operation != "filters":
            column["sourceField"] = self.field or _RECORDS
        if self.only.lucene:
            column["filter"] = self.only.as_json()
        return column

    @property
    def _data_type(self) -> str:
        if self.operation == "date_histogram":
            return "date"
        return "string" if self.is_bucket else "number"

    def _params(self, ordered_by: str) -> dict[str, Any]:
        match self.operation:
            case "terms":
                by_name = {"type": "alphabetical", "fallback": False}
                by_metric = {"type": "column", "columnId": ordered_by}
                return {
                    "size": self.size,
                    "orderBy": by_name if self.alphabetical else by_metric,
                    "orderDirection": "asc" if self.alphabetical else "desc",
                    "otherBucket": False,
                    "missingBucket": False,
                    "parentFormat": {"id": "terms"},
                }
            case "date_histogram":
                return {"interval": self.interval, "includeEmptyRows": True, "dropPartials": False}
            case "filters":
                return {
                    "filters": [{"label": label, "input": query.as_json()} for label, query in self.ranges]
                }
            case "percentile":
                return {"percentile": self.percentile}
            case _:
                return {}


def top(field: str, label: str, *, size: int = 10, by_name: bool = False) -> Column:
    """The most frequent values, or, `by_name`, the first ones of the alphabet."""
    return Column(f"by-{field}".replace(".", "-"), "terms", label, field, size, by_name)


def over_time(field: str, label: str, interval: str) -> Column:
    return Column("when", "date_histogram", label, field, interval=interval)


def groups(label: str, *ranges: tuple[str, str]) -> Column:
    """Buckets of one's own: label and query of each."""
    return Column("group", "filters", label, ranges=tuple((name, Query(text)) for name, text in ranges))


def count(label: str, only: str = "", *, name: str = "count") -> Column:
    return Column(name, "count", label, only=Query(only))


def total(field: str, label: str) -> Column:
    return Column(f"sum-{field}", "sum", label, field)


def distinct(field: str, label: str) -> Column:
    return Column(f"distinct-{field}".replace(".", "-"), "unique_count", label, field)


def median(field: str, label: str) -> Column:
    return Column(f"median-{field}", "median", label, field)


def percentile(field: str, label: str, nth: int) -> Column:
    return Column(f"p{nth}-{field}", "percentile", label, field, percentile=nth)


@dataclass(frozen=True, slots=True)
class Lens:
    """`columns` are the buckets, outermost first, and then the metrics."""

    kind: Kind
    type: Literal["lnsXY", "lnsHeatmap", "lnsDatatable", "lnsMetric"]
    columns: tuple[Column, ...]
    visualization: dict[str, Any]
    query: Query = ANYTHING

    @property
    def buckets(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_bucket)

    @property
    def metrics(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.is_bucket)

    def where(self, lucene: str) -> "Lens":
        return replace(self, query=Query(lucene))

    def references(self, ids: Ids) -> tuple[Reference, ...]:
        name = f"indexpattern-datasource-layer-{LAYER}"
        return (Reference(name, "index-pattern", data_view_id(ids, self.kind)),)

    def attributes(self, ids: Ids, title: str) -> dict[str, Any]:
        ordered_by = self.metrics[0].id
        layer = {
            "columnOrder": [column.id for column in self.columns],
            "columns": {column.id: column.as_json(ordered_by) for column in self.columns},
            "incompleteColumns": {},
            "sampling": 1,
            "ignoreGlobalFilters": False,
        }
        return {
            "title": title,
            "type": "lens",
            "visualizationType": self.type,
            "references": [reference.as_json() for reference in self.references(ids)],
            "state": {
                "datasourceStates": {"formBased": {"layers": {LAYER: layer}}},
                "visualization": self.visualization,
                "query": self.query.as_json(),
                "filters": [],
                "internalReferences": [],
                "adHocDataViews": {},
            },
        }


def xy(
    kind: Kind,
    series: Literal["bar", "bar_stacked", "bar_horizontal", "line"],
    x: Column,
    *metrics: Column,
    split: Column | None = None,
) -> Lens:
    """Bars or lines along `x`; with `split`, one for each of its values."""
    layer: dict[str, Any] = {
        "layerId": LAYER,
        "layerType": "data",
        "seriesType": series,
        "xAccessor": x.id,
        "accessors": [metric.id for metric in metrics],
    }
    if split is not None:
        layer["splitAccessor"] = split.id
    visualization = {
        "preferredSeriesType": series,
        "legend": {"isVisible": split is not None or len(metrics) > 1, "position": "right"},
        "valueLabels": "show" if split is None else "hide",
        "layers": [layer],
    }
    return Lens(kind, "lnsXY", _ordered(split, x, metrics), visualization)


def heat(kind: Kind, x: Column, y: Column, metric: Column) -> Lens:
    visualization = {
        "shape": "heatmap",
        "layerId": LAYER,
        "layerType": "data",
        "xAccessor": x.id,
        "yAccessor": y.id,
        "valueAccessor": metric.id,
        "legend": {"isVisible": True, "position": "right", "type": "heatmap_legend"},
        "gridConfig": {
            "type": "heatmap_grid",
            "isCellLabelVisible": True,
            "isXAxisLabelVisible": True,
            "isYAxisLabelVisible": True,
            "isXAxisTitleVisible": False,
            "isYAxisTitleVisible": False,
        },
    }
    return Lens(kind, "lnsHeatmap", (x, y, metric), visualization)


def table(kind: Kind, rows: Sequence[Column], *metrics: Column, across: Column | None = None) -> Lens:
    """Rows of a table; the values of `across` become its columns."""
    columns: tuple[Column, ...] = (*rows, *((across,) if across else ()), *metrics)
    shown = [
        {"columnId": column.id, "isTransposed": True} if column is across else {"columnId": column.id}
        for column in columns
    ]
    visualization = {"layerId": LAYER, "layerType": "data", "columns": shown}
    return Lens(kind, "lnsDatatable", columns, visualization)


def figure(kind: Kind, metric: Column) -> Lens:
    visualization = {"layerId": LAYER, "layerType": "data", "metricAccessor": metric.id}
    return Lens(kind, "lnsMetric", (metric,), visualization)


def _ordered(split: Column | None, x: Column, metrics: tuple[Column, ...]) -> tuple[Column, ...]:
    """Along time the same values are split off everywhere; else each bar has its own."""
    if split is None:
        return x, *metrics
    return (split, x, *metrics) if x.operation == "date_histogram" else (x, split, *metrics)
