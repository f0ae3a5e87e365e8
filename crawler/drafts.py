"""From a page that was read to the article on the stream: revisions and records. Pure."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from crawler.article import Extracted
from crawler.changes import change
from crawler.pages import title_only
from crawler.records import Disposition, Link
from crawler.retries import settled
from crawler.revisits import Revisits
from crawler.sources import Source
from wire.codec import encode, headers_of, wrap
from wire.identity import content_hash
from wire.messages import Article, Change, ChangeKind, Lane, SourceState
from wire.stream import NewRecord
from wire.topics import ARTICLES, SOURCES


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that was read. `disposition` is what it becomes once it is on the stream."""

    link: Link
    source: Source
    extracted: Extracted
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    disposition: Disposition = "published"


@dataclass(frozen=True, slots=True)
class Revision:
    """What is to be noted of a link, what to be published, and the copy to keep of what was published."""

    link: Link
    record: NewRecord | None = None
    copy: Article | None = None


def revised(draft: Draft, before: Article | None, now: datetime, revisits: Revisits) -> Revision:
    """The link as it is to be noted, and the record unless the content is the one already published.

    `before` is the copy of the last revision. The number of the revision follows from the noted one alone:
    after a crash before the note it is the same again, and so is the id of the record.
    """
    fingerprint = content_hash(draft.extracted.title, draft.extracted.text)
    link = replace(draft.link, etag=draft.etag, last_modified=draft.last_modified)
    returned = link.withdrawn_at is not None
    if link.revision and fingerprint == link.content_hash and not returned:
        link = settled(link, "unchanged", draft.fetched_at, revisits)
        # A crawler of an earlier version kept no copies.
        return Revision(link, copy=_article(draft, link) if before is None else None)
    link = replace(
        settled(link, draft.disposition, draft.fetched_at, revisits),
        revision=link.revision + 1,
        content_hash=fingerprint,
    )
    article = _article(draft, link)
    if link.revision > 1:
        article = msgspec.structs.replace(article, change=_change(draft, before, returned=returned))
    return Revision(link, _record(ARTICLES, link.article_id, article, link.lane, now), article)


def withdrawn(
    link: Link, source: Source, before: Article | None, now: datetime, revisits: Revisits
) -> Revision:
    """The revision that says that an article is gone; it tells everything else as it was published last."""
    link = replace(settled(link, "withdrawn", now, revisits), revision=link.revision + 1)
    article = before or _article(Draft(link, source, title_only(link), now), link)
    article = msgspec.structs.replace(
        article,
        revision=link.revision,
        fetched_at=now,
        withdrawn_at=link.withdrawn_at,
        change=Change(kind="withdrawn"),
    )
    return Revision(link, _record(ARTICLES, link.article_id, article, link.lane, now), article)


def _change(draft: Draft, before: Article | None, *, returned: bool) -> Change:
    kind: ChangeKind = "returned" if returned else "edited"
    if before is None:
        return Change(kind=kind)
    extracted = draft.extracted
    return change(before, extracted.title, extracted.text, extracted.published, kind=kind)


def state_record(state: SourceState, now: datetime) -> NewRecord:
    return _record(SOURCES, state.source_id, state, "live", now)


def _record(topic: str, key: str, payload: Article | SourceState, lane: Lane, now: datetime) -> NewRecord:
    envelope = wrap(payload, lane=lane, trace=uuid.uuid4().hex, now=now)
    return NewRecord(topic, key, encode(envelope), headers_of(envelope))


def _article(draft: Draft, link: Link) -> Article:
    extracted = draft.extracted
    published = extracted.published
    return Article(
        article_id=link.article_id,
        revision=link.revision,
        source_id=draft.source.id,
        url=link.url,
        title=extracted.title,
        text=extracted.text,
        truncated=extracted.truncated,
        published=published,
        published_precision=extracted.published_precision,
        shown_at=min(published, link.discovered_at) if published else link.discovered_at,
        first_seen=link.discovered_at,
        fetched_at=draft.fetched_at,
        publisher=extracted.publisher,
        column=extracted.column,
        region=draft.source.region,
        doc_no=extracted.doc_no,
        kind=extracted.kind,
        attachments=extracted.attachments,
        images=extracted.images,
        provenance=extracted.provenance,
        content_hash=link.content_hash,
    )
