"""The title of an article."""

import re
from collections.abc import Iterator

from crawler.extract.dom import select, text_of
from crawler.extract.markers import marked_field
from crawler.extract.page import Page
from crawler.extract.render import render
from crawler.listings.records import clean_title, is_shortened
from wire.identity import normalised

_SPLIT = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|--+")
_SITE = re.compile(r"(?:政府|政务|门户|官方)网站?$|网$|[_-]|人民政府$|委员会$|在线$")
_SITE_SUFFIX = re.compile(r"\s*[-–—]\s*[^-–—\s]{1,14}(?:网|网站|日报|晚报|新闻|频道|在线|政府|客户端)$")
_LONGEST = 200
# What is shorter in a <title> is as likely the name of the site or of the column.
_TELLING_CHARS = 8
_HEADINGS = (
    *("ucaptitle", "h1", "h2", "h3", "#title", "#Title", "#ScDetailTitle"),
    *(".title", ".tit", ".bt", ".article-title", ".article_title", ".art-title"),
)


def find_title(page: Page) -> tuple[str, str]:
    """The title and where it came from; ("", "nothing") if there is none."""
    metas = [] if _is_site_or_column(page) else _usable([("meta", page.metas.get("ArticleTitle"))])
    headings = list(_headings(page))
    for text, how in [*_configured(page), *metas]:
        if how.startswith("meta") and (other := _contradicting(page, text, headings)):
            page.problems.append("the title in the meta tag occurs nowhere on the page")
            return other, "heading"
        return _whole(page, text, how, headings)
    for text, how in _others(page, headings):
        return _whole(page, text, how, headings)
    return "", "nothing"


def _configured(page: Page) -> Iterator[tuple[str, str]]:
    for css in page.detail.title:
        for element in select(page.root, css)[:1]:
            if text := clean_title(text_of(element)):
                yield text, f"css:{css}"


def _is_site_or_column(page: Page) -> bool:
    """Whether the template put the name of the site or of the column in place of the title."""
    title = page.metas.value("ArticleTitle")
    return title in (page.metas.value("SiteName"), page.metas.value("ColumnName"))


def _usable(found: list[tuple[str, tuple[str, str] | None]]) -> list[tuple[str, str]]:
    return [
        (text, f"{how}:{named[0]}")
        for how, named in found
        if named and (text := clean_title(named[1])[:_LONGEST])
    ]


def _others(page: Page, headings: list[str]) -> Iterator[tuple[str, str]]:
    if (marked := marked_field(page.html, "标题", "文章标题", "信息标题")) is not None:
        yield clean_title(marked[0]), f"marker:{marked[1]}"
    yield from ((heading, "heading") for heading in _confirmed(page, headings))
    yield from _usable([("meta", page.metas.get("og:title", "twitter:title"))])
    listed = page.listed.title if page.listed else ""
    if listed and _stands_on(page, listed):
        yield listed, "list"
    for name in ("名称", "信息名称", "标题", "文件名称"):
        if page.info.get(name):
            yield page.info[name], f"table:{name}"
    head = _from_head(page, _head_title(page))
    if len(head[0]) >= _TELLING_CHARS and not _SITE.search(head[0]):
        yield head
    if listed:
        yield listed, "list"
    if head[0]:
        yield head


def _stands_on(page: Page, title: str) -> bool:
    """Whether the page itself has this title anywhere: the words of a link may be somebody else's."""
    wanted = normalised(title).rstrip("….")
    return wanted in normalised(_head_title(page)) or any(
        wanted in normalised(line.text) for line in page.lines
    )


def _confirmed(page: Page, headings: list[str]) -> list[str]:
    """Headings that the head of the page or the listing knows too; a name of a site goes last."""
    head = normalised(_head_title(page))
    listed = normalised(page.listed.title if page.listed else "")
    site = normalised(page.metas.value("SiteName") or "")
    found = []
    for heading in headings:
        wanted = normalised(heading)
        if len(wanted) < 4 or wanted not in f"{head}\n{listed}" or wanted == site:
            continue
        if wanted != head or not _SITE.search(heading):
            found.append(heading)
    return sorted(found, key=lambda heading: (normalised(heading) != listed, _is_name_of_site(page, heading)))


def _is_name_of_site(page: Page, heading: str) -> bool:
    """A logo is often a heading: its text stands at the end of the head, behind the title."""
    pieces = _SPLIT.split(_head_title(page))
    return bool(_SITE.search(heading)) or (len(pieces) > 1 and normalised(pieces[-1]) == normalised(heading))


def _from_head(page: Page, head: str) -> tuple[str, str]:
    """The part of the <title> that also stands on a line of its own, else its longest part.

    Some systems write the site and the column first, others last.
    """
    whole = normalised(head)
    shown = [line.text for line in page.lines if 8 <= len(line.text) <= _LONGEST and not line.is_links]
    if own := max((text for text in shown if normalised(text) in whole), key=len, default=None):
        return clean_title(own), "title"
    pieces = _SPLIT.split(_SITE_SUFFIX.sub("", head))
    return clean_title(
        max([piece for piece in pieces if not _SITE.search(piece)] or pieces, key=len)
    ), "title"


def _head_title(page: Page) -> str:
    # Broken markup pushes the <title> into the body.
    return next((text_of(element) for element in page.names.find("title")), "")


def _headings(page: Page) -> Iterator[str]:
    head = _head_title(page)
    for element in page.names.find(*_HEADINGS)[:40]:
        text = clean_title(_in_one_line([line.text for line in render(element)], head))
        if text and len(text) <= _LONGEST:
            yield text


def _in_one_line(lines: list[str], head: str) -> str:
    """A title broken over several lines: where the head of the page knows it without a space, so do we."""
    whole = "".join(lines)
    return whole if whole in head else " ".join(lines)


def _contradicting(page: Page, title: str, headings: list[str]) -> str | None:
    """A heading that the head or the listing confirms, on a page that knows nothing of the meta title."""
    wanted = normalised(title).rstrip("….")
    others = [_head_title(page), page.listed.title if page.listed else ""]
    if any(wanted in normalised(text) for text in [*others, *headings]) or _stands_on(page, title):
        return None
    confirmed = [normalised(text) for text in others if text]
    return next(
        (one for one in headings if len(one) > 5 and any(normalised(one) in c for c in confirmed)), None
    )


def _whole(page: Page, title: str, how: str, headings: list[str]) -> tuple[str, str]:
    """The unshortened form of a title that ends in dots, if the page shows it."""
    if is_shortened(title):
        start = normalised(title).rstrip("….")
        candidates = [
            *headings,
            *([page.listed.title] if page.listed else []),
            *_SPLIT.split(_head_title(page)),
        ]
        for text in candidates:
            if start and normalised(text).startswith(start) and not is_shortened(text):
                return clean_title(text), "heading"
    return _as_shown(title, [*headings, *_SPLIT.split(_head_title(page))])[:_LONGEST], how


def _as_shown(title: str, shown: list[str]) -> str:
    """A title with the white space that it has on the page: a tag inside a meta value is no space."""
    plain = normalised(title)
    return next((text for text in shown if text != title and normalised(text) == plain), title)
