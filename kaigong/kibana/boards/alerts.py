"""预警: whether what should be told was told, how fast, and what was held back."""

from kaigong.kibana.board import Board, Control, Panel
from kaigong.kibana.lens import count, distinct, figure, median, over_time, percentile, table, top, xy
from kaigong.kibana.searches import ALERTS

_ALERTS = count("预警数")
_FAST = (median("wait_seconds", "中位数（秒）"), percentile("wait_seconds", "95%（秒）", 95))

ALERTS_BOARD = Board(
    name="alerts",
    title="预警",
    question="发了哪些预警，发给了谁，多快送到？哪些关键词命中没有推送，为什么？",
    time_from="now-30d/d",
    controls=(
        Control("rule_id", "预警规则", "alerts"),
        Control("deliveries.receiver", "收件人", "alerts"),
    ),
    rows=(
        (
            Panel("all", "预警", figure("alerts", _ALERTS), 12, 6),
            Panel("receivers", "收件人", figure("alerts", distinct("deliveries.receiver", "人数")), 12, 6),
            Panel("wait", "首次送达用时，中位数（秒）", figure("alerts", _FAST[0]), 12, 6),
            Panel("failed", "未送达", figure("alerts", _ALERTS).where("deliveries.state:failed"), 12, 6),
        ),
        (
            Panel(
                "trend",
                "每日预警，按规则",
                xy(
                    "alerts",
                    "bar_stacked",
                    over_time("created_at", "日", "1d"),
                    _ALERTS,
                    split=top("rule_id", "规则"),
                ),
                32,
                14,
            ),
            Panel("kinds", "种类", xy("alerts", "bar_horizontal", top("kind", "种类"), _ALERTS), 16, 14),
        ),
        (
            Panel(
                "who",
                "收件人 × 送达状态（预警数）",
                table(
                    "alerts",
                    [top("deliveries.receiver", "收件人", size=50)],
                    _ALERTS,
                    across=top("deliveries.state", "状态"),
                ),
                24,
                14,
            ),
            Panel(
                "speed",
                "规则：预警数与首次送达用时（即时与汇总合计）",
                table("alerts", [top("rule_id", "规则", size=50)], _ALERTS, *_FAST),
                24,
                14,
            ),
        ),
        (
            Panel(
                "held",
                "有关键词而未推送的文章，按原因",
                xy("articles", "bar_horizontal", top("held_reasons", "原因", size=12), count("文章数")),
                24,
                14,
            ),
            Panel(
                "by-place",
                "按地区",
                xy("alerts", "bar_horizontal", top("main_place", "地区", size=15), _ALERTS),
                24,
                14,
                leads_to=("matrix",),
            ),
        ),
        (Panel("list", "预警记录，最新在前", ALERTS, 48, 20),),
    ),
)
