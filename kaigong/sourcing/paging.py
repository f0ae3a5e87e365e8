"""Trying out where an unknown site keeps page 2 of a list.

A wrong guess is often answered with the home page, page 1 or another column, and with 200. So page 2 must
name articles that page 1 does not, and they must lie where those of page 1 lie.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.fetch import Fetch
from crawler.listings import Ask, Page, read_page
from crawler.sniff import Probe
from crawler.sources import Source
from crawler.urls import id_of

_MOST_GUESSES = 8
_MOSTLY = 0.8


async def find_paging(
    source: Source,
    first: Collection[str],
    probes: list[Probe],
    fetch: Fetch,
    *,
    zone: ZoneInfo,
    today: date,
) -> dict[str, Any] | None:
    """The settings of the first guess that holds; `first` are the addresses on page 1."""
    for probe in probes[:_MOST_GUESSES]:
        answer = await fetch(probe.url, source)
        if answer.error is None:
            page = Page(source, Ask(probe.url), answer.url, answer.html, zone, today)
            if goes_on(first, [item.url for item in read_page(page).items]):
                return dict(probe.settings)
    return None


def goes_on(first: Collection[str], second: Collection[str]) -> bool:
    """Whether these can be page 1 and page 2 of one list."""
    known = {id_of(url) for url in first}
    new = [url for url in second if id_of(url) not in known]
    folders = {_folder(url) for url in first}
    beside = [url for url in new if _folder(url) in folders]
    return bool(new) and len(beside) >= _MOSTLY * len(new)


def _folder(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path.split("/")[1] if "/" in parts.path[1:] else ""
