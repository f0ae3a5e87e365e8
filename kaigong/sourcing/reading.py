"""What a source's pages give now: its list and a few articles. Nothing is published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.article import extract, is_soft_404
from crawler.fetch import Fetch
from crawler.joining import Joining
from crawler.listings import ListItem
from crawler.sources import Source
from crawler.verdict import sent_home
from kaigong.extraction.fetch import whole_article
from kaigong.sourcing.lists import read_list
from kaigong.sourcing.seen import Seen, seen_article, seen_item

ARTICLES = 3
# The second page shows that the paging was understood; a person who asks needs no more.
PAGES = 2
_MOST_TRIES = 6
_LONG_TEXT = 400


@dataclass(slots=True)
class SourceReader:
    """Reads one source as it is at `now`."""

    source: Source
    fetch: Fetch
    zone: ZoneInfo
    now: datetime
    seen: Seen = field(init=False)

    async def read(
        self, *, family: str | None = None, also: Sequence[str] = (), first: int = ARTICLES
    ) -> Seen:
        """The list and its `first` articles; `also` are the addresses of more articles to read."""
        today = self.now.astimezone(self.zone).date()
        pages = await read_list(self.source, self.fetch, pages=PAGES, zone=self.zone, today=today)
        items = list(pages.items.values())
        self.seen = Seen(
            at=self.now,
            family=family,
            items=[seen_item(item) for item in items],
            pages=pages.pages,
            paging=pages.paging,
            error=pages.error,
        )
        self._warn(*pages.problems, *_about(items))
        await self._articles(items, first)
        listed = {item.url: item for item in items}
        for url in also:
            if url not in {article.url for article in self.seen.articles}:
                await self._article(listed.get(url) or ListItem(url, ""))
        self._judge(items)
        return self.seen

    async def _articles(self, items: list[ListItem], most: int) -> None:
        own = [item for item in items if not item.external]
        for item in own[:_MOST_TRIES]:
            if len(self.seen.articles) < most:
                await self._article(item)

    def _judge(self, items: list[ListItem]) -> None:
        own = [item for item in items if not item.external]
        dated = [item.published for item in items] + [one.published for one in self.seen.articles]
        if self.seen.articles and not any(dated):
            self.seen.error = "no item of the list and no article has a date: these links are hardly news"
        elif own and not self.seen.articles:
            self.seen.error = "no article of the list could be read"
        elif items and not own:
            self._warn("every item of the list is a file or leads to another host: only titles are kept")

    async def _article(self, item: ListItem) -> None:
        page = await self.fetch(item.url, self.source)
        if page.error is not None:
            self._warn(f"{item.url}: {page.error}")
            return
        first = extract(page.html, page.url, zone=self.zone, source=self.source, listed=item)
        joining = Joining(first, page.url, self.zone, self.source)
        found = await whole_article(joining, self.fetch, self.source)
        # What the list suffers from, as a wrong charset, its articles mostly do, too: once is enough.
        problems = [one for one in (*page.problems, *found.problems) if one not in self.seen.warnings]
        self._warn(*(f"{item.url}: {problem}" for problem in problems))
        missing = sent_home(item.url, page.url) or (len(found.text) < _LONG_TEXT and is_soft_404(page.html))
        if missing:
            self._warn(f"{item.url}: the page says that it does not exist")
        elif not found.title or not (found.text or found.attachments or found.images):
            self._warn(f"{item.url}: neither text nor attachments nor pictures")
        else:
            if found.published is None:
                self._warn(f"{item.url}: no date of publication")
            self.seen.articles.append(seen_article(item.url, found))

    def _warn(self, *warnings: str) -> None:
        """Once each, in order."""
        self.seen.warnings = list(dict.fromkeys((*self.seen.warnings, *warnings)))


def _about(items: Collection[ListItem]) -> list[str]:
    undated = sum(item.published is None for item in items)
    external = sum(item.external for item in items)
    warnings = []
    if undated:
        warnings.append(f"{undated} of {len(items)} items have no date in the list")
    if external:
        warnings.append(f"{external} of {len(items)} items are only noted: files, or pages of other hosts")
    return warnings
