"""TrueCMS: the first records stand in a hidden element, the rest comes from getMessage.do."""

import json
import re
from urllib.parse import urlencode, urljoin

from crawler.extract.dom import Element, parse
from crawler.listings.datastore import read_datastores
from crawler.listings.html_list import items_of, problems_of, read_html_list
from crawler.listings.items import on_same_host
from crawler.listings.model import Ask, Listing, Page
from crawler.listings.rows import rows_of
from crawler.listings.script import number_of, object_after, text_value

_INTERFACE = re.compile(r"""["']([^"'\s]{0,200}messageController/getMessage\.do)""", re.IGNORECASE)
_COLUMN_ID = re.compile(r"""columnId["']?\s*[:=]\s*["']?([0-9a-zA-Z-]{6,40})""")
# What servers allow for one page differs: the larger is tried first.
_SIZES = (50, 20, 10)
_SMALLEST_WINDOW = 5
_LONGEST_CALLBACK = 100


def read_truecms(page: Page) -> Listing:
    return _read_window(page) if "column_id" in page.ask.cursor else _read_column(page)


def _read_column(page: Page) -> Listing:
    listing = read_html_list(page)
    cursor = _cursor(page)
    total = number_of(page.text, "totalRecord", "totalrecord") or _total_in_store(page.text)
    if cursor is None or (listing.asks and not listing.items):
        return listing
    read = len(listing.items)
    cursor |= {"total": str(total or 0), "in_page": str(read)}
    asks = [] if total and read >= total else [_window(cursor, read, _SIZES[0])]
    # Where the interface is switched off, there is no more than what stands in the page.
    paging = f"{read} of {total or 'unknown'} records in the page, more from getMessage.do"
    problems = listing.problems if read else []
    return Listing(listing.items, asks, problems, paging)


def _total_in_store(text: str) -> int | None:
    return next((store.total for store in read_datastores(text) if store.total), None)


def _cursor(page: Page) -> dict[str, str] | None:
    interface = _INTERFACE.search(page.text)
    column = object_after(page.text, "ajaxParam").get("columnId") or text_value(page.text, "columnId")
    if column is None and (match := _COLUMN_ID.search(page.text)):
        column = match[1]
    if column is None:
        return None
    url = (
        urljoin(page.url, interface[1])
        if interface
        else urljoin(page.url, "/TrueCMS/messageController/getMessage.do")
    )
    if not on_same_host(url, page.url):
        return None
    # The address in the script is often http on a page that is https.
    url = re.sub(r"^https?:", page.url.partition("//")[0], url)
    return {"interface": url, "column_id": column, "column": page.url}


def _window(cursor: dict[str, str], read: int, size: int, until: int | None = None) -> Ask:
    """The records after the first `read` ones; a smaller window is asked for when this one is refused.

    Counting begins with 0 or 1, depending on the site: a window begins one record early, and what
    comes twice is dropped.
    """
    start = max(read, 1)
    end = start + size - 1 if until is None else until
    query = {
        "columnId": cursor["column_id"],
        "startrecord": start,
        "endrecord": end,
        "perpage": size,
        "contentTemplate": "",
    }
    smaller = next((one for one in _SIZES if one < size), None)
    return Ask(
        f"{cursor['interface']}?{urlencode(query)}",
        cursor=cursor | {"read": str(read), "size": str(size), "end": str(end)},
        instead=_window(cursor, read, smaller) if smaller and until is None else None,
    )


def _read_window(page: Page) -> Listing:
    cursor = page.ask.cursor
    records = _records(page)
    items = items_of(page, records, cursor["column"])
    if not items:
        return Listing(
            [], _around_empty(page), [f"no records {cursor['read']} to {cursor['end']} of getMessage.do"]
        )
    end, size = int(cursor["end"]), int(cursor["size"])
    asks = [] if _is_last(cursor, end) else [_window(cursor, end, size)]
    paging = f"windows of {size} records from getMessage.do"
    # The first window may repeat what stands in the page.
    return Listing(
        items,
        asks,
        problems_of(items, page, len(records)),
        paging,
        goes_on=cursor["read"] == cursor["in_page"],
    )


def _is_last(cursor: dict[str, str], end: int) -> bool:
    total = int(cursor["total"])
    return bool(total) and end >= total


def _around_empty(page: Page) -> list[Ask]:
    """A total counts deleted records too, and one may empty its window: halve it, then go on behind it."""
    cursor = page.ask.cursor
    read, end, size = int(cursor["read"]), int(cursor["end"]), int(cursor["size"])
    if page.ask.instead is not None or not int(cursor["total"]):
        return []
    behind = [] if _is_last(cursor, end) else [_window(cursor, end, size)]
    if end - read < 2 * _SMALLEST_WINDOW:
        return behind
    middle = (read + end) // 2
    return [_window(cursor, read, size, middle), _window(cursor, middle, size, end), *behind]


def _without_callback(text: str) -> str:
    """What stands in the brackets of JSONP."""
    start = text.find("(")
    called = 0 <= start < _LONGEST_CALLBACK and "{" not in text[:start]
    return text[start + 1 : text.rfind(")")] if called else text


def _records(page: Page) -> list[Element]:
    text = page.text
    try:
        answer = json.loads(_without_callback(text))
        text = str(answer.get("result", "")) if isinstance(answer, dict) else str(answer)
    except (ValueError, RecursionError):
        pass
    stores = read_datastores(text)
    return [one for store in stores for one in store.records] or rows_of(parse(text), page.zone, page.today)
