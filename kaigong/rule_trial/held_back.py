"""What a rule does not tell because the tagger held it back: plans, rates, slogans …"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.held_back import asks_for_events
from consumers.alerting.relaxed import relaxed
from consumers.alerting.vocabulary import Vocabulary
from consumers.index.documents import IndexDocument
from consumers.index.port import Index, Search
from consumers.query.ast import And, Node, Or, Phrase
from consumers.query.document import prepare
from consumers.query.matcher import matches
from kaigong.rule_trial.hits import events_of, pages
from kaigong.rule_trial.report import HeldBack, HeldSample, Span
from kaigong.rule_trial.samples import sentence_around
from mappings import Kind
from wire.text import phrase

_PAGE = 200
_SAMPLES_OF_A_REASON = 3
Found = tuple[IndexDocument, IndexDocument]
_Place = tuple[str, int | None, int | None]


@dataclass(frozen=True)
class HeldBackSearch:
    """Reads the articles in which a word of the rule's event types stands."""

    index: Index
    words: Vocabulary
    compiled: CompiledRule

    def result(self, since: Node, most: int) -> HeldBack:
        """Nothing is held back from a rule that takes words as they are."""
        reasons: Counter[str] = Counter()
        samples: list[HeldSample] = []
        articles = 0
        for count, found in self.pages(since, most):
            articles += count
            for article, held in found:
                reasons[held["reason"]] += 1
                if reasons[held["reason"]] <= _SAMPLES_OF_A_REASON:
                    samples.append(_sample(article, held))
        ordered = dict(sorted(reasons.items(), key=lambda one: (-one[1], one[0])))
        order = list(ordered)
        return HeldBack(
            total=reasons.total(),
            reasons=ordered,
            of_articles=articles,
            complete=articles < most,
            samples=sorted(samples, key=lambda one: order.index(one.reason)),
        )

    def pages(self, since: Node, most: int) -> Iterator[tuple[int, Iterator[Found]]]:
        """The articles looked at, a page at a time: how many, and what was held back in which of them."""
        if not asks_for_events(self.compiled):
            return
        types = self.compiled.types or frozenset(self.words.event_types.values())
        search = Search("articles", And((relaxed(self.compiled.node), since, self._said(types))), size=_PAGE)
        for hits in pages(self.index, search, most):
            yield len(hits), self._held([hit.document for hit in hits], types)

    def _said(self, types: frozenset[str]) -> Node:
        words = [word for word, meant in self.words.event_types.items() if meant in types]
        return Or(tuple(Phrase(tuple(runs[0])) for word in words if len(runs := phrase(word)) == 1))

    def _held(self, articles: list[IndexDocument], types: frozenset[str]) -> Iterator[Found]:
        """What was held back in each article, without what the rule matches nevertheless."""
        events = events_of(self.index, articles)
        for article in articles:
            if self._on_articles and self._matches("articles", article):
                continue
            told = {_place(one) for one in events[article["article_id"]] if self._tells(one)}
            for held in article.get("held_back") or ():
                if held["type"] in types and _place(held) not in told:
                    yield article, held

    def _tells(self, event: IndexDocument) -> bool:
        return not self._on_articles and self._matches("events", event)

    def _matches(self, kind: Kind, document: IndexDocument) -> bool:
        return matches(self.compiled.node, prepare(kind, document))

    @property
    def _on_articles(self) -> bool:
        return self.compiled.rule.on == "article"


def _place(statement: IndexDocument) -> _Place:
    return statement["type"], statement["start"], statement["end"]


def _sample(article: IndexDocument, held: IndexDocument) -> HeldSample:
    sentence, mark = _sentence(article, held)
    return HeldSample(
        title=article["title"],
        shown_at=article["shown_at"],
        url=article["url"],
        keyword=held["keyword"],
        reason=held["reason"],
        sentence=sentence,
        marks=[mark] if mark else [],
    )


def _sentence(article: IndexDocument, held: IndexDocument) -> tuple[str, Span | None]:
    """A word without a place in the text stands in the title."""
    if held["start"] is not None:
        return sentence_around(article["text"], held["start"], held["end"])
    at = article["title"].find(held["keyword"])
    return article["title"], (at, at + len(held["keyword"])) if at >= 0 else None
