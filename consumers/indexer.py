"""The indexer, sole writer of the index: any order and repetition of its records ends in the same index."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeAlias

from loguru import logger

from consumers.index.documents import IndexDocument, alert_document, source_document
from consumers.index.port import Index, Write, external_version
from consumers.index.revisions import Revisions, version_of
from consumers.stage import Delivered, Outcome
from mappings import Kind
from wire.clock import Clock
from wire.errors import InvalidMessageError
from wire.messages import Alert, SourceState, TaggedArticle
from wire.topics import ALERTS, SOURCES, TAGGED_ARTICLES

_Key: TypeAlias = tuple[Kind, str, int]


class Indexer:
    """Writes tagged articles, their events, alerts and source states; the loop feeds it."""

    stage = "indexer"
    topics: Collection[str] = (TAGGED_ARTICLES, ALERTS, SOURCES)

    def __init__(self, index: Index, clock: Clock) -> None:
        self._index = index
        self._clock = clock

    def handle(self, batch: Sequence[Delivered]) -> Outcome:
        started = self._clock.monotonic()
        payloads = [delivered.envelope.payload for delivered in batch]
        revisions = self._revisions([one for one in payloads if isinstance(one, TaggedArticle)])
        writes = [*_state_writes(payloads), *self._event_writes(revisions)]
        errors = self._write(writes)
        # The articles go last: a stored article promises that its events, and the retractions that
        # its predecessor's event_ids asked for, are stored too, also after a crash in between.
        errors |= self._write([one.article_write() for one in revisions])
        logger.bind(records=len(batch), seconds=round(self._clock.monotonic() - started, 3)).debug(
            "batch indexed"
        )
        return Outcome(
            rejected=[
                (delivered.record, InvalidMessageError(error))
                for delivered in batch
                if (error := _error_of(delivered.envelope.payload, errors))
            ]
        )

    def close(self) -> None:
        self._index.close()

    def _revisions(self, articles: Sequence[TaggedArticle]) -> list[Revisions]:
        by_id: dict[str, list[TaggedArticle]] = defaultdict(list)
        for article in articles:
            by_id[article.article_id].append(article)
        stored = self._index.get_many("articles", by_id)
        return [Revisions.of(stored.get(article_id), arrived) for article_id, arrived in by_id.items()]

    def _event_writes(self, revisions: Sequence[Revisions]) -> Iterator[Write]:
        vanished = {event_id for one in revisions for event_id in one.vanished()}
        stored = self._index.get_many("events", vanished) if vanished else {}
        for one in revisions:
            yield from one.event_writes({id_: stored[id_] for id_ in one.vanished() if id_ in stored})

    def _write(self, writes: Sequence[Write]) -> dict[_Key, str]:
        """What the index could not take, and why."""
        results = self._index.write(writes) if writes else []
        return {
            (write.kind, write.id, write.version): f"{write.kind}/{write.id}: {result.error}"
            for write, result in zip(writes, results, strict=True)
            if result.outcome == "invalid"
        }


def _state_writes(payloads: Sequence[Any]) -> Iterator[Write]:
    for payload in payloads:
        match payload:
            case Alert():
                yield _state_write("alerts", payload.alert_id, payload.revision, alert_document(payload))
            case SourceState():
                yield _state_write("sources", payload.source_id, payload.revision, source_document(payload))
            case _:
                pass


def _state_write(kind: Kind, id_: str, revision: int, document: IndexDocument) -> Write:
    return Write(kind, id_, external_version(revision), document)


def _error_of(payload: Any, errors: dict[_Key, str]) -> str | None:
    match payload:
        case TaggedArticle():
            version = version_of(payload)
            keys: list[_Key] = [("articles", payload.article_id, version)]
            for event in payload.events:
                keys += (("events", event.event_id, version), ("events", event.event_id, version + 1))
        case Alert():
            keys = [("alerts", payload.alert_id, external_version(payload.revision))]
        case SourceState():
            keys = [("sources", payload.source_id, external_version(payload.revision))]
        case _:
            return f"the indexer takes no {type(payload).__name__}"
    return next((errors[key] for key in keys if key in errors), None)
