"""Sites that would keep a careless crawler busy for ever, or bring it down."""

import re

from kaigong.demo.web.families.datastore import datastore
from kaigong.demo.web.families.feeds import Rss
from kaigong.demo.web.families.jpage import Jpage
from kaigong.demo.web.families.portal import Portal
from kaigong.demo.web.family import data_response
from kaigong.demo.web.loopback import Request, Response


class Endless(Portal):
    """There is always a next page, and there is always something new on it."""

    charset = "utf-8"

    def listing(self, request: Request) -> Response | None:
        match = re.fullmatch(r"/news/lygxw/(?:index(?:_(\d+))?\.shtml)?", request.path)
        if match is None:
            return None
        number = int(match[1] or 1)
        rows = "".join(f"<li>{row.anchor()} <em>{row.date}</em></li>" for row in self.rows(1))
        rows += (
            f'<li><a href="/news/lygxw/2020/0101/{500_000 + number}.shtml">第{number}条总是新的消息</a></li>'
        )
        following = f'<a href="index_{number + 1}.shtml">下一页</a>'
        return self.list_page(f'<ul class="news-list">{rows}</ul><div class="pages">{following}</div>')


class Circle(Portal):
    """The next page of the last one is the first."""

    charset = "utf-8"

    def _list(self, number: int) -> str:
        page = super()._list(number)
        return (
            page if "下一页" in page else f'{page}<div class="pages"><a href="index.shtml">下一页</a></div>'
        )


class Boasting(Jpage):
    """A billion records, and every group names a next one; after the last page it is always the same."""

    def _store(self, first: int, last: int) -> str:
        pieces = self.shelf.page(min(first, self.shelf.pages))
        group = f"{self.proxy}?{self.parameters(last + 1)}"
        return datastore([self.record(row) for row in self.rows_of(pieces)], 999_999_999, 99_999_999, group)


class Bomb(Rss):
    """A feed whose entities grow to gigabytes, and one that asks for a file of the reader."""

    def listing(self, request: Request) -> Response | None:
        if request.path != self.entry:
            return None
        laughs = "".join(
            f'<!ENTITY l{n} "{"".join(f"&l{n - 1};" for _ in range(10))}">' for n in range(1, 10)
        )
        items = "".join(self._item(piece) for piece in self.shelf.pieces)
        return data_response(
            f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "笑">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            f'<rss version="2.0"><channel><title>&l9;</title><item><title>&f;</title>'
            f"<link>{self.shelf.place.address}/f.html</link></item>{items}</channel></rss>",
            "application/rss+xml",
        )
