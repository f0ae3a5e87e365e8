"""Who published an article, in which column, under which number."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from crawler.extract.dom import select, text_of
from crawler.extract.markers import marked_field
from crawler.extract.page import Frame, Page

_NEXT_LABEL = (
    r"(?:(?:发布|发表|公开|更新)?(?:时间|日期)|作者|记者|浏览|阅读|点击|访问|字体|字号|编辑|责任|责编|审核|打印|分享|来源"
    r"|信息|【|\[|\d)"
)
_SOURCE = re.compile(
    rf"((?:信息|文章|稿件|新闻)?来源于?|稿源|出处|供稿(?:单位)?|信息提供|(?:发布|发文)(?:机构|机关|单位|部门))\s*[:：]\s*(?!{_NEXT_LABEL})(\S.{{0,60}}?)"
    rf"(?=\s*(?:{_NEXT_LABEL}|[|｜]|$))"
)
# 2012-10-15 08:23 金山网 www.… : a publisher without a label.
_BESIDE_DATE = re.compile(
    r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s+"
    r"([\u4e00-\u9fff]{1,12}(?:网|报|社|台|发布|在线|周刊|客户端|融媒体?|融媒体中心))(?=$|[\s　|｜【])"
)
_DATE = re.compile(r"\W*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}[:：]\d{2}|$)")
# 石佳/中国青年报
_MEDIUM = re.compile(
    r"(?:.{1,12}[/／|｜\s])?([\u4e00-\u9fff]{2,10}(?:网|报|社|电视台|发布|周刊|客户端|融媒体中心))"
)
_OWN = re.compile(r"(?:本网|本站|本网站|本|本单位)(?:原创|讯|综合|编辑)?|原创|网站原创")
_PREFIX = re.compile(r"^(?:(?:信息|文章|稿件)?来源|发布机构)\s*[:：]\s*")
_LONGEST = 60
_CRUMBS = re.compile(r"(?:您?(?:当前|现在)?(?:所在)?的?位置)\s*[:：]?\s*(.+)")
_CRUMB_SPLIT = re.compile(r"\s*(?:>>|[>›»＞→/]|\s-\s)\s*")
_NOT_A_COLUMN = re.compile(r"正文|首页|详细?(?:内容|信息)?|内容|浏览文章|文章")
_DOC_NO = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[（(【［]\s*(?:19|20)\d{2}\s*[〕\]）)】］]\s*第?\s*\d{1,4}\s*号"
)
_DOC_LABELS = ("文号", "发文字号", "文件编号")


def find_publisher(page: Page, frame: Frame, aliases: Mapping[str, str]) -> tuple[str | None, str]:
    for value, how in _publishers(page, frame):
        name = _clean(value)
        if name:
            return _named(name, aliases), how
    return None, "nothing"


def _named(name: str, aliases: Mapping[str, str]) -> str:
    """The configured name of 本网, 本站 …; without one, what the page says."""
    if name in aliases:
        return aliases[name]
    if _OWN.fullmatch(name):
        return next((aliases[own] for own in ("本网", "本站") if own in aliases), name)
    return name


def _publishers(page: Page, frame: Frame) -> Iterator[tuple[str, str]]:
    for css in page.detail.source:
        yield from ((text_of(element), f"css:{css}") for element in select(page.root, css))
    if found := page.metas.get("ContentSource"):
        yield found[1], f"meta:{found[0]}"
    if marked := marked_field(page.html, "信息来源", "来源", "文章来源"):
        yield marked[0], f"marker:{marked[1]}"
    yield from _in_lines(frame)
    if found := page.metas.get("source", "article:author", "publisher"):
        yield found[1], f"meta:{found[0]}"
    for label in ("发布机构", "发文机关", "发文机构", "发布单位", "发文单位"):
        if label in page.info:
            yield page.info[label], f"table:{label}"


def _in_lines(frame: Frame) -> Iterator[tuple[str, str]]:
    for text in [*frame.before, *frame.after]:
        if match := _SOURCE.search(text[:400]):
            yield match.group(2), f"line:{match.group(1)}"
    for text in frame.before:
        if match := _BESIDE_DATE.search(text[:200]):
            yield match.group(1), "line"
    for above, text in pairwise(frame.before):
        if _DATE.match(text) and (match := _MEDIUM.fullmatch(above[:40])):
            yield match.group(1), "line above the date"


def _clean(value: str) -> str:
    name = _PREFIX.sub("", " ".join(value.split())).strip(" :：|【】[]《》　")
    first, _, rest = name.partition(" ")
    # 山西日报 记者 … or 金山网 www.…: a Chinese name ends at the first space.
    if rest and len(re.findall(r"[\u4e00-\u9fff]", first)) >= 2:
        name = first
    return name if len(name) <= _LONGEST and not re.fullmatch(r"[\d\W]*", name) else ""


def find_column(page: Page, frame: Frame) -> tuple[str | None, str]:
    if found := page.metas.get("ColumnName"):
        return found[1][:_LONGEST], f"meta:{found[0]}"
    for text in frame.before:
        if match := _CRUMBS.search(text[:300]):
            steps = [step.strip() for step in _CRUMB_SPLIT.split(match.group(1))]
            columns = [
                step for step in steps if step and not _NOT_A_COLUMN.fullmatch(step) and len(step) <= 20
            ]
            if columns:
                return columns[-1], "line:当前位置"
    return None, "nothing"


def find_doc_no(page: Page, title: str, body: str) -> tuple[str | None, str]:
    """The number of an official document: from its table, or in the first lines of title and text."""
    for label in _DOC_LABELS:
        if match := _DOC_NO.search(page.info.get(label, "")):
            return "".join(match.group().split()), f"table:{label}"
    for text, how in (
        (title, "title"),
        *((line, "text") for line in body.split("\n", 5)[:5] if len(line) < 60),
    ):
        if match := _DOC_NO.search(text):
            return "".join(match.group().split()), how
    return None, "nothing"
