"""Tagged articles and their events, for the tests of the indexer and its indices."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from consumers.index.port import Index, IndexDocument, Search
from consumers.stage import Delivered
from wire import codec
from wire.messages import Event, Industry, Message, TaggedArticle, Tagging
from wire.stream import NewRecord, Partition, Record
from wire.topics import TAGGED_ARTICLES

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def event(name: str, article_id: str = "a", revision: int = 1, **fields: Any) -> Event:
    known: dict[str, Any] = {
        "event_id": f"{article_id}-{name}",
        "article_id": article_id,
        "story_id": article_id,
        "revision": revision,
        "type": "开工",
        "state": "done",
        "named": True,
        "sentence": f"{name}项目今日开工。",
        "title": "项目开工",
        "source_id": "s",
        "shown_at": NOON,
    }
    return Event(**known | fields)


def tagged(
    revision: int = 1, seq: int = 1, events: Sequence[str] = (), article_id: str = "a", **fields: Any
) -> TaggedArticle:
    """Every version tells its events in its own words, so that mixing versions up shows."""
    told = f"{revision}.{seq}"
    known: dict[str, Any] = {
        "article_id": article_id,
        "revision": revision,
        "source_id": "s",
        "url": None,
        "title": f"项目开工 {told}",
        "text": "某项目今日开工。",
        "published_precision": "none",
        "shown_at": NOON,
        "first_seen": NOON,
        "fetched_at": NOON,
        "content_hash": told,
        "tagging": Tagging(version="1", data_version="1", seq=seq),
        "story_id": article_id,
        "industries": [Industry(name="新材料", score=1.5, evidence=["镁合金"])],
        "events": [event(name, article_id, revision, reason=told) for name in events],
    }
    return TaggedArticle(**known | fields)


def delivered(*payloads: Message) -> list[Delivered]:
    return [
        Delivered(
            Record(Partition("t", 0), offset, "k", b"", {}, NOON),
            codec.wrap(payload, lane="live", trace="t", now=NOON),
        )
        for offset, payload in enumerate(payloads)
    ]


def record(article: TaggedArticle) -> NewRecord:
    envelope = codec.wrap(article, lane="live", trace="t", now=NOON)
    return NewRecord(TAGGED_ARTICLES, article.article_id, codec.encode(envelope), codec.headers_of(envelope))


def contents(index: Index) -> dict[str, dict[str, IndexDocument]]:
    kinds = ("articles", "events", "alerts", "sources")
    return {
        kind: {
            hit.id: hit.document for hit in index.search(Search(kind, size=100_000, include_hidden=True)).hits
        }
        for kind in kinds
    }


VERSIONS = [(1, 1), (1, 2), (2, 1), (2, 2), (3, 2)]


@st.composite
def histories(draw: st.DrawFn) -> list[TaggedArticle]:
    """Versions of one article, each with any of three events, some withdrawn."""
    subsets = st.lists(st.sampled_from("甲乙丙"), unique=True)
    withdrawn = st.sampled_from([None, None, None, NOON])
    versions = draw(st.lists(st.sampled_from(VERSIONS), unique=True, min_size=1))
    return [
        tagged(revision, seq, events=draw(subsets), withdrawn_at=draw(withdrawn))
        for revision, seq in sorted(versions)
    ]


@st.composite
def disturbed(draw: st.DrawFn) -> tuple[list[TaggedArticle], list[list[TaggedArticle]]]:
    """A history, and the same records in another order, some twice, cut into batches."""
    history = draw(histories())
    records = draw(st.permutations([*history, *draw(st.lists(st.sampled_from(history), max_size=3))]))
    cuts = sorted(draw(st.sets(st.integers(0, len(records)))) | {0, len(records)})
    return history, [records[start:end] for start, end in itertools.pairwise(cuts)]
