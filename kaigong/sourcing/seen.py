"""What the pages of a source showed at one time. Written down, it is what they are expected to show."""

from datetime import datetime

import msgspec

from crawler.article import Extracted
from crawler.listings import ListItem


class SeenItem(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    title: str
    published: datetime | None = None


class SeenArticle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The fields of one article; `provenance` tells for every field that was found where it came from."""

    url: str
    title: str
    published: datetime | None = None
    has_time: bool = False
    source: str | None = None
    first_line: str = ""
    characters: int = 0
    attachments: list[str] = []
    images: int = 0
    provenance: dict[str, str] = {}


class Seen(msgspec.Struct, kw_only=True):
    """`pages` are those of the list that were read, `paging` says how it goes on."""

    at: datetime
    family: str | None = None
    items: list[SeenItem] = []
    pages: list[str] = []
    paging: str = ""
    articles: list[SeenArticle] = []
    warnings: list[str] = []
    error: str | None = None


def seen_item(item: ListItem) -> SeenItem:
    return SeenItem(url=item.url, title=item.title, published=item.published)


def seen_article(url: str, extracted: Extracted) -> SeenArticle:
    return SeenArticle(
        url=url,
        title=extracted.title,
        published=extracted.published,
        has_time=extracted.published_precision == "minute",
        source=extracted.publisher,
        first_line=extracted.text.partition("\n")[0][:120],
        characters=len(extracted.text),
        attachments=[one.name or one.url for one in extracted.attachments],
        images=len(extracted.images),
        provenance=dict(extracted.provenance),
    )
