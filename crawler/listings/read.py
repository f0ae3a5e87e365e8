"""Reading a listing: which articles it names, and where it goes on."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from crawler.listings.epaper import first_issues, read_epaper
from crawler.listings.feed import read_feed
from crawler.listings.html_list import read_html_list
from crawler.listings.jpaas import read_jpaas
from crawler.listings.jpage import read_jpage
from crawler.listings.json_api import first_call, read_json_api
from crawler.listings.model import CHINA, Ask, Listing, Page
from crawler.listings.truecms import read_truecms
from crawler.listings.xxgk import read_xxgk
from crawler.sources import Source

Reader = Callable[[Page], Listing]
_TYPES: dict[str, Reader] = {
    "html_list": read_html_list,
    "json_api": read_json_api,
    "epaper": read_epaper,
    "feed": read_feed,
}
_DIALECTS: dict[str, Reader] = {
    "jpaas": read_jpaas,
    "jpage": read_jpage,
    "truecms": read_truecms,
    "xxgk": read_xxgk,
}


def first_ask(source: Source, today: date) -> Ask:
    """The request that reading a source begins with."""
    if source.type == "epaper":
        return first_issues(source, today)
    if source.type == "json_api":
        return first_call(source)
    return Ask(source.url)


def read_page(page: Page) -> Listing:
    """Read one answer of a source's listing; never raises."""
    reader = _TYPES.get(page.source.type) or _DIALECTS.get(page.source.dialect or "", read_html_list)
    return reader(page)


def read_listing(
    source: Source, html: str, base_url: str, *, zone: ZoneInfo = CHINA, today: date | None = None
) -> Listing:
    """Read the page that a source names. One that only forwards yields no items and the other as its next."""
    return read_page(Page(source, Ask(source.url), base_url, html, zone, today))
