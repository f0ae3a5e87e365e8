"""JSON Schemas of the saved objects that Kibana 8.19 and 9 import, strings that hold JSON unpacked first."""

import json
from typing import Any

from jsonschema import Draft202012Validator

Json = dict[str, Any]


def _object(required: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


TEXT: Json = {"type": "string", "minLength": 1}
ANY_TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
NUMBER: Json = {"type": "integer", "minimum": 0}
NOTHING: Json = {"type": "object", "maxProperties": 0}
NONE: Json = {"type": "array", "maxItems": 0}


def _list(items: Json, least: int = 0) -> Json:
    return {"type": "array", "items": items, "minItems": least}


def _map(values: Json) -> Json:
    return {"type": "object", "additionalProperties": values}


QUERY = _object({"query": ANY_TEXT, "language": {"enum": ["kuery", "lucene"]}})
REFERENCE = _object({"name": TEXT, "type": {"enum": ["index-pattern", "search", "dashboard"]}, "id": TEXT})
FORMAT: Json = {
    "oneOf": [
        _object(
            {
                "id": {"const": "url"},
                "params": _object({"type": {"const": "a"}}, {"urlTemplate": TEXT, "labelTemplate": TEXT}),
            }
        ),
        _object(
            {
                "id": {"const": "static_lookup"},
                "params": _object(
                    {"lookupEntries": _list(_object({"key": TEXT, "value": TEXT}), 1)},
                    {"unknownKeyValue": ANY_TEXT},
                ),
            }
        ),
        _object({"id": {"const": "number"}, "params": _object({"pattern": TEXT})}),
    ]
}
DATA_VIEW = _object(
    {
        "title": TEXT,
        "name": TEXT,
        "fieldFormatMap": _map(FORMAT),
        "fieldAttrs": _map(_object({"customLabel": TEXT})),
        "runtimeFieldMap": NOTHING,
        "sourceFilters": NONE,
    },
    {"timeFieldName": TEXT},
)
SEARCH = _object(
    {
        "title": TEXT,
        "columns": _list(TEXT, 1),
        "sort": _list({"type": "array", "prefixItems": [TEXT, {"enum": ["asc", "desc"]}], "minItems": 2}, 1),
        "kibanaSavedObjectMeta": _object(
            {
                "searchSourceJSON": _object(
                    {
                        "query": QUERY,
                        "filter": NONE,
                        "indexRefName": {"const": "kibanaSavedObjectMeta.searchSourceJSON.index"},
                    }
                )
            }
        ),
    },
    {"description": TEXT},
)
ORDER_BY: Json = {
    "oneOf": [
        _object({"type": {"const": "column"}, "columnId": TEXT}),
        _object({"type": {"const": "alphabetical"}}, {"fallback": FLAG}),
    ]
}


def _column(operations: list[str], data: str, scale: str, params: Json, *, bucket: bool, field: bool) -> Json:
    required = {
        "operationType": {"enum": operations},
        "label": TEXT,
        "customLabel": FLAG,
        "dataType": {"const": data},
        "isBucketed": {"const": bucket},
        "scale": {"const": scale},
        "params": params,
    }
    return _object(required | ({"sourceField": TEXT} if field else {}), {} if bucket else {"filter": QUERY})


TERMS = _object(
    {
        "size": {"type": "integer", "minimum": 1, "maximum": 1000},
        "orderBy": ORDER_BY,
        "orderDirection": {"enum": ["asc", "desc"]},
        "otherBucket": FLAG,
        "missingBucket": FLAG,
        "parentFormat": _object({"id": {"const": "terms"}}),
    }
)
HISTOGRAM = _object(
    {"interval": {"enum": ["1d", "1w", "1M", "1y"]}, "includeEmptyRows": FLAG, "dropPartials": FLAG}
)
FILTERS = _object({"filters": _list(_object({"label": TEXT, "input": QUERY}), 1)})
METRICS = ["sum", "average", "min", "max", "median", "unique_count", "count"]
COLUMN: Json = {
    "oneOf": [
        _column(["terms"], "string", "ordinal", TERMS, bucket=True, field=True),
        _column(["date_histogram"], "date", "interval", HISTOGRAM, bucket=True, field=True),
        _column(["filters"], "string", "ordinal", FILTERS, bucket=True, field=False),
        _column(METRICS, "number", "ratio", NOTHING, bucket=False, field=True),
        _column(
            ["percentile"],
            "number",
            "ratio",
            _object({"percentile": {"type": "integer", "minimum": 1, "maximum": 99}}),
            bucket=False,
            field=True,
        ),
    ]
}
LAYER_ = _object(
    {
        "columnOrder": _list(TEXT, 1),
        "columns": _map(COLUMN),
        "incompleteColumns": NOTHING,
        "sampling": {"const": 1},
        "ignoreGlobalFilters": FLAG,
    }
)
LEGEND = _object({"isVisible": FLAG, "position": {"enum": ["right", "left", "top", "bottom"]}})
XY_LAYER = _object(
    {
        "layerId": TEXT,
        "layerType": {"const": "data"},
        "seriesType": {"enum": ["bar", "bar_stacked", "bar_horizontal", "line", "area"]},
        "xAccessor": TEXT,
        "accessors": _list(TEXT, 1),
    },
    {"splitAccessor": TEXT},
)
GRID = (
    "isCellLabelVisible", "isXAxisLabelVisible", "isYAxisLabelVisible", "isXAxisTitleVisible",
    "isYAxisTitleVisible",
)  # fmt: skip
FLAT = {"layerId": TEXT, "layerType": {"const": "data"}}
VISUALIZATIONS: Json = {
    "lnsXY": _object(
        {
            "preferredSeriesType": TEXT,
            "legend": LEGEND,
            "valueLabels": {"enum": ["show", "hide"]},
            "layers": _list(XY_LAYER, 1),
        }
    ),
    "lnsHeatmap": _object(
        FLAT
        | {
            "shape": {"const": "heatmap"},
            "xAccessor": TEXT,
            "yAccessor": TEXT,
            "valueAccessor": TEXT,
            "legend": _object({"isVisible": FLAG, "position": TEXT, "type": {"const": "heatmap_legend"}}),
            "gridConfig": _object({"type": {"const": "heatmap_grid"}} | dict.fromkeys(GRID, FLAG)),
        }
    ),
    "lnsDatatable": _object(
        FLAT | {"columns": _list(_object({"columnId": TEXT}, {"isTransposed": FLAG}), 1)}
    ),
    "lnsMetric": _object(FLAT | {"metricAccessor": TEXT}, {"breakdownByAccessor": TEXT}),
}


def _lens(visualization_type: str) -> Json:
    return _object(
        {
            "title": ANY_TEXT,
            "type": {"const": "lens"},
            "visualizationType": {"const": visualization_type},
            "references": _list(REFERENCE, 1),
            "state": _object(
                {
                    "datasourceStates": _object({"formBased": _object({"layers": _map(LAYER_)})}),
                    "visualization": VISUALIZATIONS[visualization_type],
                    "query": QUERY,
                    "filters": NONE,
                    "internalReferences": NONE,
                    "adHocDataViews": NOTHING,
                }
            ),
        }
    )


DRILLDOWN = _object(
    {
        "eventId": TEXT,
        "triggers": {"const": ["FILTER_TRIGGER"]},
        "action": _object(
            {
                "factoryId": {"const": "DASHBOARD_TO_DASHBOARD_DRILLDOWN"},
                "name": TEXT,
                "config": _object(
                    {"useCurrentFilters": FLAG, "useCurrentDateRange": FLAG, "openInNewTab": FLAG}
                ),
            }
        ),
    }
)
PLACED = {
    "panelIndex": TEXT,
    "gridData": _object({"x": NUMBER, "y": NUMBER, "w": NUMBER, "h": NUMBER, "i": TEXT}),
    "title": TEXT,
}
PANEL: Json = {
    "oneOf": [
        _object(PLACED | {"type": {"const": "search"}, "embeddableConfig": NOTHING, "panelRefName": TEXT}),
        _object(
            PLACED
            | {
                "type": {"const": "lens"},
                "embeddableConfig": _object(
                    {"attributes": {"oneOf": [_lens(one) for one in VISUALIZATIONS]}},
                    {"enhancements": _object({"dynamicActions": _object({"events": _list(DRILLDOWN, 1)})})},
                ),
            }
        ),
    ]
}
CONTROL = _object(
    {
        "order": NUMBER,
        "width": {"enum": ["small", "medium", "large"]},
        "grow": FLAG,
        "type": {"const": "optionsListControl"},
        "explicitInput": _object({"id": TEXT, "fieldName": TEXT, "title": TEXT}),
    }
)
IGNORED = ("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations")
DASHBOARD = _object(
    {
        "title": TEXT,
        "description": TEXT,
        "timeRestore": {"const": True},
        "timeFrom": TEXT,
        "timeTo": TEXT,
        "optionsJSON": _object({"useMargins": FLAG, "hidePanelTitles": FLAG, "syncColors": FLAG}),
        "panelsJSON": _list(PANEL, 1),
        "kibanaSavedObjectMeta": _object({"searchSourceJSON": _object({"query": QUERY, "filter": NONE})}),
    },
    {
        "controlGroupInput": _object(
            {
                "controlStyle": {"const": "oneLine"},
                "chainingSystem": {"const": "HIERARCHICAL"},
                "ignoreParentSettingsJSON": _object(dict.fromkeys(IGNORED, FLAG)),
                "panelsJSON": _map(CONTROL),
            }
        )
    },
)
ATTRIBUTES = {"index-pattern": DATA_VIEW, "search": SEARCH, "dashboard": DASHBOARD}
VERSIONS = {"index-pattern": "8.0.0", "search": "10.5.0", "dashboard": "10.2.0"}
# Attributes that are JSON in a string.
PACKED = (
    "fieldFormatMap", "fieldAttrs", "runtimeFieldMap", "sourceFilters", "searchSourceJSON", "panelsJSON",
    "optionsJSON", "ignoreParentSettingsJSON",
)  # fmt: skip


def problems(saved: Json) -> list[str]:
    """Where and how an object differs from its schema."""
    schema = _object(
        {
            "id": TEXT,
            "type": {"enum": list(ATTRIBUTES)},
            "attributes": ATTRIBUTES[saved["type"]],
            "references": _list(REFERENCE),
            "coreMigrationVersion": {"const": "8.8.0"},
            "typeMigrationVersion": {"const": VERSIONS[saved["type"]]},
        }
    )
    unpacked = _unpacked(saved)
    return [
        f"{error.json_path}: {error.message[:200]}"
        for error in Draft202012Validator(schema).iter_errors(unpacked)
    ]


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: json.loads(one) if key in PACKED and isinstance(one, str) else _unpacked(one)
            for key, one in value.items()
        }
    return [_unpacked(one) for one in value] if isinstance(value, list) else value
