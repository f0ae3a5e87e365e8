"""The further pages of an article that is spread over several."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from crawler.extract.dom import Element, text_of
from crawler.extract.media import absolute

MOST_PAGES = 20
# createPageHTML(pages, current from 0, "name", "html"), and with the name of a holder: current from 1.
_FROM_0 = re.compile(
    r"createPageHTML\s*\(\s*(\d{1,3})\s*,\s*0\s*,\s*['\"]([^'\"]+)['\"]\s*,\s*['\"](\w+)['\"]"
)
_FROM_1 = re.compile(
    r"createPageHTML\s*\(\s*['\"][^'\"]*['\"]\s*,\s*['\"]?(\d{1,3})['\"]?\s*,\s*['\"]?\d+['\"]?\s*,"
    r"\s*['\"]([^'\"]+)['\"]\s*,\s*['\"](\w+)['\"]"
)
_COUNT = re.compile(r"\bvar\s+countPage\s*=\s*(\d{1,3})\b")
_CURRENT = re.compile(r"\bvar\s+currentPage\s*=\s*0\b")
_LABEL = re.compile(
    r"\W*(?:\d{1,2}|第\s*\d{1,2}\s*页|[下后]一?页|[末尾]页|最后一页|余下全文|(?:阅读|显示|查看)全文|next|[>»]+)\W*",
    re.IGNORECASE,
)
_PAGE_KEYS = frozenset({"page", "p", "pageno", "pagenum", "pageindex", "curpage"})
_NAME = re.compile(r"(?P<stem>.*/[^/.]+)(?:\.(?P<ext>\w{2,5}))?$")
_MOST_LINKS = 3_000


def further_pages(root: Element, html: str, url: str, first: str | None = None) -> list[str]:
    """Addresses of the other pages of the article that begins at `first`, in order, as this page tells.

    Only addresses that differ from the first one's in a page number are believed.
    """
    first = first or url
    pages = {number: page for number, page in _pages(root, html, url, first) if page != first}
    return [pages[number] for number in sorted(pages)][:MOST_PAGES]


def _pages(root: Element, html: str, url: str, first: str) -> Iterator[tuple[int, str]]:
    name = _NAME.match(urlsplit(first).path)
    if name is not None and name["ext"]:
        for n in _scripted(html, name["stem"].rsplit("/", 1)[-1], name["ext"]):
            page = first.replace(urlsplit(first).path, f"{name['stem']}_{n}.{name['ext']}")
            yield n, page.partition("#")[0]
    own = name["stem"].rsplit("/", 1)[-1] if name else "?"
    for link in islice(root.iter("a"), _MOST_LINKS):
        href = link.get("href", "")
        if (own in href or "?" in href) and _LABEL.fullmatch(text_of(link)[:20]):
            address = absolute(url, href)
            if address and (number := _number(address, first)):
                yield number, address


def _scripted(html: str, stem: str, ext: str) -> range:
    """The numbers that the script of a pager gives to the pages behind the first."""
    if "createPageHTML" not in html:
        found = _COUNT.search(html) if "countPage" in html else None
        return range(1, min(int(found[1]), MOST_PAGES)) if found and _CURRENT.search(html) else range(0)
    if (found := _FROM_0.search(html)) and found.groups()[1:] == (stem, ext):
        return range(1, min(int(found[1]), MOST_PAGES))
    if (found := _FROM_1.search(html)) and found.groups()[1:] == (stem, ext):
        return range(2, min(int(found[1]), MOST_PAGES) + 1)
    return range(0)


def _number(address: str, first: str) -> int | None:
    """The page number by which an address differs from that of the first page."""
    page, begin = urlsplit(address), urlsplit(first)
    if page.hostname != begin.hostname:
        return None
    if page.path == begin.path:
        return _number_in_query(page.query, begin.query)
    name = _NAME.match(begin.path)
    if name is None or page.query != begin.query:
        return None
    end = re.escape(f".{name['ext']}") if name["ext"] else ""
    found = re.fullmatch(rf"{re.escape(name['stem'])}(?:[_-]|/(?=\d+$))(\d{{1,2}}){end}", page.path)
    return int(found[1]) if found else None


def _number_in_query(query: str, begin: str) -> int | None:
    pairs = parse_qsl(query, keep_blank_values=True)
    numbers = [value for key, value in pairs if key.lower() in _PAGE_KEYS and re.fullmatch(r"\d{1,2}", value)]
    rest = [pair for pair in pairs if pair[0].lower() not in _PAGE_KEYS]
    others = [pair for pair in parse_qsl(begin, keep_blank_values=True) if pair[0].lower() not in _PAGE_KEYS]
    return int(numbers[0]) if len(numbers) == 1 and rest == others else None
