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
_DERIVED_OF_ARTICLE = ("event_ids", "event_types", "industry_tags", "held_reasons")
# Of an alert's facts, which are kept as told and not searched, what people count and choose by.
_OF_FACTS = {
    "rule_name": "rule_name",
    "type": "type",
    "state": "state",
    "project": "project",
    "title": "title",
    "place_code": "main_place",
    "industry": "main_industry",
    "url": "url",
    "source_id": "source_id",
}


def article_document(article: TaggedArticle) -> IndexDocument:
    """Industries by name (their scores and evidence in `industry_tags`), events by id and type."""
    document: IndexDocument = msgspec.to_builtins(article)
    del document["events"]
    document["industry_tags"] = document["industries"]
    document["industries"] = [industry.name for industry in article.industries]
    document["event_ids"] = [event.event_id for event in article.events]
    document["event_types"] = sorted({event.type for event in article.events})
    document["held_reasons"] = sorted({held.reason for held in article.held_back})
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
    """With what its facts say, and the seconds until the first receiver had it."""
    document: IndexDocument = msgspec.to_builtins(alert)
    for fact, field in _OF_FACTS.items():
        value = alert.facts.get(fact)
        document[field] = value if isinstance(value, str) else None
    amount = alert.facts.get("amount_cny")
    document["amount_yi"] = amount / 100_000_000 if isinstance(amount, int) else None
    sent = [delivery.sent_at for delivery in alert.deliveries if delivery.sent_at is not None]
    document["wait_seconds"] = round((min(sent) - alert.created_at).total_seconds(), 3) if sent else None
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
