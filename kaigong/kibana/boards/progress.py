"""项目进展: 签约 → 开工 → 竣工 → 投产."""

from kaigong.kibana.board import Board, Panel
from kaigong.kibana.boards.controls import EVENT_CONTROLS
from kaigong.kibana.lens import Query, count, groups, over_time, table, top, total, xy
from kaigong.kibana.searches import ALL_EVENTS, TOLD

_EVENTS = count("事件数")
_STAGES = groups(
    "阶段", *((stage, f"type:{stage}") for stage in ("签约", "开工", "封顶", "竣工", "投产", "达产"))
)
_DONE, _AHEAD = "state:done", "state:(planned OR wished OR conditional)"

PROGRESS = Board(
    name="progress",
    title="项目进展",
    question="项目走到了哪一步：签约、开工、竣工、投产？哪些还只是计划？",
    time_from="now-90d/d",
    query=Query(f"{TOLD} AND (named:true OR _exists_:aggregate)"),
    controls=EVENT_CONTROLS,
    rows=(
        (
            Panel(
                "stages",
                "各阶段：已发生与计划中",
                xy(
                    "events",
                    "bar",
                    _STAGES,
                    count("已发生", _DONE, name="done"),
                    count("计划与意向", _AHEAD, name="ahead"),
                ),
                24,
                14,
            ),
            Panel(
                "money",
                "各阶段已发生的金额（亿元）",
                xy("events", "bar", _STAGES, total("amount_yi", "金额（亿元）")).where(_DONE),
                24,
                14,
            ),
        ),
        (
            Panel(
                "trend",
                "每周已发生的事件，按类型",
                xy(
                    "events",
                    "bar_stacked",
                    over_time("shown_at", "周", "1w"),
                    _EVENTS,
                    split=top("type", "事件类型"),
                ).where(_DONE),
                48,
                12,
            ),
        ),
        (
            Panel(
                "projects",
                "项目 × 阶段（已发生的报道数）",
                table(
                    "events",
                    [top("project.keyword", "项目", size=100)],
                    _EVENTS,
                    across=top("type", "事件类型"),
                ).where(_DONE),
                48,
                20,
                leads_to=("today",),
            ),
        ),
        (Panel("list", "全部项目事件（含计划），最新在前", ALL_EVENTS, 48, 20),),
    ),
)
