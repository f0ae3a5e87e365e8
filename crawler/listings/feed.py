"""RSS, Atom and sitemaps. The XML is foreign: no entity is expanded, nothing is fetched, nothing raises."""

import re
from urllib.parse import unquote, urlsplit

from lxml import etree

from crawler.extract.dom import Element, without_control
from crawler.listings.html_list import problems_of
from crawler.listings.items import absolute, item_of, merged, on_same_host
from crawler.listings.model import Ask, Listing, ListItem, Page

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_RECORDS = ("item", "entry", "url")
_DATES = ("pubDate", "published", "updated", "date", "publication_date", "lastmod", "modified")
_MOST_RECORDS = 2_000
_MOST_MAPS = 50
# Sitemaps name the pages of columns too.
_COLUMN_NAME = re.compile(r"(?:(?:index|default|list|node)(?:_\d+)?\.\w+)?$", re.IGNORECASE)


def read_feed(page: Page) -> Listing:
    root = _parsed(page.text)
    if root is None:
        return Listing(problems=["not a feed: no XML that can be read"])
    maps = [_text(one, "loc") for one in _named(root, "sitemap")[:_MOST_MAPS]]
    records = [record for name in _RECORDS for record in _named(root, name)][:_MOST_RECORDS]
    items = merged(_item(record, page) for record in records)
    asks = [Ask(url) for one in maps if (url := absolute(page.url, one)) and on_same_host(url, page.url)]
    following = [link.get("href", "") for link in _named(root, "link") if link.get("rel") == "next"]
    asks += [
        Ask(url) for one in following if (url := absolute(page.url, one)) and on_same_host(url, page.url)
    ]
    problems = [] if asks and not items else problems_of(items, page, len(records))
    return Listing(items, asks, problems, f"{len(records)} records, {len(asks)} further files")


def _parsed(text: str) -> Element | None:
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_DECLARATION.sub("", without_control(text)).encode(), parser)
    except (etree.LxmlError, ValueError):
        return None


def _named(root: Element, name: str) -> list[Element]:
    """The elements of this name in any name space."""
    return list(root.iter(f"{{*}}{name}"))


def _text(record: Element, *names: str) -> str:
    for name in names:
        for element in _named(record, name):
            if text := "".join(str(part) for part in element.itertext()).strip():
                return text
    return ""


def _item(record: Element, page: Page) -> ListItem | None:
    address = _address(record)
    title = _text(record, "title") or _name_of_file(address)
    if _COLUMN_NAME.match(title):
        return None
    dated = [text for name in _DATES if (text := _readable(_text(record, name)))]
    return item_of(page, page.url, address, title, dated) if address else None


def _address(record: Element) -> str:
    links = _named(record, "link")
    page_links = [one for one in links if one.get("href") and one.get("rel", "alternate") == "alternate"]
    written = _text(record, "link", "loc") or _text(record, "guid", "id")
    return page_links[0].get("href", "") if page_links else written


def _name_of_file(address: str) -> str:
    """A sitemap has no titles; its articles have."""
    return unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]


def _readable(text: str) -> str:
    """A date of RFC 822 in the form of ISO 8601."""
    match = _RFC_822.search(text)
    if match is None:
        return text
    month = _MONTHS.index(match[2].lower()) + 1
    zone = "+00:00" if match[5] in ("GMT", "UT", "UTC", "Z", None) else match[5]
    return f"{match[3]}-{month:02}-{int(match[1]):02}T{match[4]}{zone}"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RFC_822 = re.compile(
    rf"(\d{{1,2}})\s+({'|'.join(_MONTHS)})[a-z]*\s+(\d{{4}})\s+(\d{{2}}:\d{{2}}(?::\d{{2}})?)\s*([+-]\d{{4}}|[A-Z]{{1,3}})?",
    re.IGNORECASE,
)
