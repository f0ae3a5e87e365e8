"""The hits of a rule as the alerter saw them: each article with its events."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from consumers.alerting.compiled import CompiledRule
from consumers.index.documents import RETRACTED, IndexDocument, tagged_article
from consumers.index.port import Hit, Index, Search
from consumers.query.ast import Node
from mappings import Kind
from wire.messages import Event, TaggedArticle

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An article and which of its events match; an article that matches by itself has none here."""

    article: TaggedArticle
    events: tuple[Event, ...]


def kind_of(compiled: CompiledRule) -> Kind:
    return "events" if compiled.rule.on == "event" else "articles"


def found(index: Index, compiled: CompiledRule, query: Node, most: int) -> Iterator[list[Found]]:
    """The newest hits of the query, a page at a time, `most` at the most."""
    for hits in pages(index, Search(kind_of(compiled), query, size=_PAGE), most):
        wanted: dict[str, set[str]] = {}
        for hit in hits:
            wanted.setdefault(hit.document["article_id"], set()).add(hit.id)
        documents = index.get_many("articles", list(wanted))
        events = events_of(index, list(documents.values()))
        yield [
            _found(documents[article_id], events[article_id], ids)
            for article_id, ids in wanted.items()
            if article_id in documents
        ]


def pages(index: Index, search: Search, most: int) -> Iterator[list[Hit]]:
    while True:
        page = index.search(replace(search, size=min(search.size, most)))
        if page.hits:
            yield page.hits
        most -= len(page.hits)
        if page.cursor is None or most <= 0:
            return
        search = replace(search, cursor=page.cursor)


def events_of(index: Index, articles: list[IndexDocument]) -> dict[str, list[IndexDocument]]:
    """The events of each article by its id, in order, without retracted ones."""
    texts = {event_id: article["text"] for article in articles for event_id in article["event_ids"]}
    ids = list(texts)
    documents: dict[str, IndexDocument] = {}
    for start in range(0, len(ids), _PAGE):
        for event_id, document in index.get_many("events", ids[start : start + _PAGE]).items():
            # Each has its article's text, which may be long: it is held once.
            documents[event_id] = document | {"text": texts[event_id]}
    return {
        article["article_id"]: [
            documents[event_id]
            for event_id in article["event_ids"]
            if event_id in documents and documents[event_id].get("state") != RETRACTED
        ]
        for article in articles
    }


def _found(document: IndexDocument, events: list[IndexDocument], hits: set[str]) -> Found:
    article = tagged_article(document, events)
    return Found(article, tuple(event for event in article.events if event.event_id in hits))
