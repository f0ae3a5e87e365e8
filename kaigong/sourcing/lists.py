"""The first pages of a source's list, read as the crawl reads them."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from crawler.fetch import Fetch
from crawler.listings import Ask, Listing, ListItem, Page, first_ask, read_page
from crawler.listings.pagers import GUESSED
from crawler.sources import Source
from crawler.urls import id_of

# Beside the pages asked for: entry pages that lead on, and what is asked instead of a page that fails.
_SPARE = 6


@dataclass(slots=True)
class ListPages:
    """`pages` are those that named something, in order; `paging` says how the first of them goes on."""

    items: dict[str, ListItem] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    paging: str = ""
    problems: list[str] = field(default_factory=list)
    error: str | None = None


async def read_list(source: Source, fetch: Fetch, *, pages: int, zone: ZoneInfo, today: date) -> ListPages:
    """Read up to so many pages. What lies beyond a page without anything new is not asked for."""
    found = ListPages()
    waiting, known = [first_ask(source, today)], set[str]()
    for _ in range(pages + _SPARE):
        if not waiting or len(found.pages) == pages:
            break
        ask = waiting.pop(0)
        known.add(ask.key)
        listing = await _ask(ask, source, fetch, zone, today, found)
        new = [] if listing is None else _take(ask, listing, found)
        if ask.instead is not None and not new:
            waiting.insert(0, ask.instead)
        elif listing is not None and (new or listing.goes_on or not listing.items):
            # Guesses are for `source add` to try: here only what the page or the source file says counts.
            told = [one for one in listing.asks if GUESSED not in one.cursor]
            waiting += [one for one in told if one.key not in known]
    return found


async def _ask(
    ask: Ask, source: Source, fetch: Fetch, zone: ZoneInfo, today: date, found: ListPages
) -> Listing | None:
    answer = await fetch(ask, source)
    if answer.error is None:
        found.problems += answer.problems
        return read_page(Page(source, ask, answer.url, answer.html, zone, today))
    if found.items:
        found.problems.append(f"{ask.name}: {answer.error}")
    elif ask.instead is None:
        found.error = f"{ask.name}: {answer.error}"
    return None


def _take(ask: Ask, listing: Listing, found: ListPages) -> list[ListItem]:
    """The items of this page that were on none before it."""
    new = {id_of(item.url): item for item in listing.items if id_of(item.url) not in found.items}
    if not found.items:
        found.paging = listing.paging
    if new:
        found.error = None
        found.pages.append(ask.name)
    if not found.items or new:
        found.problems += listing.problems
    found.items |= new
    return list(new.values())
