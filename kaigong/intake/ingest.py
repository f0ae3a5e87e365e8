"""Documents become articles on `articles.v1`; the revisions of what came before are remembered."""

import sqlite3
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from loguru import logger

from crawler.urls import canonical
from kaigong.intake.document import Document
from wire import codec, identity
from wire.clock import Clock
from wire.errors import RecordTooLargeError
from wire.messages import MAX_TEXT_CHARS, Article, Lane
from wire.sqlite import connect, immediate
from wire.stream import NewRecord, Producer
from wire.topics import ARTICLES


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a document does not say of itself."""

    source_id: str = "import"
    region: str | None = None


class IntakeState:
    """Which content of which article was ingested, in a file of its own. One owner."""

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection = connect(path)
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS articles (article_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, "
            "content_hash TEXT NOT NULL, first_seen REAL NOT NULL) WITHOUT ROWID"
        )

    def known(self, article_id: str) -> tuple[int, str] | None:
        """Revision and content hash of what was ingested last."""
        row = self._connection.execute(
            "SELECT revision, content_hash FROM articles WHERE article_id = ?", (article_id,)
        ).fetchone()
        return None if row is None else (int(row[0]), str(row[1]))

    def note(self, articles: Iterable[Article]) -> None:
        with immediate(self._connection):
            self._connection.executemany(
                "INSERT INTO articles VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "revision = excluded.revision, content_hash = excluded.content_hash",
                [(a.article_id, a.revision, a.content_hash, a.first_seen.timestamp()) for a in articles],
            )

    def close(self) -> None:
        self._connection.close()


@dataclass(slots=True)
class IngestReport:
    published: int = 0
    unchanged: int = 0
    failed: int = 0


class Ingest:
    """Puts documents on the stream in batches; a batch is remembered once the stream has acknowledged it."""

    def __init__(
        self, producer: Producer, state: IntakeState, clock: Clock, lane: Lane, defaults: Defaults
    ) -> None:
        self._producer = producer
        self._state = state
        self._clock = clock
        self._lane = lane
        self._defaults = defaults
        self._waiting: dict[str, Article] = {}
        self.report = IngestReport()

    def add(self, document: Document) -> None:
        article = self._article(document)
        known = self._state.known(article.article_id)
        if article.article_id in self._waiting:
            self.flush()
            known = self._state.known(article.article_id)
        if known is not None and known[1] == article.content_hash:
            self.report.unchanged += 1
            logger.bind(name=document.name, article_id=article.article_id).info("document unchanged")
            return
        revised = article if known is None else _revised(article, known[0] + 1)
        self._waiting[revised.article_id] = revised
        if len(self._waiting) >= 100:
            self.flush()

    def flush(self) -> None:
        """Publish what waits. An article that the stream refuses for its size is counted as failed."""
        waiting, self._waiting = list(self._waiting.values()), {}
        if not waiting:
            return
        try:
            self._publish(waiting)
        except RecordTooLargeError:
            for article in waiting:
                self._publish_alone(article)

    def _publish_alone(self, article: Article) -> None:
        try:
            self._publish([article])
        except RecordTooLargeError as exc:
            self.report.failed += 1
            logger.bind(article_id=article.article_id, error=str(exc)).error("document refused")

    def _publish(self, articles: list[Article]) -> None:
        self._producer.publish([self._record(article) for article in articles])
        self._state.note(articles)
        self.report.published += len(articles)
        for article in articles:
            logger.bind(article_id=article.article_id, title=article.title, lane=self._lane).info(
                "article ingested"
            )

    def _record(self, article: Article) -> NewRecord:
        envelope = codec.wrap(article, lane=self._lane, trace=uuid.uuid4().hex, now=self._clock.now())
        return NewRecord(ARTICLES, article.article_id, codec.encode(envelope), codec.headers_of(envelope))

    def _article(self, document: Document) -> Article:
        now = self._clock.now()
        url = canonical(document.url) if document.url else None
        text = document.text[:MAX_TEXT_CHARS]
        return Article(
            article_id=identity.article_id(url, document.title, document.text),
            revision=1,
            source_id=document.source_id or self._defaults.source_id,
            url=document.url,
            title=document.title,
            text=text,
            truncated=len(text) < len(document.text),
            published=document.published,
            published_precision=document.precision if document.published else "none",
            shown_at=min(document.published or now, now),
            first_seen=now,
            fetched_at=now,
            publisher=document.publisher,
            column=document.column,
            region=document.region or self._defaults.region,
            doc_no=document.doc_no,
            kind=document.kind,
            attachments=list(document.attachments),
            images=list(document.images),
            provenance=dict(document.provenance),
            content_hash=identity.content_hash(document.title, document.text),
        )


def _revised(article: Article, revision: int) -> Article:
    return msgspec.structs.replace(article, revision=revision)
