"""Pages by address, fetched as politely as the crawler does."""

from collections.abc import Sequence

from crawler.article import extract
from crawler.fetch import Fetch, fetching
from kaigong.intake.document import Document, Unreadable
from kaigong.intake.read import page_document
from wire.settings import Settings


def fetch_documents(urls: Sequence[str], settings: Settings) -> list[Document | Unreadable]:
    """One result per address, in order."""

    async def read_all(fetch: Fetch) -> list[Document | Unreadable]:
        found: list[Document | Unreadable] = []
        for url in urls:
            page = await fetch(url, None)
            if page.error is not None:
                found.append(Unreadable(url, page.error))
            else:
                found.append(page_document(extract(page.html, page.url, zone=settings.zone), url, page.url))
        return found

    return fetching(settings, read_all)
