"""Pathologies of the national meta tags. Each changes the parts of one page; the truth stays what it was."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from html import escape

from kaigong.demo.web.family import local
from kaigong.demo.web.page import Parts

Oddity = Callable[[Parts], None]


def _set(parts: Parts, **values: str | None) -> None:
    """Change tags by name; None takes one away."""
    kept = [(name, values.get(name, text)) for name, text in parts.metas]
    parts.metas = [(name, text) for name, text in kept if text is not None]


def _lower_case(parts: Parts) -> None:
    names = {"ContentSource": "contentSource", "Keywords": "keywords", "Url": "url", "PubDate": "pubdate"}
    parts.metas = [(names.get(name, name), text) for name, text in parts.metas]


def _doubled(parts: Parts) -> None:
    """The site's own tags come twice, and a general description before the article's empty one."""
    general = [("description", "政府网站"), ("keywords", "政府,网站")]
    parts.metas = general + parts.metas[:3] + parts.metas


def _empty(parts: Parts) -> None:
    _set(parts, ArticleTitle="", PubDate="", ContentSource="")


def _placeholder(parts: Parts) -> None:
    _set(
        parts,
        ArticleTitle="${article.title}",
        PubDate="{{pubDate}}",
        ContentSource="<CMSPRO_DOCUMENT SOURCE>",
    )


def _other_site(parts: Parts) -> None:
    """Copied from another site's template, and nobody noticed."""
    _set(parts, SiteName="某某市人民政府", SiteDomain="www.example.gov.cn")


def _made(parts: Parts) -> None:
    """When the page was made anew, which is not when it was published."""
    parts.metas.insert(0, ("Maketime", "2030-01-02 03:04:05"))


def _twelve_hours(parts: Parts) -> None:
    _set(parts, PubDate=local(parts.piece.published, "%Y-%m-%d %I:%M"))


def _title_in_pieces(parts: Parts) -> None:
    title = parts.piece.title
    _set(parts, ArticleTitle=f"{title[:4]}<br>{title[4:]}&nbsp;")


def _title_cut(parts: Parts) -> None:
    _set(parts, ArticleTitle=parts.piece.title[:7] + "...")


def _imported(parts: Parts) -> None:
    """After a move to a new system every tag has the day of the move; the visible line is right."""
    _set(parts, PubDate=local(parts.piece.published + timedelta(days=90), "%Y-%m-%d 00:00"))


def _no_source_in_line(parts: Parts) -> None:
    day = local(parts.piece.published, "%Y-%m-%d %H:%M")
    parts.line = f"信息来源：&nbsp; 发布日期：{day}&nbsp; 阅读次数：<span></span>"


def _only_line(parts: Parts) -> None:
    """No national tag at all; the line tells what a reader sees."""
    parts.metas = []


def _logo_heading(parts: Parts) -> None:
    parts.metas = []
    parts.heading = f"<h1>{parts.place.site}</h1><h2 class='title'>{escape(parts.piece.title)}</h2>"


def _form(form: str) -> Oddity:
    return lambda parts: _set(parts, PubDate=local(parts.piece.published, form))


META_ODDITIES: Mapping[str, Oddity] = {
    "metas-lower-case": _lower_case,
    "metas-doubled": _doubled,
    "metas-empty": _empty,
    "metas-placeholder": _placeholder,
    "metas-of-other-site": _other_site,
    "metas-missing": _only_line,
    "maketime": _made,
    "pub-date-12-hours": _twelve_hours,
    "pub-date-of-import": _imported,
    "pub-date-with-seconds": _form("%Y-%m-%d %H:%M:%S"),
    "pub-date-day-only": _form("%Y-%m-%d"),
    "pub-date-dotted": _form("%Y.%m.%d"),
    "pub-date-slashes": _form("%Y/%m/%d %H:%M"),
    "pub-date-chinese": _form("%Y年%m月%d日 %H:%M"),
    "pub-date-wide-dashes": _form("%Y——%m——%d"),
    "pub-date-spaces": _form("%Y-%m-%d %H:%M  "),
    "title-with-markup": _title_in_pieces,
    "title-cut": _title_cut,
    "source-in-meta-only": _no_source_in_line,
    "heading-is-logo": _logo_heading,
}
