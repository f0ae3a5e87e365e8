"""Reading a listing: which articles it names, and where it goes on."""

import re
from datetime import date
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawler.dates import find_moment
from crawler.extract.dom import Element, parse, select
from crawler.listings.model import Listing, ListItem
from crawler.listings.pagers import next_pages
from crawler.listings.records import address_of, date_text, is_shortened, records_of, title_of
from crawler.listings.shell import forwards_to
from crawler.sources import Source
from crawler.urls import canonical, same_site

CHINA = ZoneInfo("Asia/Shanghai")
_MAX_RECORDS = 2_000
_LONGEST_ADDRESS = 2_000


def read_listing(
    source: Source, html: str, base_url: str, *, zone: ZoneInfo = CHINA, today: date | None = None
) -> Listing:
    """Read one page of a source's listing; never raises.

    `today` lets dates without a year be read. A page that only forwards to another one yields no items and
    that page as its next one.
    """
    root = parse(html)
    base = _base(root, base_url)
    problems: list[str] = []
    items: dict[str, ListItem] = {}
    for record in records_of(root, source.records)[:_MAX_RECORDS]:
        item = _item(record, source, base, zone, today)
        if item is not None:
            key = canonical(item.url)
            items[key] = _better(items.get(key), item)
    if not items:
        if target := forwards_to(root, html, base_url):
            return Listing([], [target], [f"the page only forwards to {target}"])
        problems.append(_why_empty(root, source))
    elif all(item.published is None for item in items.values()):
        problems.append("no record has a date")
    return Listing(list(items.values()), next_pages(root, html, source.pager, base), problems)


def _base(root: Element, base_url: str) -> str:
    for element in select(root, "base[href]"):
        declared = _absolute(base_url, element.get("href", ""))
        if declared and same_site(urlsplit(declared).hostname or "", urlsplit(base_url).hostname or ""):
            return declared
    return base_url


def _absolute(base: str, address: str) -> str | None:
    if len(address) > _LONGEST_ADDRESS:
        return None
    try:
        url = urljoin(base, re.sub(r"[\s\x00-\x1f]+", "", address))
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url.split("#")[0] if usable else None


def _item(record: Element, source: Source, base: str, zone: ZoneInfo, today: date | None) -> ListItem | None:
    found = address_of(record, source.records)
    url = _absolute(base, found[1]) if found else None
    if found is None or url is None:
        return None
    title = title_of(record, found[0], source.records)
    external = not _own(source, url)
    if not title or not _wanted(source, url, external):
        return None
    moment = find_moment(date_text(record, found[0], source.records), zone, today)
    only_noted = external and source.urls.external == "link_only"
    if moment is None:
        return ListItem(url, title, external=only_noted)
    return ListItem(url, title, moment.at, moment.precision, only_noted)


def _own(source: Source, url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return same_site(host, source.host) or any(
        same_site(host, own) or host.endswith(f".{own}") for own in source.urls.hosts
    )


def _wanted(source: Source, url: str, external: bool) -> bool:
    rules = source.urls
    if canonical(url) == canonical(source.url) or (rules.deny and re.search(rules.deny, url)):
        return False
    if external:
        return rules.external != "skip"
    if rules.same_prefix and not canonical(url).startswith(canonical(source.url).rsplit("/", 1)[0] + "/"):
        return False
    return not rules.allow or re.search(rules.allow, url) is not None


def _better(old: ListItem | None, new: ListItem) -> ListItem:
    """Of two records of one article, as pages with a second list for phones have them, the fuller one."""
    if old is None:
        return new
    better_title = is_shortened(old.title) and not is_shortened(new.title)
    better_date = old.published is None and new.published is not None
    return new if better_title or better_date else old


def _why_empty(root: Element, source: Source) -> str:
    records = len(records_of(root, source.records))
    where = source.records.item or source.records.origin
    if records:
        return f"none of the {records} records has a link that `urls` of {source.id} lets through"
    return f"no records: {where!r} matches nothing; has the site been redesigned?"
