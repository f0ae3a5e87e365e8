"""Which rules an article and its events match."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.rule_changes import RuleChanges
from consumers.index.documents import IndexDocument, article_document, event_document
from consumers.matching.index import QueryIndex
from consumers.matching.phrases import PhraseFinder
from consumers.query.document import Document, prepare
from mappings import Kind
from wire.messages import Event, TaggedArticle


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that an article matches, or one of its events; `why` is for the reader."""

    compiled: CompiledRule
    event: Event | None
    why: str


class RuleMatcher:
    """Asks all rules at once, and takes in changes between two articles."""

    def __init__(self, rules: Collection[CompiledRule] = ()) -> None:
        finder = PhraseFinder()
        self._on_articles: QueryIndex[int] = QueryIndex(finder)
        self._on_events: QueryIndex[int] = QueryIndex(finder)
        self._changes = RuleChanges()
        self.use(rules)

    def use(self, rules: Collection[CompiledRule]) -> None:
        """Makes these the rules in force."""
        gone, fresh = self._changes.take(rules)
        for index, on in ((self._on_articles, "article"), (self._on_events, "event")):
            index.remove(key for key, one in gone.items() if one.rule.on == on)
            index.put({key: one.node for key, one in fresh.items() if one.rule.on == on})

    def match(self, article: TaggedArticle) -> Iterator[Match]:
        """The article first, then its events; the rules by their ids."""
        for compiled, event, document in self._found(article):
            yield Match(compiled, event, compiled.explain(document))

    def hits(self, article: TaggedArticle) -> Iterator[tuple[CompiledRule, Event | None]]:
        """The same, for whoever does not ask why."""
        for compiled, event, _ in self._found(article):
            yield compiled, event

    def _found(self, article: TaggedArticle) -> Iterator[tuple[CompiledRule, Event | None, Document]]:
        if len(self._on_articles):
            yield from self._asked("articles", article_document(article), None)
        if len(self._on_events):
            for event in article.events:
                yield from self._asked("events", event_document(article, event), event)

    def _asked(
        self, kind: Kind, fields: IndexDocument, event: Event | None
    ) -> Iterator[tuple[CompiledRule, Event | None, Document]]:
        index = self._on_events if kind == "events" else self._on_articles
        document = prepare(kind, {name: value for name, value in fields.items() if name in index.fields})
        found = [self._changes.rules[key] for key in index.matching(document)]
        for compiled in sorted(found, key=lambda one: one.rule.id):
            yield compiled, event, document


def match_all(rules: Collection[CompiledRule], article: TaggedArticle) -> Iterator[Match]:
    """For a single article; whoever has many keeps a RuleMatcher."""
    return RuleMatcher(rules).match(article)
