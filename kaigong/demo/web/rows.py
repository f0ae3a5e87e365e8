"""The rows of a list, and the pathologies of a single row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape

from kaigong.demo.markup import ZONE
from kaigong.demo.web.pieces import Piece


@dataclass(frozen=True, slots=True)
class Row:
    """`text` is HTML; `title` is the attribute with the whole title, if the list has one."""

    href: str
    text: str
    title: str | None
    date: str
    day: datetime

    # Stands before the link of the article.
    before: str = ""

    def anchor(self, attributes: str = "") -> str:
        title = "" if self.title is None else f' title="{escape(self.title)}"'
        return f'{self.before}<a href="{escape(self.href)}"{title}{attributes}>{self.text}</a>'


def row_of(piece: Piece, href: str, date_form: str = "%Y-%m-%d") -> Row:
    day = piece.published.astimezone(ZONE)
    row = Row(href, escape(piece.title), piece.title, day.strftime(date_form), day)
    return ROW_ODDITIES[piece.row](row) if piece.row else row


FOREIGN = {
    "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQr": "微信公众号发布的图文消息",
    "https://www.gov.cn/zhengce/content/202601/content_7000001.htm": "国务院办公厅关于某项工作的通知",
}
DOCUMENT = ("/files/0001/tongzhi.pdf", "关于申报专项资金的通知（直接是文件）")
_NO_ADDRESSES = {
    "javascript:void(0)": "点击查看更多办事指南",
    "#": "本栏目的使用说明",
    "": "没有地址的一条标题",
}


def foreign_rows(now: datetime) -> list[Row]:
    """Links to other hosts, to a file, and links that lead nowhere."""
    day = now.astimezone(ZONE)
    return [
        Row(href, escape(title), title, day.strftime("%Y-%m-%d"), day)
        for href, title in [*FOREIGN.items(), DOCUMENT, *_NO_ADDRESSES.items()]
    ]


def _short_with_title(row: Row) -> Row:
    return replace(row, text=row.text[:8] + "…")


def _short_without_title(row: Row) -> Row:
    return replace(row, text=row.text[:8] + "...", title=None)


def _decorated(row: Row) -> Row:
    badge = '<img src="/images/new.gif" alt="NEW">'
    return replace(row, text=f'·<font color="#ff0000">{row.text}</font> NEW{badge}', title=None)


def _marked_as_picture(row: Row) -> Row:
    return replace(row, text=f"[图]{row.text}", title=None)


def _future_date(row: Row) -> Row:
    return replace(row, date=(row.day + timedelta(days=400)).strftime("%Y-%m-%d"))


def _bracketed(row: Row) -> Row:
    return replace(row, date=f"[ {row.date} ]")


def _date_in_title(row: Row) -> Row:
    return replace(row, date="", title=None, text=f"{row.text}（{row.day:%Y-%m-%d}）")


ROW_ODDITIES: Mapping[str, Callable[[Row], Row]] = {
    "short-title-attribute": _short_with_title,
    "short-title-only": _short_without_title,
    "decorated-title": _decorated,
    "picture-mark": _marked_as_picture,
    "future-date": _future_date,
    "category-link": lambda row: replace(row, before='<a href="/zt/index.html">[专题专栏]</a> '),
    "no-date": lambda row: replace(row, date=""),
    "no-year": lambda row: replace(row, date=row.day.strftime("%m-%d")),
    "date-in-brackets": _bracketed,
    "date-in-title": _date_in_title,
    "dotted-date": lambda row: replace(row, date=row.day.strftime("%Y.%m.%d")),
    "chinese-date": lambda row: replace(row, date=f"{row.day.year}年{row.day.month}月{row.day.day}日"),
}
