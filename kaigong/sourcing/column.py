"""The page of a column and the family it belongs to."""

from crawler.fetch import Fetch, Fetched
from crawler.sniff import Recognition, recognise
from crawler.sources import Source

_MOST_FORWARDS = 3


async def find_column(url: str, fetch: Fetch, source: Source | None = None) -> tuple[Fetched, Recognition]:
    """The page itself, or where its refresh, its line of script or its frame leads."""
    page = await fetch(url, source)
    recognition = recognise(page.url, page.html)
    for _ in range(_MOST_FORWARDS):
        if page.error is not None or recognition.leads_to is None:
            break
        page = await fetch(recognition.leads_to, source)
        recognition = recognise(page.url, page.html)
    return page, recognition
