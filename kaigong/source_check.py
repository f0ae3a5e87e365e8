"""What a source's pages give now: its list and a few articles, fetched politely, nothing published."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.article import extract
from crawler.fetch import Fetch, fetching
from crawler.listings import Listing, ListItem, read_listing
from crawler.sources import Source
from kaigong.app import App
from kaigong.output import progress
from wire.settings import Settings

_ARTICLES = 3
_MOST_FORWARDS = 3


@dataclass(slots=True)
class SourceCheck:
    """`title` to `provenance` are those of the first article that could be read."""

    source_id: str
    listed: int = 0
    pages: list[str] = field(default_factory=list)
    articles: int = 0
    title: str = ""
    published: str | None = None
    first_line: str = ""
    provenance: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.errors


def check_sources(app: App, sources: Sequence[Source]) -> list[SourceCheck]:
    async def check_all(fetch: Fetch) -> list[SourceCheck]:
        with progress() as bar:
            checked = bar.track(sources, description="check")
            return [await _check(source, fetch, app.settings) for source in checked]

    return fetching(app.settings, check_all)


async def _check(source: Source, fetch: Fetch, settings: Settings) -> SourceCheck:
    result = SourceCheck(source.id)
    listing = await _list(source, fetch, settings, result)
    for item in listing.items[:_ARTICLES]:
        await _read(source, item, fetch, settings, result)
    if listing.items and not result.articles:
        result.errors.append("no article of the list could be read: look at `detail:` in the source file")
    return result


async def _list(source: Source, fetch: Fetch, settings: Settings, result: SourceCheck) -> Listing:
    """The first page with items; entry pages that only lead on to it are followed."""
    url, listing = source.url, Listing()
    for _ in range(_MOST_FORWARDS):
        page = await fetch(url, source)
        if page.error is not None:
            result.errors.append(f"{url}: {page.error}")
            return Listing()
        result.warnings += page.problems
        listing = read_listing(source, page.html, page.url, zone=settings.zone)
        if listing.items or not listing.next_pages:
            break
        url = listing.next_pages[0]
    _judge(listing, result)
    return listing


def _judge(listing: Listing, result: SourceCheck) -> None:
    result.listed = len(listing.items)
    result.pages = list(listing.next_pages)
    result.warnings += listing.problems
    if undated := sum(item.published is None for item in listing.items):
        result.warnings.append(f"{undated} of {len(listing.items)} items have no date in the list")
    if not listing.items:
        result.errors.append("the list is empty: is this still the address, is it another family of sites?")


async def _read(
    source: Source, item: ListItem, fetch: Fetch, settings: Settings, result: SourceCheck
) -> None:
    page = await fetch(item.url, source)
    if page.error is not None:
        result.warnings.append(f"{item.url}: {page.error}")
        return
    found = extract(page.html, page.url, zone=settings.zone, source=source, listed=item)
    result.warnings += [f"{item.url}: {problem}" for problem in (*page.problems, *found.problems)]
    if not found.title or not (found.text or found.attachments or found.images):
        result.warnings.append(f"{item.url}: neither text nor attachments nor pictures")
        return
    result.articles += 1
    if not result.title:
        result.title = found.title
        result.published = found.published.astimezone(settings.zone).isoformat() if found.published else None
        result.first_line = found.text.partition("\n")[0][:120]
        result.provenance = dict(found.provenance)
