"""When an article was published: the meta tag, checked against the visible line, listing and address."""

import re
from collections.abc import Iterator
from datetime import timedelta

from crawler.dates import Moment, day_in_url, find_moment
from crawler.extract.dom import select, text_of
from crawler.extract.markers import marked_field
from crawler.extract.page import Frame, Page

# `Maketime` is when the page was generated anew; it is in no list on purpose.
_META_NAMES = (
    "PubDate", "publishdate", "publish_date", "publishtime", "publish_time", "pubtime", "pub_date",
    "article:published_time", "datePublished", "og:time", "apub:time", "og:published_time", "releaseDate",
)  # fmt: skip
_STRONG = re.compile(r"((?:发布|发表|刊发|刊登|上传|公开|发稿|信息)\s*(?:时间|日期))\s*[:：]?\s*(.{0,40})")
_PLAIN = re.compile(r"(?:^|[\s|｜\]】)）])((?:时间|日期))\s*[:：]\s*(.{0,40})")
_CONTEXT = re.compile(r"来源|浏览|阅读|点击|字体|字号|作者|记者|编辑|打印|访问")
_BEGINS_WITH_TIME = re.compile(r"\W*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}[:：]\d{2}")
_CHANGED = re.compile(r"(?:更新|修改)(?:时间|日期|于)?\s*[:：]")
_ENDS_WITH_TIME = re.compile(
    r"(?:^|\s)(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\W*$"
)
_ONLY_DATE = re.compile(r"\W*[\d\s:：\-/.年月日时分秒]{8,24}\W*(?:星期.|周.)?\W*")
# Of JSON-LD and of the variables that portals give their own scripts.
_IN_SCRIPT = re.compile(
    r"\b(pub_?date|pub_?time|publish_?(?:date|time)|datePublished)[\"']?\s{0,3}[:=]\s{0,3}[\"']([^\"'<>]{8,40})[\"']",
    re.IGNORECASE,
)
_FROM_IMPORT = timedelta(days=3)


def find_published(page: Page, frame: Frame) -> tuple[Moment | None, str]:
    """The moment and where it came from."""
    meta = _meta(page)
    line = next(_lines(page, frame), None)
    in_url = day_in_url(page.url, page.zone)
    configured = next(_configured(page), None)
    if configured:
        return configured
    if meta is None:
        return line or _rest(page, in_url)
    if line is not None and (corrected := _corrected(page, meta[0], line, in_url)) is not None:
        return corrected
    if in_url and line is None and meta[0].at - in_url.at > _FROM_IMPORT:
        page.problems.append("the meta date is later than the date in the address; the address is believed")
        return in_url, "url"
    return meta


def _corrected(
    page: Page, meta: Moment, line: tuple[Moment, str], in_url: Moment | None
) -> tuple[Moment, str] | None:
    """The visible line, where it is right and the meta tag is not."""
    seen = line[0]
    if seen.day(page.zone) == meta.day(page.zone):
        if meta.precision == "day" and seen.precision == "minute":
            return line
        if _same_on_12_hours(meta, seen):
            page.problems.append("the meta tag has a 12-hour clock; the visible time is believed")
            return line
        return None
    witnesses = [in_url] if in_url else []
    if page.listed and page.listed.published:
        witnesses.append(Moment(page.listed.published, page.listed.precision))
    if any(seen.day(page.zone) == witness.day(page.zone) for witness in witnesses):
        page.problems.append("the meta date is not the visible one; the visible date is confirmed")
        return line
    page.problems.append("the visible date is not the meta date")
    return None


def _same_on_12_hours(meta: Moment, seen: Moment) -> bool:
    """Also for a visible time without its seconds."""
    ahead = seen.at - meta.at.replace(second=seen.at.second)
    return "minute" == meta.precision == seen.precision and ahead == timedelta(hours=12)


def _configured(page: Page) -> Iterator[tuple[Moment, str]]:
    for css in page.detail.date:
        for element in select(page.root, css):
            if moment := find_moment(text_of(element), page.zone):
                yield moment, f"css:{css}"


def _meta(page: Page) -> tuple[Moment, str] | None:
    for name in _META_NAMES:
        found = page.metas.get(name)
        if found and (moment := find_moment(found[1], page.zone)):
            return moment, f"meta:{found[0]}"
    return None


def _lines(page: Page, frame: Frame) -> Iterator[tuple[Moment, str]]:
    """Labelled lines anywhere around the text, then such lines above it that can be nothing else."""
    for label in ("发布日期", "发布时间"):
        if moment := find_moment(page.info.get(label, ""), page.zone):
            yield moment, f"table:{label}"
    yield from _labelled(page, [*frame.before, *frame.after], _STRONG)
    yield from _labelled(page, frame.before, _PLAIN)
    for text in reversed(frame.before):
        if _may_be_origin(text) and (moment := find_moment(text, page.zone)):
            yield moment, "line"


def _may_be_origin(text: str) -> bool:
    if _CHANGED.search(text[:60]):
        return False
    if len(text) < 60 and (_BEGINS_WITH_TIME.match(text) or _ENDS_WITH_TIME.search(text)):
        return True
    return len(text) < 160 and bool(_CONTEXT.search(text) or _ONLY_DATE.fullmatch(text))


def _labelled(page: Page, lines: list[str], pattern: re.Pattern[str]) -> Iterator[tuple[Moment, str]]:
    for text in lines:
        for match in pattern.finditer(text[:400]):
            if moment := find_moment(match.group(2)[:24], page.zone):
                yield moment, f"line:{''.join(match.group(1).split())}"


def _rest(page: Page, in_url: Moment | None) -> tuple[Moment | None, str]:
    marked = marked_field(page.html, "发布时间", "发布日期", "信息发布时间")
    if marked and (moment := find_moment(marked[0], page.zone)):
        return moment, f"marker:{marked[1]}"
    for element in select(page.root, "time[datetime]")[:3]:
        if moment := find_moment(element.get("datetime", ""), page.zone):
            return moment, "css:time"
    if page.listed and page.listed.published:
        return Moment(page.listed.published, page.listed.precision), "list"
    for match in _IN_SCRIPT.finditer(page.html):
        if moment := find_moment(match.group(2), page.zone):
            return moment, f"script:{match.group(1)}"
    return (in_url, "url") if in_url else (None, "nothing")
