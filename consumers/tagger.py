"""The tagger stage: every article becomes one tagged article and one list of project events."""

from collections.abc import Sequence

from loguru import logger

from consumers.stage import Delivered, Outcome
from consumers.tagging import VERSION, Tagger
from consumers.tagging.state import TaggerState
from consumers.tagging.stories import fingerprint
from wire import codec
from wire.clock import Clock
from wire.errors import InvalidMessageError
from wire.messages import Article, Envelope, Message, ProjectEvents, TaggedArticle
from wire.stream import NewRecord
from wire.topics import ARTICLES, PROJECT_EVENTS, TAGGED_ARTICLES, TOPICS


class TaggerStage:
    """A Handler. `superseded` counts the revisions that came after a newer one and were dropped."""

    stage = "tagger"
    topics = (ARTICLES,)

    def __init__(self, tagger: Tagger, state: TaggerState, clock: Clock) -> None:
        self._tagger = tagger
        self._state = state
        self._clock = clock
        self._tagging = state.tagging(VERSION, tagger.data_version)
        self.superseded = 0

    def handle(self, batch: Sequence[Delivered]) -> Outcome:
        outcome = Outcome()
        with self._state.transaction():
            for delivered in batch:
                try:
                    outcome.outputs += self._outputs(delivered)
                except InvalidMessageError as exc:
                    outcome.rejected.append((delivered.record, exc))
        return outcome

    def close(self) -> None:
        self._state.close()

    def _outputs(self, delivered: Delivered) -> list[NewRecord]:
        article = delivered.envelope.payload
        if not isinstance(article, Article) or isinstance(article, TaggedArticle):
            raise InvalidMessageError(f"expected 'article', got {delivered.envelope.type!r}")
        record = delivered.record
        story_id = self._state.story_of(
            article.article_id,
            article.revision,
            fingerprint(article),
            place=f"{record.partition.topic}[{record.partition.index}]",
            position=record.offset,
        )
        if story_id is None:
            self.superseded += 1
            logger.bind(article_id=article.article_id, revision=article.revision).info(
                "older revision dropped"
            )
            return []
        tagged = self._tagger.tag(article, tagging=self._tagging, story_id=story_id)
        events = ProjectEvents(
            article_id=tagged.article_id,
            revision=tagged.revision,
            story_id=story_id,
            tagging=self._tagging,
            events=tagged.events,
            withdrawn_at=tagged.withdrawn_at,
        )
        source = delivered.envelope
        return [self._record(TAGGED_ARTICLES, tagged, source), self._record(PROJECT_EVENTS, events, source)]

    def _record(
        self, topic: str, payload: TaggedArticle | ProjectEvents, source: Envelope[Message]
    ) -> NewRecord:
        envelope = codec.wrap(payload, lane=source.lane, trace=source.trace, now=self._clock.now())
        value = codec.encode(envelope)
        limit = TOPICS[topic].max_bytes
        if len(value) > limit:
            raise InvalidMessageError(f"the tagged article takes {len(value)} bytes; {topic} holds {limit}")
        return NewRecord(topic, payload.article_id, value, codec.headers_of(envelope))
