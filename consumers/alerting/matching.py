"""Which rules an article and its events match: cheap conditions first, the query last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consumers.alerting.compiled import CompiledRule
from consumers.index.documents import IndexDocument, article_document, event_document
from consumers.query.ast import TEXT_FIELDS
from consumers.query.document import Document, prepare
from consumers.query.matcher import matches
from mappings import Kind
from wire.messages import Event, TaggedArticle
from wire.text import fold


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that an article matches, or one of its events; `why` is for the reader."""

    compiled: CompiledRule
    event: Event | None
    why: str


def match_all(rules: Iterable[CompiledRule], article: TaggedArticle) -> Iterator[Match]:
    of_articles: list[CompiledRule] = []
    of_events: list[CompiledRule] = []
    for one in rules:
        (of_events if one.rule.on == "event" else of_articles).append(one)
    yield from _match_article(of_articles, article)
    for event in article.events:
        yield from _match_event(of_events, article, event)


def _match_article(rules: list[CompiledRule], article: TaggedArticle) -> Iterator[Match]:
    if not rules:
        return
    folded = fold(article.title)[0] + "\n" + fold(article.text)[0]
    codes = article.place_codes
    types = {event.type for event in article.events}
    likely = [
        one
        for one in rules
        if _overlap(one.places, codes) and _overlap(one.types, types) and _may_contain(one, folded)
    ]
    if likely:
        document = _document("articles", article_document(article), likely)
        yield from _evaluated(likely, document, None)


def _match_event(rules: list[CompiledRule], article: TaggedArticle, event: Event) -> Iterator[Match]:
    likely = [
        one for one in rules if _overlap(one.types, (event.type,)) and _overlap(one.places, event.place_codes)
    ]
    if likely:
        document = _document("events", event_document(article, event), likely)
        yield from _evaluated(likely, document, event)


def _evaluated(rules: list[CompiledRule], document: Document, event: Event | None) -> Iterator[Match]:
    for one in rules:
        if matches(one.node, document):
            yield Match(one, event, one.explain(document))


def _document(kind: Kind, fields: IndexDocument, rules: list[CompiledRule]) -> Document:
    """Without title and text where no rule reads them: making their tokens costs most of the time."""
    if not any(one.reads_text for one in rules):
        fields = {name: value for name, value in fields.items() if name not in TEXT_FIELDS}
    return prepare(kind, fields)


def _overlap(needed: frozenset[str] | None, values: Iterable[str]) -> bool:
    return needed is None or not needed.isdisjoint(values)


def _may_contain(one: CompiledRule, folded: str) -> bool:
    return one.phrases is None or any(all(token in folded for token in tokens) for tokens in one.phrases)
