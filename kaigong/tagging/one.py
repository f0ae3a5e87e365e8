"""Documents tagged as the line would tag them, without putting them on it."""

from consumers.tagging import VERSION, Tagger
from kaigong.intake.document import Document
from wire.clock import Clock
from wire.messages import MAX_TEXT_CHARS, Article, TaggedArticle, Tagging


class Trial:
    """The tagger outside the line: nothing is kept."""

    def __init__(self, tagger: Tagger, clock: Clock) -> None:
        self._tagger = tagger
        self._clock = clock
        self._tagging = Tagging(version=VERSION, data_version=tagger.data_version, seq=1)

    def tagged(self, document: Document) -> TaggedArticle:
        return self._tagger.tag(self._article(document), tagging=self._tagging, story_id=document.name)

    def _article(self, document: Document) -> Article:
        now = self._clock.now()
        text = document.text[:MAX_TEXT_CHARS]
        return Article(
            article_id=document.name,
            revision=1,
            source_id=document.source_id or "tag",
            url=document.url,
            title=document.title,
            text=text,
            truncated=len(text) < len(document.text),
            region=document.region,
            publisher=document.publisher,
            published=document.published,
            published_precision=document.precision if document.published else "none",
            shown_at=document.published or now,
            first_seen=now,
            fetched_at=now,
            content_hash="",
        )
