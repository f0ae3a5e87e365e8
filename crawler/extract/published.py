"""When an article was published: the meta tag, checked against the visible line, listing and address."""

import re
from collections.abc import Iterator

from crawler.dates import Moment, day_in_url, find_moment
from crawler.extract.decision import Dated, Dates, decide
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
_CONTEXT = re.compile(r"来源|稿源|出处|浏览|阅读|点击|字体|字号|作者|记者|编辑|打印|访问")
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


def find_published(page: Page, frame: Frame) -> tuple[Moment | None, str]:
    """The moment and where it came from; a decision between dates is noted on the page."""
    if configured := next(_configured(page), None):
        return configured
    meta = _meta(page)
    line = _line(page, frame)
    in_url = day_in_url(page.url, page.zone)
    if meta is None:
        return line or _rest(page, in_url)
    listed = page.listed.published if page.listed else None
    dates = Dates(
        meta=Dated(*meta),
        line=Dated(*line) if line else None,
        in_url=in_url,
        listed=Moment(listed, page.listed.precision) if page.listed and listed else None,
        zone=page.zone,
    )
    believed, page.date_decision = decide(dates)
    if page.date_decision:
        page.problems.append(page.date_decision)
    return believed.moment, believed.how


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


def _line(page: Page, frame: Frame) -> tuple[Moment, str] | None:
    """The visible date; of two that name the same day, the one with a time."""
    lines = _lines(page, frame)
    first = next(lines, None)
    if first is None or first[0].precision == "minute":
        return first
    day = first[0].day(page.zone)
    timed = (line for line in lines if line[0].precision == "minute" and line[0].day(page.zone) == day)
    return next(timed, first)


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
