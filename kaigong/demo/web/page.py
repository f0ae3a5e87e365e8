"""The parts of a detail page, before a family puts them in their places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from kaigong.demo.web.pieces import Piece

ELSEWHERE = "/zt/"


@dataclass(frozen=True, slots=True)
class Place:
    """Who publishes: the names that stand on every page of a site."""

    site: str
    column: str
    address: str
    code: str = "3207000001"


@dataclass(slots=True)
class Parts:
    """Oddities change these. Everything but names and addresses is HTML already."""

    piece: Piece
    place: Place
    url: str
    head_title: str
    metas: list[tuple[str, str]]
    heading: str
    line: str
    body: str
    table: str = ""
    files: str = ""
    related: list[tuple[str, str]] = field(default_factory=list)
    # What stands right before and after the text, inside the same container.
    before_text: str = ""
    after_text: str = ""
    noise: str = ""
    charset: str = "utf-8"


def document(title: str, metas: Iterable[tuple[str, str]], main: str, place: Place, charset: str) -> str:
    """A whole page: what stands around the main part is the same on every page of a site."""
    tags = "\n".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in metas)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{escape(title)}</title>
{tags}
<link rel="stylesheet" href="/css/site.css"><script src="/js/jquery.min.js"></script>
</head>
<body>
<div class="top"><div class="logo"><a href="/"><img src="/images/logo.png" alt="{place.site}"></a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul>
<div class="search"><input name="q" placeholder="请输入关键字"><a href="javascript:void(0)">搜索</a></div></div>
{main}
<div class="footer"><p><a href="/about/">关于我们</a> | <a href="/map/">网站地图</a> | <a href="/law/">法律声明</a></p>
<p>主办单位：{place.site}办公室　网站标识码：{place.code}</p>
<p>苏ICP备00000000号-1　苏公网安备 32070002000000号</p></div>
</body>
</html>
"""


def site_metas(place: Place) -> list[tuple[str, str]]:
    domain = place.address.partition("://")[2].partition(":")[0]
    return [("SiteName", place.site), ("SiteDomain", domain), ("SiteIDCode", place.code)]


def column_metas(place: Place, kind: str = "工作动态") -> list[tuple[str, str]]:
    return [
        *site_metas(place),
        ("ColumnName", place.column),
        ("ColumnDescription", f"{place.site}{place.column}"),
        ("ColumnKeywords", place.column),
        ("ColumnType", kind),
    ]


def article_metas(place: Place, piece: Piece, pub_date: str, url: str) -> list[tuple[str, str]]:
    return [
        *column_metas(place),
        ("ArticleTitle", piece.title),
        ("PubDate", pub_date),
        ("ContentSource", piece.source),
        ("Keywords", ""),
        ("Author", "系统管理员"),
        ("Description", "".join(piece.paragraphs)[:60]),
        ("Url", url),
    ]


def paragraphs(texts: Sequence[str]) -> str:
    return "\n".join(f'<p style="text-indent: 2em">{escape(text)}</p>' for text in texts)


def related_block(parts: Parts) -> str:
    rows = "\n".join(
        f'<li><a href="{escape(href)}">{escape(title)}</a></li>' for href, title in parts.related
    )
    return f'<div class="related"><h3>相关链接</h3><ul>\n{rows}\n</ul></div>' if rows else ""


def sidebar(*, dated: bool) -> str:
    """What stands beside every list: articles of other columns, which are none of this one."""
    day = "<span>2026-01-02</span>" if dated else ""
    rows = "".join(
        f'<li><a href="{ELSEWHERE}{n}.html" title="{elsewhere(n)}">{elsewhere(n)}</a>{day}</li>'
        for n in range(1, 7)
    )
    return f'<div class="side"><h3>专题专栏</h3><ul>{rows}</ul></div>'


def elsewhere(number: int) -> str:
    return f"专题报道之{number}：各地扎实推进重点项目建设"


def share_bar() -> str:
    return (
        '<div class="share">分享到：<a href="javascript:void(0)">微信</a> <a href="javascript:void(0)">微博</a>'
        ' <a href="javascript:window.print()">【打印】</a> <a href="javascript:window.close()">【关闭】</a></div>'
        '<div class="ewm">扫一扫在手机打开当前页</div>'
    )
