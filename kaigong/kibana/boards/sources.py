"""来源健康: whether silence is quiet or a broken source."""

from kaigong.kibana.board import Board, Control, Panel
from kaigong.kibana.labels import VALUES
from kaigong.kibana.lens import count, distinct, figure, groups, heat, over_time, top, xy
from kaigong.kibana.searches import SOURCES

_SICK = "state:(late OR failing OR blocked)"
_STATES = groups("状态", *((name, f"state:{state}") for state, name in VALUES["sources"]["state"].items()))
_ARTICLES = count("文章数")

SOURCES_BOARD = Board(
    name="sources",
    title="来源健康",
    question="没有消息，是真的没有，还是来源坏了？哪些来源异常，从什么时候起？",
    time_from="now-14d/d",
    controls=(Control("source_id", "来源", "articles"),),
    rows=(
        (
            Panel("all", "来源总数", figure("sources", count("来源数")), 12, 6),
            Panel("sick", "异常来源", figure("sources", count("异常来源")).where(_SICK), 12, 6),
            Panel("heard", "期间有新文章的来源", figure("articles", distinct("source_id", "来源数")), 12, 6),
            Panel("articles", "期间收录文章", figure("articles", _ARTICLES), 12, 6),
        ),
        (
            Panel("states", "来源状态", xy("sources", "bar", _STATES, count("来源数")), 16, 14),
            Panel(
                "trend",
                "每日收录文章",
                xy("articles", "bar", over_time("shown_at", "日", "1d"), _ARTICLES),
                32,
                14,
            ),
        ),
        (
            Panel(
                "per-day",
                "每个来源每日的文章数（空白＝当日没有）",
                heat(
                    "articles",
                    over_time("shown_at", "日", "1d"),
                    top("source_id", "来源", size=50),
                    _ARTICLES,
                ),
                48,
                24,
            ),
        ),
        (Panel("list", "来源状态明细", SOURCES, 48, 20),),
    ),
)
