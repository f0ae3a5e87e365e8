"""What the crawl state remembers of a source and of a link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from crawler.listings import Ask
from wire.messages import Lane, Precision, SourceHealth

LinkStatus = Literal["pending", "seen", "failed"]
Disposition = Literal[
    "published",  # a new article or a new revision is on the stream
    "unchanged",  # fetched again, nothing new
    "link_only",  # published with the title of its listing alone
    "thin",  # no title, or neither body nor attachment nor picture
    "off_window",  # older than the source's window
    "invalid",  # no page at all: a file, or an article too large for the stream
    "gone",  # 404, 410 or a page that says so
    "withdrawn",  # a published article stayed gone, and its withdrawal is on the stream
    "sent_home",  # the site answers with its home page, which may mean anything
    "blocked",  # refused by the site, or a challenge page
    "robots",  # forbidden by robots.txt
    "refused",  # a private address, another scheme, a redirect off the source's hosts
    "failed",  # no usable answer
]


class SourceRecord(Struct, kw_only=True):
    """A source's memory. Times are aware UTC; counters of failures are consecutive and reset by a success."""

    source_id: str
    first_done: bool = False
    next_due: datetime | None = None
    last_ok: datetime | None = None
    last_new_at: datetime | None = None
    gap_seconds: float | None = None
    incomplete: bool = False
    broken_looks: int = 0
    etag: str | None = None
    last_modified: str | None = None
    full_fetch_at: datetime | None = None
    had_items: bool = False
    empty_looks: int = 0
    failures: int = 0
    last_error: str = ""
    bad_details: int = 0
    newest_published: datetime | None = None
    stale_articles: int = 0
    blocks: int = 0
    resting_until: datetime | None = None
    block_reason: str = ""
    health: SourceHealth | None = None
    health_since: datetime | None = None
    health_reason: str = ""
    health_revision: int = 0
    health_told: int = 0


class BackfillRecord(Struct, kw_only=True):
    """How far back a source was read: `waiting` are the pages to read next, `asked` those that were."""

    source_id: str
    since: datetime
    waiting: list[Ask] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    pages: int = 0
    found: int = 0
    failures: int = 0
    next_try: datetime | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link, discovered on a listing. `next_try` None: it will not be fetched again.

    `gone_since` is when a published article was first found gone. A `past` link was found by going back
    through the listing: it is fetched in the slow lane and not looked at again.
    """

    article_id: str
    url: str
    source_id: str
    title: str
    published: datetime | None
    precision: Precision
    discovered_at: datetime
    lane: Lane
    status: LinkStatus = "pending"
    attempts: int = 0
    next_try: datetime | None = None
    disposition: Disposition | None = None
    fetched_at: datetime | None = None
    revision: int = 0
    content_hash: str = ""
    etag: str | None = None
    last_modified: str | None = None
    gone_since: datetime | None = None
    withdrawn_at: datetime | None = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class RobotsRecord:
    """A fetched robots.txt. `rules` None: it could not be had, which forbids everything."""

    origin: str
    fetched_at: datetime
    decision: str
    rules: str | None
