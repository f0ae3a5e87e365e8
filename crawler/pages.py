"""From the text of a detail page to what may be published, or the reason why nothing may. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.article import Extracted, extract, is_soft_404
from crawler.extract.refusal import sends_home
from crawler.listings import ListItem
from crawler.look import too_old
from crawler.records import Disposition, Link
from crawler.sources import Source
from crawler.verdict import sent_home

# Shorter pages are worth asking whether they are an error page in disguise.
_LONG_TEXT = 400


def read_page(
    source: Source, link: Link, html: str, url: str, zone: ZoneInfo, now: datetime
) -> Extracted | tuple[Disposition, str]:
    """Read the page that was found at `url` when the link was asked for."""
    listed = ListItem(link.url, link.title, link.published, link.precision)
    extracted = extract(html, url, zone=zone, source=source, listed=listed)
    if sent_home(link.url, url) or sends_home(html):
        return "sent_home", "the site answers with its home page"
    if len(extracted.text) < _LONG_TEXT and is_soft_404(html):
        return "gone", "the page says that it does not exist"
    if not extracted.title:
        return "thin", "no title"
    if extracted.is_empty:
        return "thin", "neither text nor attachments nor pictures"
    # What was published once is of interest however old it is now.
    if not link.revision and too_old(source, extracted.published, now):
        return "off_window", "older than the window of its source"
    return extracted


def title_only(link: Link) -> Extracted:
    """What the listing itself says about a link that is only noted."""
    return Extracted(
        title=link.title,
        text="",
        truncated=False,
        published=link.published,
        published_precision=link.precision,
        publisher=None,
        column=None,
        doc_no=None,
        kind=None,
        provenance={"title": "list", **({"published": "list"} if link.published else {})},
    )
