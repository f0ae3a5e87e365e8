"""今日要情: what the team reads first."""

from kaigong.kibana.board import Board, Panel
from kaigong.kibana.boards.controls import EVENT_CONTROLS
from kaigong.kibana.lens import Column, Query, count, distinct, figure, top, total, xy
from kaigong.kibana.searches import REALISED, REALISED_EVENTS

_EVENTS = count("事件数")
_MONEY = total("amount_yi", "金额（亿元）")

_PLACES = top("main_place", "地区", size=15)
_INDUSTRIES = top("main_industry", "产业", size=20)


def _bars(
    name: str, title: str, by: Column, metric: Column, *, width: int, leads_to: str = "matrix"
) -> Panel:
    return Panel(name, title, xy("events", "bar_horizontal", by, metric), width, 12, leads_to=(leads_to,))


TODAY = Board(
    name="today",
    title="今日要情",
    question="昨天和今天，哪些项目确已签约、开工、竣工、投产？在哪里，什么产业，多少钱？",
    time_from="now-1d/d",
    query=Query(REALISED),
    controls=EVENT_CONTROLS,
    rows=(
        (
            Panel("events", "已发生的项目事件", figure("events", _EVENTS), 12, 6),
            Panel("money", "涉及金额（亿元）", figure("events", _MONEY), 12, 6),
            Panel("places", "涉及地区", figure("events", distinct("main_place", "地区数")), 12, 6),
            Panel("publishers", "报道机构", figure("events", distinct("publisher", "机构数")), 12, 6),
        ),
        (
            _bars("by-type", "按事件类型", top("type", "事件类型"), _EVENTS, width=16, leads_to="progress"),
            _bars("by-place", "按地区", _PLACES, _EVENTS, width=16),
            _bars("by-industry", "按产业", _INDUSTRIES, _EVENTS, width=16),
        ),
        (
            _bars("money-by-place", "金额最高的地区（亿元）", _PLACES, _MONEY, width=24),
            _bars("money-by-industry", "金额最高的产业（亿元）", _INDUSTRIES, _MONEY, width=24),
        ),
        (Panel("list", "项目事件，最新在前", REALISED_EVENTS, 48, 24),),
    ),
)
