"""From a page that was read to the article on the stream: revisions and records. Pure."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.article import Extracted
from crawler.records import Disposition, Link
from crawler.retries import settled
from crawler.sources import Source
from wire.codec import encode, headers_of, wrap
from wire.identity import content_hash
from wire.messages import Article, Lane, SourceState
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


def revised(draft: Draft, now: datetime) -> tuple[Link, NewRecord | None]:
    """The link as it is to be noted, and the record unless the content is the one already published.

    The revision follows from the noted one alone: after a crash before the note it is the same again, and so
    is the id of the record.
    """
    fingerprint = content_hash(draft.extracted.title, draft.extracted.text)
    link = replace(draft.link, etag=draft.etag, last_modified=draft.last_modified)
    if link.revision and fingerprint == link.content_hash:
        return settled(link, "unchanged", draft.fetched_at), None
    link = replace(
        settled(link, draft.disposition, draft.fetched_at),
        revision=link.revision + 1,
        content_hash=fingerprint,
    )
    return link, _record(ARTICLES, link.article_id, _article(draft, link), link.lane, now)


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
