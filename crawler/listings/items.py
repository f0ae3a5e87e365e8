"""From what a record says to an item of the listing: whole address, own or foreign, wanted or not."""

import re
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from crawler.dates import Moment, day_in_url
from crawler.listings.dated import find_date
from crawler.listings.model import ListItem, Page
from crawler.listings.records import clean_title, is_shortened
from crawler.sources import Source
from crawler.urls import canonical, same_site

_LONGEST_ADDRESS = 2_000
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|jpe?g|png|mp4)$", re.IGNORECASE)


def absolute(base: str, address: str) -> str | None:
    """A web address without its fragment; None for what is none."""
    if len(address) > _LONGEST_ADDRESS:
        return None
    try:
        url = urljoin(base, re.sub(r"[\s\x00-\x1f]+", "", address))
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url.split("#")[0] if usable else None


def on_same_host(url: str, other: str) -> bool:
    return same_site(urlsplit(url).hostname or "", urlsplit(other).hostname or "")


def is_own_host(source: Source, url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return same_site(host, source.host) or any(
        same_site(host, own) or host.endswith(f".{own}") for own in source.urls.hosts
    )


def is_file(url: str) -> bool:
    """Whether an address names a document rather than a page: it is noted, not read."""
    return _FILE.search(urlsplit(url).path) is not None


def item_of(
    page: Page, base: str, address: str, title: str, dated: Iterable[str] | Moment | None
) -> ListItem | None:
    """The item of one record; None where it has no usable link, or one that the source does not want."""
    url = absolute(base, address)
    title = clean_title(title)
    if url is None or not title:
        return None
    external = not is_own_host(page.source, url)
    if not _wanted(page.source, url, external):
        return None
    moment = dated if isinstance(dated, Moment) else find_date(dated or (), page.zone, page.today)
    moment = _credible(moment, page) or _credible(day_in_url(url, page.zone), page)
    noted = is_file(url) or (external and page.source.urls.external == "link_only")
    if moment is None:
        return ListItem(url, title, external=noted)
    return ListItem(url, title, moment.at, moment.precision, noted)


def _credible(moment: Moment | None, page: Page) -> Moment | None:
    """A list has no news of the future; a day of grace, because the site's day may have begun before ours."""
    if moment is None or page.today is None or moment.day(page.zone) <= page.today + timedelta(days=1):
        return moment
    return None


def merged(items: Iterable[ListItem | None]) -> list[ListItem]:
    """One item per article, in order, the fuller of two."""
    found: dict[str, ListItem] = {}
    for item in items:
        if item is not None:
            key = canonical(item.url)
            found[key] = _better(found.get(key), item)
    return list(found.values())


def _wanted(source: Source, url: str, external: bool) -> bool:
    rules = source.urls
    if canonical(url) == canonical(source.url) or (rules.deny and re.search(rules.deny, url)):
        return False
    if external:
        return rules.external != "skip" and urlsplit(url).path.strip("/") != ""
    if rules.same_prefix and not canonical(url).startswith(canonical(source.url).rsplit("/", 1)[0] + "/"):
        return False
    # Where every link is a record, most documents are no news.
    listed = source.records.item is not None or source.records.origin != "dom"
    return (listed and is_file(url)) or not rules.allow or re.search(rules.allow, url) is not None


def _better(old: ListItem | None, new: ListItem) -> ListItem:
    """Of two records of one article, as pages with a second list for phones have them, the fuller one."""
    if old is None:
        return new
    better_title = is_shortened(old.title) and not is_shortened(new.title)
    better_date = old.published is None and new.published is not None
    return new if better_title or better_date else old
