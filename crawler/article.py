"""A detail page becomes an article: a page and its address go in, fields with their origin come out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from crawler.extract.body import Body, BodyFinder
from crawler.extract.dom import Element, select, text_of
from crawler.extract.encoding import decode_html
from crawler.extract.further import further_pages
from crawler.extract.media import attachments_in, is_file_block
from crawler.extract.origin import find_column, find_doc_no, find_publisher
from crawler.extract.page import Frame, Page
from crawler.extract.published import find_published
from crawler.extract.refusal import challenge, is_soft_404
from crawler.extract.title import find_title
from crawler.listings import ListItem
from crawler.source_model import Detail, Source
from wire.messages import MAX_TEXT_CHARS, Attachment, Precision

__all__ = ["Extracted", "challenge", "decode_html", "extract", "is_soft_404"]

# Blocks that hold the attachments of an article outside of its text.
_BESIDE = (
    *(".article-appendixs", ".rel-appendixs", "#pdfshow", ".attachment", ".attachments"),
    *(".fujian", "#fujian", ".annex"),
)

_LEVELS_UP = 3
_MOST_BLOCKS = 20
_MOST_PARAGRAPHS = 1_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page says. `provenance` tells for every field that was found where it came from."""

    title: str
    text: str
    truncated: bool
    published: datetime | None
    published_precision: Precision
    publisher: str | None
    column: str | None
    doc_no: str | None
    kind: str | None
    attachments: list[Attachment] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    videos: list[str] = field(default_factory=list)
    provenance: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    # Where an article goes on; `crawler.joining` makes one of its pages.
    further_pages: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but a title; an article may be a picture or a film alone."""
        return not (self.text or self.attachments or self.images or self.videos)


def extract(
    html: str, url: str, *, zone: ZoneInfo, source: Source | None = None, listed: ListItem | None = None
) -> Extracted:
    """Read a detail page; never raises. An empty text with attachments or images is a valid article."""
    page = Page(html, url, zone, source.detail if source else Detail(), listed)
    title, title_how = find_title(page)
    base = _base(page)
    body = BodyFinder(page, base, title).find()
    attachments = attachments_in(_attachment_places(page, body), base)
    frame = Frame.around(page.lines, body.lines)
    published, published_how = find_published(page, frame)
    publisher, publisher_how = find_publisher(page, frame, source.source_aliases if source else {})
    column, column_how = find_column(page, frame)
    text = body.text
    doc_no, doc_no_how = find_doc_no(page, title, text)
    kind = page.metas.get("ColumnType")
    if not (text or attachments or body.images or body.videos):
        page.problems.append("no text, attachment or image was found")
    provenance = {
        "title": title_how,
        "text": body.how if text else "nothing",
        "published": published_how,
        "published_decision": page.date_decision or "nothing",
        "publisher": publisher_how,
        "column": column_how,
        "doc_no": doc_no_how,
        "kind": f"meta:{kind[0]}" if kind else "nothing",
        "attachments": body.how if body.attachments else "beside the text" if attachments else "nothing",
        "images": body.how if body.images else "nothing",
        "videos": body.how if body.videos else "nothing",
    }
    return Extracted(
        title=title,
        text=text[:MAX_TEXT_CHARS],
        truncated=len(text) > MAX_TEXT_CHARS,
        published=published.at if published else None,
        published_precision=published.precision if published else "none",
        publisher=publisher,
        column=column,
        doc_no=doc_no,
        kind=kind[1] if kind else None,
        attachments=attachments,
        images=list(body.images),
        videos=list(body.videos),
        provenance={name: how for name, how in provenance.items() if how != "nothing"},
        problems=page.problems,
        further_pages=further_pages(page.root, html, url) if url else [],
    )


def _base(page: Page) -> str:
    own = page.url or _own_address(page)
    for element in select(page.root, "base[href]")[:1]:
        try:
            return urljoin(own, element.get("href", "").strip())
        except ValueError:
            break
    return own


def _own_address(page: Page) -> str:
    """What a saved page says of its address."""
    links = (link.get("href", "") for link in select(page.root, "link[rel=canonical]")[:1])
    said = (*links, page.metas.value("Url") or "", page.metas.value("og:url") or "")
    return next((address for address in said if address.startswith(("http://", "https://"))), "")


def _attachment_places(page: Page, body: Body) -> list[Element]:
    places = page.names.find(*_BESIDE)
    if body.element is None:
        return places
    return [
        body.element,
        *places,
        *_following(_in_page(page, body) if body.how == "readability" else body.element),
    ]


def _in_page(page: Page, body: Body) -> Element:
    """Where a guessed text, which is a copy, ends on the page itself."""
    last = body.lines[-1].text if body.lines else ""
    ends = (one for one in islice(page.root.iter("p", "div", "td"), _MOST_PARAGRAPHS) if text_of(one) == last)
    return next(ends, page.root)


def _following(text: Element) -> Iterator[Element]:
    """Blocks of files behind the text: they say 附件, or their links look like files."""
    element = text
    for _ in range(_LEVELS_UP):
        for block in islice(element.itersiblings(), _MOST_BLOCKS):
            if is_file_block(block):
                yield block
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return
        element = parent
