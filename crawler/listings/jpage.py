"""Hanweb's jpage: the first records stand in the page, the rest comes from dataproxy.jsp.

It has two dialects. One follows the address in <nextgroup>, whose parameters may be encrypted; the other
posts startrecord and endrecord.
"""

import html
import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit

from crawler.extract.dom import parse
from crawler.listings.datastore import Datastore, read_datastores
from crawler.listings.html_list import base_of, items_of, problems_of, read_html_list
from crawler.listings.items import on_same_host
from crawler.listings.model import Ask, Listing, ListItem, Page
from crawler.listings.script import number_of, object_after, text_value

_PROXY = re.compile(r"""["'(]((?:https?:)?[\w./:-]*dataproxy\.jsp)""")
_AJAX_TEXT = re.compile(r"""ajaxParam["']?\s*:\s*["']([^"'<>]{5,1000})["']""")
_PAGE_NUMBER = re.compile(r"(?<=[?&]page=)\d{1,5}")
_NAMES = ("appid", "webid", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")
_DEFAULT_SIZE = 15
_GROUPS = 3


def read_jpage(page: Page) -> Listing:
    store = _store(page)
    if store is None or not store.records:
        return _without_store(page)
    items = items_of(page, store.records, base_of(parse(""), _base(page)))
    read = int(page.ask.cursor.get("read", "0")) + len(store.records)
    asks = _next(page, store, read, items)
    paging = f"{store.total or 'unknown'} records, more from {asks[0].url.partition('?')[0]}" if asks else ""
    overlaps = page.ask.cursor.get("overlaps") == "yes"
    return Listing(items, asks, problems_of(items, page, len(store.records)), paging, goes_on=overlaps)


def _base(page: Page) -> str:
    """Links in an answer are relative to the column."""
    return page.ask.cursor.get("column", page.url)


def _without_store(page: Page) -> Listing:
    if page.ask.cursor:
        return Listing(problems=[f"no records in the answer of {page.url}"])
    listing = read_html_list(page)
    form = _form(page)
    if listing.items or not form:
        return listing
    return Listing([], [_by_record(page, form, 0, _size(page))], [], "records from dataproxy.jsp")


def _store(page: Page) -> Datastore | None:
    """The store of the unit that the address names, else the one with the most dated records."""
    stores = read_datastores(page.text)
    wanted = parse_qs(urlsplit(page.source.url).query).get("uid", [""])[0]
    named = [store for store in stores if wanted and store.unit == wanted]
    return max(named or stores, key=lambda store: _worth(page, store), default=None)


def _worth(page: Page, store: Datastore) -> tuple[int, int]:
    items = items_of(page, store.records, page.url)
    return sum(item.published is not None for item in items), len(items)


def _next(page: Page, store: Datastore, read: int, items: list[ListItem]) -> list[Ask]:
    cursor = page.ask.cursor
    if not items or _is_all(store, read, cursor):
        return []
    if store.next_group:
        return _follow(page, store.next_group, read)
    if "page" in cursor:
        return _follow(page, page.ask.url, read)
    if "size" in cursor:
        return [_by_record(page, page.ask.body or cursor["form"], read, int(cursor["size"]))]
    form = _form(page)
    return [_by_record(page, form, read, _size(page))] if form else []


def _is_all(store: Datastore, read: int, cursor: dict[str, str]) -> bool:
    if store.total is None:
        return False
    # The first pages that are asked for repeat what stands in the column page.
    return int(cursor.get("page", "0")) * len(store.records) >= store.total or (
        "page" not in cursor and read >= store.total
    )


def _follow(page: Page, address: str, read: int) -> list[Ask]:
    url = _encoded(urljoin(page.url, html.unescape(address)))
    if not on_same_host(url, page.url):
        return []
    cursor = {"column": _base(page), "read": str(read)}
    given = _PAGE_NUMBER.search(url)
    if given is None:
        # Encrypted: it can only be followed.
        return [Ask(url, cursor=cursor | {"overlaps": "no" if page.ask.cursor else "yes"})]
    # The column page often names page 1 again, and holds the records of several pages itself.
    before = int(page.ask.cursor.get("page", "-1"))
    number = max(before + 1, int(given[0]))
    cursor |= {"page": str(number), "overlaps": "yes" if number <= _GROUPS else "no"}
    form = "" if page.ask.cursor else _form(page)
    instead = _by_record(page, form, read, _size(page)) if form else None
    return [Ask(_PAGE_NUMBER.sub(str(number), url), cursor=cursor, instead=instead)]


def _encoded(url: str) -> str:
    """Web names in the query are Chinese and stand there as they are."""
    parts = urlsplit(url)
    if parts.query.isascii():
        return url
    return parts._replace(query=urlencode(parse_qsl(parts.query, keep_blank_values=True))).geturl()


def _by_record(page: Page, form: str, read: int, size: int) -> Ask:
    proxy = page.ask.cursor.get("proxy") or _proxy(page)
    query = urlencode({"startrecord": read + 1, "endrecord": read + size * _GROUPS, "perpage": size})
    cursor = {"column": _base(page), "read": str(read), "size": str(size), "proxy": proxy, "form": form}
    by_get = Ask(f"{proxy}?{query}&{form}", cursor=cursor)
    return Ask(f"{proxy}?{query}", form, cursor=cursor, instead=by_get)


def _proxy(page: Page) -> str:
    match = _PROXY.search(page.text)
    url = urljoin(page.url, match[1] if match else "/module/web/jpage/dataproxy.jsp")
    return url if on_same_host(url, page.url) else urljoin(page.url, "/module/web/jpage/dataproxy.jsp")


def _form(page: Page) -> str:
    """The parameters that the page's own script would post; empty without them."""
    pairs = object_after(page.text, "ajaxParam")
    if not pairs and (match := _AJAX_TEXT.search(page.text)):
        pairs = dict(parse_qsl(match[1].replace("&amp;", "&"), keep_blank_values=True))
    if not pairs:
        found = {name: text_value(page.text, name) or number_of(page.text, name) for name in _NAMES}
        pairs = {name: str(value) for name, value in found.items() if value is not None}
    needed = {"columnid", "unitid"} <= {name.lower() for name in pairs}
    return urlencode({"col": "1", "appid": "1", "webid": "1", "path": "/"} | pairs) if needed else ""


def _size(page: Page) -> int:
    size = number_of(page.text, "perPage", "perpage")
    return min(size, 100) if size else _DEFAULT_SIZE
