"""Every saved object against the shapes and the checklist that Kibana 8.19 and 9 hold imports to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kibana_schema import problems

from kaigong.kibana.board import GRID_COLUMNS
from kaigong.kibana.boards import BOARDS
from kaigong.kibana.bundle import place_names, saved_objects
from kaigong.kibana.data_views import TIME_FIELDS, leaf_fields
from kaigong.kibana.labels import FIELDS, VALUES
from kaigong.kibana.lens import LAYER, Lens
from kaigong.kibana.saved import Ids, ndjson
from kaigong.kibana.searches import SEARCHES
from mappings import KINDS, Kind

ROOT = Path(__file__).parents[3]
IDS = Ids("kaigong")
Json = dict[str, Any]


@pytest.fixture(scope="module")
def objects() -> list[Json]:
    text = ndjson(saved_objects(IDS, {"320000": "江苏省", "320706": "海州区"}))
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def dashboards(objects: list[Json]) -> list[Json]:
    return [one for one in objects if one["type"] == "dashboard"]


def panels(dashboard: Json) -> list[Json]:
    found: list[Json] = json.loads(dashboard["attributes"]["panelsJSON"])
    return found


def lens_panels(dashboards: list[Json]) -> Iterator[tuple[Json, Json]]:
    for dashboard in dashboards:
        for panel in panels(dashboard):
            if panel["type"] == "lens":
                yield dashboard, panel


def kind_of(data_view: str) -> Kind:
    (kind,) = [kind for kind in KINDS if IDS.of(kind) == data_view]
    return kind


def test_every_object_has_the_shape_of_its_type(objects: list[Json]) -> None:
    assert {one["id"]: found for one in objects if (found := problems(one))} == {}


def test_ids_are_unique_and_can_be_ids(objects: list[Json]) -> None:
    keys = [(one["type"], one["id"]) for one in objects]
    assert len(set(keys)) == len(keys)
    assert not [key for _, key in keys if "/" in key]


def test_every_reference_leads_to_an_object_of_the_file(objects: list[Json]) -> None:
    there = {(one["type"], one["id"]) for one in objects}
    for one in objects:
        names = [reference["name"] for reference in one["references"]]
        assert len(set(names)) == len(names), one["id"]
        assert {(reference["type"], reference["id"]) for reference in one["references"]} <= there


def test_what_a_panel_needs_is_repeated_on_its_dashboard(dashboards: list[Json]) -> None:
    for dashboard in dashboards:
        names = {(one["name"], one["type"], one["id"]) for one in dashboard["references"]}
        for panel in panels(dashboard):
            index = panel["panelIndex"]
            if panel["type"] == "search":
                assert f"{index}:{panel['panelRefName']}" in {name for name, *_ in names}
                continue
            for own in panel["embeddableConfig"]["attributes"]["references"]:
                assert (f"{index}:{own['name']}", own["type"], own["id"]) in names


def test_panels_fill_the_grid_without_overlapping(dashboards: list[Json]) -> None:
    for dashboard in dashboards:
        cells: set[tuple[int, int]] = set()
        for panel in panels(dashboard):
            data = panel["gridData"]
            assert data["i"] == panel["panelIndex"]
            assert data["x"] + data["w"] <= GRID_COLUMNS
            own = {
                (x, y)
                for x in range(data["x"], data["x"] + data["w"])
                for y in range(data["y"], data["y"] + data["h"])
            }
            assert not cells & own
            cells |= own
        bottom = max(y for _, y in cells) + 1
        assert len(cells) == GRID_COLUMNS * bottom, dashboard["id"]


def test_layers_hold_together(dashboards: list[Json]) -> None:
    for _, panel in lens_panels(dashboards):
        state = panel["embeddableConfig"]["attributes"]["state"]
        (layer,) = state["datasourceStates"]["formBased"]["layers"].values()
        order, columns = layer["columnOrder"], layer["columns"]
        assert order
        assert set(order) == set(columns)
        bucketed = [columns[name]["isBucketed"] for name in order]
        assert bucketed == sorted(bucketed, reverse=True), "buckets first"
        assert False in bucketed, "a metric"
        named = set(_accessors(state["visualization"]))
        assert named == set(columns)
        for column in columns.values():
            by = column["params"].get("orderBy", {})
            assert by.get("type") != "column" or by["columnId"] in columns


def _accessors(visualization: Json) -> Iterator[str]:
    for holder in (visualization, *visualization.get("layers", [])):
        if isinstance(holder, dict):
            for name in ("xAccessor", "yAccessor", "valueAccessor", "splitAccessor", "metricAccessor"):
                if name in holder:
                    yield holder[name]
            yield from holder.get("accessors", [])
            yield from (column["columnId"] for column in holder.get("columns", []))


def test_x_and_split_are_buckets_and_values_are_not(dashboards: list[Json]) -> None:
    for _, panel in lens_panels(dashboards):
        state = panel["embeddableConfig"]["attributes"]["state"]
        columns = state["datasourceStates"]["formBased"]["layers"][LAYER]["columns"]
        visualization = state["visualization"]
        for holder in (visualization, *visualization.get("layers", [])):
            for name in ("xAccessor", "yAccessor", "splitAccessor"):
                assert name not in holder or columns[holder[name]]["isBucketed"]
            for name in ("valueAccessor", "metricAccessor"):
                assert name not in holder or not columns[holder[name]]["isBucketed"]
            assert not any(columns[one]["isBucketed"] for one in holder.get("accessors", []))


def test_every_field_is_in_the_mappings_and_fit_for_its_use(objects: list[Json]) -> None:
    for one in objects:
        match one["type"]:
            case "search":
                fields = leaf_fields(kind_of(one["references"][0]["id"]))
                assert set(one["attributes"]["columns"]) <= fields.keys()
                assert {name for name, _ in one["attributes"]["sort"]} <= {
                    name for name, kind in fields.items() if kind in ("date", "long", "keyword")
                }
            case "dashboard":
                _check_fields_of_dashboard(one)


def _check_fields_of_dashboard(dashboard: Json) -> None:
    for _, panel in lens_panels([dashboard]):
        attributes = panel["embeddableConfig"]["attributes"]
        fields = leaf_fields(kind_of(attributes["references"][0]["id"]))
        columns = attributes["state"]["datasourceStates"]["formBased"]["layers"][LAYER]["columns"]
        for column in columns.values():
            source = column.get("sourceField")
            if source in (None, "___records___"):
                continue
            wanted = {"sum": {"long", "double"}, "median": {"long", "double"}, "date_histogram": {"date"}}
            anything = {"keyword", "long", "double", "date", "boolean"}
            assert fields[source] in wanted.get(column["operationType"], anything), source
    controls = dashboard["attributes"].get("controlGroupInput")
    if controls:
        targets = {one["name"]: one["id"] for one in dashboard["references"]}
        for name, control in json.loads(controls["panelsJSON"]).items():
            fields = leaf_fields(kind_of(targets[f"controlGroup_{name}:optionsListDataView"]))
            assert fields[control["explicitInput"]["fieldName"]] == "keyword"


def test_what_kibana_cannot_do_everywhere_is_not_used(objects: list[Json]) -> None:
    text = json.dumps(objects)
    for banned in ("formula", "last_value", "secondaryFields", "painless", "top_metrics", "multi_terms"):
        assert banned not in text


def test_a_click_leads_to_another_dashboard(dashboards: list[Json]) -> None:
    ways = 0
    for dashboard, panel in lens_panels(dashboards):
        enhancements = panel["embeddableConfig"].get("enhancements", {"dynamicActions": {"events": []}})
        for event in enhancements["dynamicActions"]["events"]:
            factory = event["action"]["factoryId"]
            name = f"{panel['panelIndex']}:drilldown:{factory}:{event['eventId']}:dashboardId"
            (target,) = [one for one in dashboard["references"] if one["name"] == name]
            assert target["type"] == "dashboard"
            assert target["id"] != dashboard["id"]
            ways += 1
    assert ways >= 5


def test_every_dashboard_asks_a_question_and_sets_its_time() -> None:
    assert [board.title for board in BOARDS] == ["今日要情", "产业 × 区域", "项目进展", "预警", "来源健康"]
    for board in BOARDS:
        assert board.question.endswith("？")
        assert board.time_from.startswith("now-")
        assert board.controls


def test_every_field_has_a_chinese_name_and_no_name_is_left_over() -> None:
    every = {field for kind in KINDS for field in leaf_fields(kind)}
    assert every - FIELDS.keys() == set()
    assert FIELDS.keys() - every == set()
    for kind, fields in VALUES.items():
        assert fields.keys() <= leaf_fields(kind).keys()
    for kind, field in TIME_FIELDS.items():
        assert field is None or leaf_fields(kind)[field] == "date"


def test_every_search_and_panel_shows_something_else() -> None:
    ids = [search.id(IDS) for search in SEARCHES]
    assert len(set(ids)) == len(ids)
    for board in BOARDS:
        names = [panel.name for panel in board.panels]
        assert len(set(names)) == len(names)
        lenses = [panel.shows for panel in board.panels if isinstance(panel.shows, Lens)]
        assert len(lenses) >= 4


def test_places_of_one_name_stand_behind_their_city(knowledge_places: dict[str, str]) -> None:
    assert knowledge_places["320706"] == "连云港市海州区"
    assert knowledge_places["210902"] == "阜新市海州区"
    assert knowledge_places["321102"] == "京口区"
    assert knowledge_places["320000"] == "江苏省"


def test_the_file_in_deploy_is_what_the_program_writes(knowledge_places: dict[str, str]) -> None:
    """Mend: kaigong kibana export deploy/kibana/kaigong.ndjson"""
    written = (ROOT / "deploy/kibana/kaigong.ndjson").read_text("utf-8")
    assert written == ndjson(saved_objects(IDS, knowledge_places))


@pytest.fixture(scope="module")
def knowledge_places() -> dict[str, str]:
    from consumers.tagging import Knowledge

    return place_names(Knowledge.load().gazetteer)
