"""The demo's news in a real index, once for many questions, and the truth about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from demo_corpus import NOW, messages
from elasticsearch import Elasticsearch
from indices import elastic_index, shared_indices

from consumers.index.documents import alert_document, article_document, event_document, source_document
from consumers.index.port import Write
from kaigong.demo.model import ExpectedEvent
from kaigong.demo.world import World
from kaigong.kibana.dsl import Period
from mappings import KINDS, Kind
from wire.messages import Alert, SourceState, TaggedArticle

Document = dict[str, Any]
EVERYTHING = Period(datetime(2025, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@dataclass
class Corpus:
    """Documents as the indexer writes them; `truth` is what happened, but for what was withdrawn."""

    documents: dict[Kind, list[Document]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    truth: list[tuple[datetime, ExpectedEvent]] = field(default_factory=list)
    prefix: str = ""
    client: Any = None

    def ask(self, kind: Kind, body: dict[str, Any]) -> Any:
        return self.client.search(index=f"{self.prefix}-{kind}", **body)


@contextmanager
def indexed_corpus(url: str) -> Iterator[Corpus]:
    corpus = _made()
    with shared_indices(url) as corpus.prefix, Elasticsearch(url) as corpus.client:
        index = elastic_index(url, corpus.prefix)
        for kind, documents in corpus.documents.items():
            index.write([Write(kind, one[f"{kind[:-1]}_id"], 1, one) for one in documents])
            assert index.count(kind) == len(documents)
        index.close()
        yield corpus


def _made() -> Corpus:
    """One article is withdrawn, and its events with it."""
    corpus = Corpus()
    every = list(messages())
    tagged = [one for one in every if isinstance(one, TaggedArticle)]
    withdrawn = next(one for one in tagged if one.withdrawn_at is not None)
    first = {one.article_id: one for one in tagged if one.revision == 1}
    for article in (first | {withdrawn.article_id: withdrawn}).values():
        corpus.documents["articles"].append(article_document(article))
        events = first[article.article_id].events
        corpus.documents["events"] += [event_document(article, event) for event in events]
    alerts = {one.alert_id: one for one in every if isinstance(one, Alert)}
    corpus.documents["alerts"] = [alert_document(one) for one in alerts.values()]
    corpus.documents["sources"] = [source_document(one) for one in every if isinstance(one, SourceState)]
    gone = str(withdrawn.url).rpartition("/")[2]
    corpus.truth = [
        (demo.published, event)
        for demo in World(NOW).all(300.0)
        for event in demo.truth.events
        if event.state == "done" and demo.id != gone
    ]
    return corpus
