"""Saved searches: the lists behind the figures, newest first, each line with its link."""

from dataclasses import dataclass

from kaigong.kibana.data_views import data_view_id
from kaigong.kibana.lens import ANYTHING, Query
from kaigong.kibana.saved import Ids, Reference, SavedObject, packed
from mappings import Kind

_SOURCE = "kibanaSavedObjectMeta.searchSourceJSON.index"
REALISED = "state:done AND (named:true OR _exists_:aggregate)"
TOLD = "NOT state:retracted"


@dataclass(frozen=True, slots=True)
class Search:
    """`sort` is a field, descending."""

    name: str
    title: str
    description: str
    kind: Kind
    columns: tuple[str, ...]
    sort: str
    query: Query = ANYTHING

    def id(self, ids: Ids) -> str:
        return ids.of(f"search-{self.name}")

    def saved(self, ids: Ids) -> SavedObject:
        source = {"query": self.query.as_json(), "filter": [], "indexRefName": _SOURCE}
        attributes = {
            "title": f"开工 · {self.title}",
            "description": self.description,
            "columns": list(self.columns),
            "sort": [[self.sort, "desc"]],
            "kibanaSavedObjectMeta": {"searchSourceJSON": packed(source)},
        }
        reference = Reference(_SOURCE, "index-pattern", data_view_id(ids, self.kind))
        return SavedObject("search", self.id(ids), attributes, (reference,))


_EVENT_COLUMNS = (
    "type", "project", "amount_yi", "main_place", "main_industry", "parties", "sentence", "publisher", "url",
)  # fmt: skip

REALISED_EVENTS = Search(
    "realised-events",
    "已发生的项目事件",
    "确已签约、开工、竣工、投产的项目，最新在前，附证据句与原文链接。",
    "events",
    _EVENT_COLUMNS,
    "shown_at",
    Query(REALISED),
)
ALL_EVENTS = Search(
    "all-events",
    "全部项目事件（含计划）",
    "文章中提到的全部项目事件，含计划、意向与否定，附判定原因。",
    "events",
    ("type", "state", "reason", *_EVENT_COLUMNS[1:]),
    "shown_at",
    Query(TOLD),
)
ARTICLES = Search(
    "articles",
    "文章",
    "收录的全部文章，最新在前；已撤回的不列出。",
    "articles",
    ("title", "main_place", "main_industry", "event_types", "publisher", "source_id", "url"),
    "shown_at",
    Query("NOT _exists_:withdrawn_at"),
)
ALERTS = Search(
    "alerts",
    "预警记录",
    "发出的预警及其送达情况，最新在前。",
    "alerts",
    (
        "rule_name",
        "kind",
        "type",
        "project",
        "amount_yi",
        "main_place",
        "title",
        "deliveries.receiver",
        "deliveries.state",
        "deliveries.last_error",
        "url",
    ),
    "created_at",
)
SOURCES = Search(
    "sources",
    "来源状态",
    "每个来源的状态、原因、最近新文章与应有更新时间。",
    "sources",
    ("source_id", "state", "since", "reason", "last_new_at", "expected_by"),
    "since",
)
SEARCHES = (REALISED_EVENTS, ALL_EVENTS, ARTICLES, ALERTS, SOURCES)
