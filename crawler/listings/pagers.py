"""The addresses of a listing's further pages."""

import re
from urllib.parse import urljoin

from crawler.extract.dom import Element, select, text_of
from crawler.source_model import Pager

# createPageHTML('page_div', pages, current (from 1), 'name', 'extension', records)
_CREATE_PAGE = re.compile(
    r"createPageHTML\s*\(\s*(['\"])[^'\"]*\1\s*,\s*['\"]?(\d+)['\"]?\s*,\s*['\"]?(\d+)['\"]?\s*,"
    r"\s*['\"]([^'\"]+)['\"]\s*,\s*['\"](\w+)['\"]"
)
_NEXT = re.compile(r"^[\s\[>»]*下一?页[\s\]>»]*$")


def next_pages(root: Element, page: str, pager: Pager, base_url: str) -> list[str]:
    """The pages after this one, at most up to the last that may be read."""
    if pager.kind == "createPageHTML":
        return _create_page_html(page, pager.max_pages, base_url)
    if pager.kind == "next" and pager.max_pages > 1:
        return _next_link(root, pager.next, base_url)
    return []


def _create_page_html(page: str, max_pages: int, base_url: str) -> list[str]:
    match = _CREATE_PAGE.search(page)
    if not match:
        return []
    pages, current, name, extension = int(match[2]), int(match[3]), match[4], match[5]
    last = min(pages, max_pages)
    return [urljoin(base_url, f"{name}_{n}.{extension}") for n in range(max(current, 1) + 1, last + 1)]


def _next_link(root: Element, css: str | None, base_url: str) -> list[str]:
    links = select(root, css) if css else [a for a in root.iter("a") if _NEXT.match(text_of(a))]
    for link in links:
        href = (link.get("href") or "").strip()
        if href and not href.lower().startswith(("javascript:", "#")):
            address = urljoin(base_url, href)
            return [address] if address != base_url else []
    return []
