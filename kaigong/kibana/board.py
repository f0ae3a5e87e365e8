"""Dashboards: panels laid out in a grid, controls above them, and ways from one dashboard to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kaigong.kibana.data_views import data_view_id
from kaigong.kibana.lens import ANYTHING, Lens, Query
from kaigong.kibana.saved import Ids, Reference, SavedObject, packed
from kaigong.kibana.searches import Search
from mappings import Kind

GRID_COLUMNS = 48
_DRILLDOWN = "DASHBOARD_TO_DASHBOARD_DRILLDOWN"


@dataclass(frozen=True, slots=True)
class Panel:
    """`width` and `height` are in cells of the grid; `leads_to` names the dashboard that a click opens."""

    name: str
    title: str
    shows: Lens | Search
    width: int
    height: int
    leads_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A list of values to choose from."""

    field: str
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Board:
    """`question` is what it answers; `rows` are its panels from top to bottom."""

    name: str
    title: str
    question: str
    time_from: str
    rows: tuple[tuple[Panel, ...], ...]
    controls: tuple[Control, ...] = ()
    query: Query = ANYTHING
    time_to: str = "now"

    @property
    def panels(self) -> tuple[Panel, ...]:
        return tuple(panel for row in self.rows for panel in row)

    def id(self, ids: Ids) -> str:
        return board_id(ids, self.name)

    def saved(self, ids: Ids) -> SavedObject:
        attributes = {
            "title": f"开工 · {self.title}",
            "description": self.question,
            "timeRestore": True,
            "timeFrom": self.time_from,
            "timeTo": self.time_to,
            "optionsJSON": packed({"useMargins": True, "hidePanelTitles": False, "syncColors": True}),
            "panelsJSON": packed([_panel(ids, panel, x, y) for panel, x, y in self._placed()]),
            "kibanaSavedObjectMeta": {
                "searchSourceJSON": packed({"query": self.query.as_json(), "filter": []})
            },
        }
        if self.controls:
            attributes["controlGroupInput"] = _controls(self.controls)
        return SavedObject("dashboard", self.id(ids), attributes, tuple(self._references(ids)))

    def _placed(self) -> Iterator[tuple[Panel, int, int]]:
        y = 0
        for row in self.rows:
            x = 0
            for panel in row:
                yield panel, x, y
                x += panel.width
            y += max(panel.height for panel in row)

    def _references(self, ids: Ids) -> Iterator[Reference]:
        for panel in self.panels:
            yield from _references(ids, panel)
        for control in self.controls:
            name = f"controlGroup_{_control_id(control)}:optionsListDataView"
            yield Reference(name, "index-pattern", data_view_id(ids, control.kind))


def board_id(ids: Ids, name: str) -> str:
    return ids.of(f"board-{name}")


def _panel(ids: Ids, panel: Panel, x: int, y: int) -> dict[str, Any]:
    placed: dict[str, Any] = {
        "panelIndex": panel.name,
        "gridData": {"x": x, "y": y, "w": panel.width, "h": panel.height, "i": panel.name},
        "title": panel.title,
    }
    if isinstance(panel.shows, Search):
        return placed | {"type": "search", "embeddableConfig": {}, "panelRefName": f"panel_{panel.name}"}
    config: dict[str, Any] = {"attributes": panel.shows.attributes(ids, panel.title)}
    if panel.leads_to:
        config["enhancements"] = {"dynamicActions": {"events": [_drilldown(one) for one in panel.leads_to]}}
    return placed | {"type": "lens", "embeddableConfig": config}


def _references(ids: Ids, panel: Panel) -> Iterator[Reference]:
    if isinstance(panel.shows, Search):
        yield Reference(f"{panel.name}:panel_{panel.name}", "search", panel.shows.id(ids))
        return
    for reference in panel.shows.references(ids):
        yield reference.under(panel.name)
    for target in panel.leads_to:
        name = f"{panel.name}:drilldown:{_DRILLDOWN}:{_event_id(target)}:dashboardId"
        yield Reference(name, "dashboard", board_id(ids, target))


def _drilldown(target: str) -> dict[str, Any]:
    config = {"useCurrentFilters": True, "useCurrentDateRange": True, "openInNewTab": False}
    return {
        "eventId": _event_id(target),
        "triggers": ["FILTER_TRIGGER"],
        "action": {"factoryId": _DRILLDOWN, "name": _NAMES_OF_WAYS[target], "config": config},
    }


_NAMES_OF_WAYS = {
    "today": "在“今日要情”中查看",
    "matrix": "在“产业 × 区域”中查看",
    "progress": "在“项目进展”中查看",
    "alerts": "在“预警”中查看",
    "sources": "在“来源健康”中查看",
}


def _event_id(target: str) -> str:
    return f"to-{target}"


def _control_id(control: Control) -> str:
    return f"control-{control.field}".replace(".", "-")


def _controls(controls: tuple[Control, ...]) -> dict[str, Any]:
    ignored = {
        "ignoreFilters": False,
        "ignoreQuery": False,
        "ignoreTimerange": False,
        "ignoreValidations": False,
    }
    panels = {
        _control_id(control): {
            "order": order,
            "width": "medium",
            "grow": True,
            "type": "optionsListControl",
            "explicitInput": {
                "id": _control_id(control),
                "fieldName": control.field,
                "title": control.title,
            },
        }
        for order, control in enumerate(controls)
    }
    return {
        "controlStyle": "oneLine",
        "chainingSystem": "HIERARCHICAL",
        "ignoreParentSettingsJSON": packed(ignored),
        "panelsJSON": packed(panels),
    }
