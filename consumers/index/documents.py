"""Messages as index documents and back."""

from collections.abc import Iterable
from typing import Any

import msgspec

from mappings import Kind
from wire.messages import Alert, Event, SourceState, TaggedArticle

IndexDocument = dict[str, Any]
RETRACTED = "retracted"

# What an event's document has of its article beyond the fields of Event.
_OF_ARTICLE = ("text", "column", "region", "kind", "doc_class")
_DERIVED_OF_ARTICLE = ("event_ids", "event_types", "industry_tags")


def article_document(article: TaggedArticle) -> IndexDocument:
    """Industries by name (their scores and evidence in `industry_tags`), events by id and type."""
    document: IndexDocument = msgspec.to_builtins(article)
    del document["events"]
    document["industry_tags"] = document["industries"]
    document["industries"] = [industry.name for industry in article.industries]
    document["event_ids"] = [event.event_id for event in article.events]
    document["event_types"] = sorted({event.type for event in article.events})
    return document


def event_document(article: TaggedArticle, event: Event) -> IndexDocument:
    """The event with its article's text; the events of a withdrawn article are retracted."""
    document: IndexDocument = msgspec.to_builtins(event)
    document |= {name: getattr(article, name) for name in _OF_ARTICLE}
    return retracted(document) if article.withdrawn_at else document


def is_hidden(kind: Kind, document: IndexDocument) -> bool:
    """Whether searches leave it out unless they ask for hidden documents."""
    if kind == "articles":
        return document.get("withdrawn_at") is not None
    return kind == "events" and document.get("state") == RETRACTED


def retracted(event: IndexDocument) -> IndexDocument:
    return event | {"state": RETRACTED}


def alert_document(alert: Alert) -> IndexDocument:
    document: IndexDocument = msgspec.to_builtins(alert)
    return document


def source_document(source: SourceState) -> IndexDocument:
    document: IndexDocument = msgspec.to_builtins(source)
    return document


def tagged_article(document: IndexDocument, events: Iterable[IndexDocument] = ()) -> TaggedArticle:
    """The message that an article's document and its events' documents were made of."""
    message = {name: value for name, value in document.items() if name not in _DERIVED_OF_ARTICLE}
    message["industries"] = document["industry_tags"]
    message["events"] = [
        {name: value for name, value in event.items() if name not in _OF_ARTICLE} for event in events
    ]
    return msgspec.convert(message, TaggedArticle)
