"""Pages without national tags: when and where an article appeared stands in one line, in many ways."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from kaigong.demo.web.family import local
from kaigong.demo.web.page import Parts

Oddity = Callable[[Parts], None]
_WIDE = str.maketrans("0123456789-:", "０１２３４５６７８９－：")
_WEEK = "一二三四五六日"


def _line(form: str) -> Oddity:
    """`form` is for strftime; {source} and {later} (two days after) may stand in it."""

    def show(parts: Parts) -> None:
        later = local(parts.piece.published + timedelta(days=2), "%Y-%m-%d %H:%M")
        parts.metas = []
        parts.line = local(parts.piece.published, form).format(source=parts.piece.source, later=later)

    return show


def _wide(parts: Parts) -> None:
    parts.metas = []
    moment = local(parts.piece.published, "%Y-%m-%d %H:%M").translate(_WIDE)
    parts.line = f"来源：{parts.piece.source}　　发布时间：{moment}"


def _weekday(parts: Parts) -> None:
    parts.metas = []
    day = parts.piece.published
    week = _WEEK[int(local(day, "%u")) - 1]
    parts.line = f"{local(day, '%Y年%m月%d日')} 星期{week} {local(day, '%H:%M')}　稿源：{parts.piece.source}"


def _in_spans(parts: Parts) -> None:
    parts.metas = []
    moment = local(parts.piece.published, "%Y-%m-%d %H:%M")
    parts.line = (
        f"<ul><li><span>发布时间</span>：<em>{moment}</em></li><li><span>来源</span>：<em>{parts.piece.source}</em></li>"
        "<li><span>浏览次数</span>：<em>2031-01-01</em></li></ul>"
    )


LINE_ODDITIES: Mapping[str, Oddity] = {
    "line-with-font-size": _line("发布时间：%Y-%m-%d %H:%M 来源：{source} 【字体：放大 缩小 默认】"),
    "line-with-sound": _line("%Y-%m-%d %H:%M:%S  来源:{source}  1 听新闻"),
    "line-with-update": _line("更新时间：{later}　发布时间：%Y-%m-%d %H:%M　信息来源：{source}"),
    "line-with-author": _line("作者：张三　来源：{source}　日期：%Y年%m月%d日 %H:%M　点击数：128"),
    "line-short-words": _line("时间：%Y/%m/%d %H:%M　来源：{source}　阅读：1024次"),
    "line-source-first": _line(
        "文章来源： {source} &nbsp;&nbsp; 发表时间： %Y-%m-%d %H:%M &nbsp; 【我要纠错】"
    ),
    "line-in-wide-letters": _wide,
    "line-with-weekday": _weekday,
    "line-in-spans": _in_spans,
}
