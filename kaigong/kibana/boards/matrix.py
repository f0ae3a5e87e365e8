"""产业 × 区域: where which industry grows."""

from kaigong.kibana.board import Board, Panel
from kaigong.kibana.boards.controls import EVENT_CONTROLS
from kaigong.kibana.lens import Query, count, heat, over_time, table, top, total, xy
from kaigong.kibana.searches import REALISED, REALISED_EVENTS

_EVENTS = count("事件数")
_MONEY = total("amount_yi", "金额（亿元）")
_INDUSTRY = top("main_industry", "产业", size=20)
_PLACE = top("main_place", "地区", size=20)

MATRIX = Board(
    name="matrix",
    title="产业 × 区域",
    question="哪些地区的哪些产业在上项目？热度如何变化，金额有多大？",
    time_from="now-90d/d",
    query=Query(REALISED),
    controls=EVENT_CONTROLS,
    rows=(
        (
            Panel(
                "heat",
                "已发生事件数：产业 × 地区",
                heat("events", _INDUSTRY, _PLACE, _EVENTS),
                48,
                20,
                leads_to=("progress",),
            ),
        ),
        (
            Panel(
                "heat-money", "金额（亿元）：产业 × 地区", heat("events", _INDUSTRY, _PLACE, _MONEY), 48, 20
            ),
        ),
        (
            Panel(
                "trend",
                "每周事件数，按产业",
                xy(
                    "events",
                    "bar_stacked",
                    over_time("shown_at", "周", "1w"),
                    _EVENTS,
                    split=top("main_industry", "产业", size=8),
                ),
                24,
                14,
            ),
            Panel(
                "amounts",
                "地区的事件数与金额",
                table("events", [top("main_place", "地区", size=50)], _MONEY, _EVENTS),
                24,
                14,
                leads_to=("today",),
            ),
        ),
        (Panel("list", "项目事件，最新在前", REALISED_EVENTS, 48, 20),),
    ),
)
