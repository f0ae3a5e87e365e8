"""Hanweb's catalogue of public information: search.jsp answers with the rows of one page."""

import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from crawler.extract.dom import parse
from crawler.listings.html_list import items_of, problems_of, read_html_list
from crawler.listings.items import on_same_host
from crawler.listings.model import Ask, Listing, Page
from crawler.listings.rows import rows_of
from crawler.listings.script import number_of, text_value

_SEARCH = re.compile(r"""["']([^"'\s]{0,200}module/xxgk/search\.jsp)""")
_AREA = re.compile(r"""(?:[?&](?:amp;)?area=|\barea["']?\s*[:=]\s*["'])([\w.-]{1,60})""")
_LOAD = re.compile(r"""loadDynamic\s*\(\s*["']?([\w.-]{1,60})""")
_TYPE = re.compile(r"""infotypeId=([\w.-]{0,60})""", re.IGNORECASE)
_PAGES = re.compile(r"共\s*(\d{1,5})\s*页")


def read_xxgk(page: Page) -> Listing:
    return _read_rows(page) if "number" in page.ask.cursor else _read_column(page)


def _read_column(page: Page) -> Listing:
    area = _area(page)
    if area is None:
        return read_html_list(page)
    search = _SEARCH.search(page.text)
    url = urljoin(page.url, search[1] if search else "/module/xxgk/search.jsp")
    if not on_same_host(url, page.url):
        url = urljoin(page.url, "/module/xxgk/search.jsp")
    cursor = {"search": url, "area": area, "type": _info_type(page), "column": page.url}
    return Listing([], [_ask(cursor, 1)], [], f"search.jsp of area {area}")


def _area(page: Page) -> str | None:
    named = parse_qs(urlsplit(page.source.url).query).get("area", [])
    found = _AREA.search(page.text) or _LOAD.search(page.text)
    return named[0] if named else found[1] if found else None


def _info_type(page: Page) -> str:
    found = _TYPE.search(page.source.url) or _TYPE.search(page.text)
    return found[1] if found else text_value(page.text, "infotypeId") or ""


def _ask(cursor: dict[str, str], number: int) -> Ask:
    form = urlencode(
        {
            "infotypeId": cursor["type"],
            "vc_title": "",
            "vc_number": "",
            "area": cursor["area"],
            "currpage": number,
        }
    )
    # Posted with its parameters in the address, as the pages do; some servers look for them in the form.
    return Ask(f"{cursor['search']}?{form}", form, cursor=cursor | {"number": str(number)})


def _read_rows(page: Page) -> Listing:
    records = rows_of(parse(page.text), page.zone, page.today)
    items = items_of(page, records, page.ask.cursor["column"])
    number = int(page.ask.cursor["number"])
    shown = _PAGES.search(page.text)
    pages = int(shown[1]) if shown else number_of(page.text, "totalpage", "totalPage")
    ended = not items or (pages is not None and number >= pages)
    asks = [] if ended else [_ask(page.ask.cursor, number + 1)]
    return Listing(
        items, asks, problems_of(items, page, len(records)), f"{pages or 'unknown'} pages of search.jsp"
    )
