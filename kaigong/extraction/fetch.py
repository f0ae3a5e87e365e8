"""A page by its address, fetched as politely as the crawler does."""

from crawler.article import Extracted
from crawler.fetch import Fetch, fetching
from crawler.joining import Joining
from crawler.sources import Source
from crawler.verdict import sent_home
from kaigong.extraction.fields import NoArticle, read_page
from wire.settings import Settings


def fetch_article(url: str, settings: Settings) -> tuple[Extracted | NoArticle, str]:
    """What was found, and where the redirects ended."""

    async def read(fetch: Fetch) -> tuple[Extracted | NoArticle, str]:
        page = await fetch(url, None)
        if page.error is not None:
            return NoArticle(page.error), page.url
        if sent_home(url, page.url):
            return NoArticle("the site answers with its home page"), page.url
        found = read_page(page.html, page.url, settings.zone)
        if isinstance(found, NoArticle):
            return found, page.url
        found.problems.extend(page.problems)
        return await whole_article(Joining(found, page.url, settings.zone), fetch), page.url

    return fetching(settings, read)


async def whole_article(joining: Joining, fetch: Fetch, source: Source | None = None) -> Extracted:
    """The article with its further pages."""
    while (url := joining.next_page()) is not None:
        page = await fetch(url, source)
        if page.error is not None:
            joining.lose(url, page.error)
        else:
            joining.add(page.url, page.html)
    return joining.article()
