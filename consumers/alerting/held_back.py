"""Keywords that were no event, and the rules that would have told them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.matching import Match
from consumers.alerting.relaxed import relaxed
from consumers.alerting.rule_changes import RuleChanges
from consumers.alerting.rules import Rule
from consumers.index.documents import article_document
from consumers.matching.index import QueryIndex
from consumers.query.ast import And, AnyOf, Node
from consumers.query.document import prepare
from wire.messages import Event, HeldBack, TaggedArticle

# A word of an article: what it stands for, and where it stands.
Place: TypeAlias = tuple[str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class HeldFrom:
    """What was held back from a rule."""

    rule: Rule
    words: tuple[HeldBack, ...]


class HeldBackMatcher:
    """Asks all rules at once, as RuleMatcher does."""

    def __init__(self) -> None:
        self._changes = RuleChanges()
        self._index: QueryIndex[int] = QueryIndex()

    def use(self, rules: Collection[CompiledRule]) -> None:
        """Makes these the rules in force."""
        gone, fresh = self._changes.take(rules)
        self._index.remove(key for key, one in gone.items() if asks_for_events(one))
        self._index.put({key: _asked(one) for key, one in fresh.items() if asks_for_events(one)})

    def match(self, article: TaggedArticle, matches: Iterable[Match]) -> list[HeldFrom]:
        """By rule; `matches` are those of the article, which say what was told nevertheless."""
        if not article.held_back or not len(self._index):
            return []
        told = _told(matches)
        found = [HeldFrom(one.rule, _held_from(one, article, told)) for one in self._rules(article)]
        return sorted((one for one in found if one.words), key=lambda one: one.rule.id)

    def _rules(self, article: TaggedArticle) -> Iterator[CompiledRule]:
        document = article_document(article)
        # The words are asked for as if they were the events of the article.
        document["event_types"] = sorted({word.type for word in article.held_back})
        asked = {name: value for name, value in document.items() if name in self._index.fields}
        for key in self._index.matching(prepare("articles", asked)):
            yield self._changes.rules[key]


def asks_for_events(compiled: CompiledRule) -> bool:
    """Nothing is held back from a rule that takes words as they are."""
    return compiled.rule.on == "event" or compiled.types is not None


def place_of(word: HeldBack | Event) -> Place:
    return word.type, word.start, word.end


def _asked(compiled: CompiledRule) -> Node:
    node = relaxed(compiled.node)
    return node if compiled.types is None else And((node, AnyOf("event_types", compiled.types)))


def _told(matches: Iterable[Match]) -> Mapping[str, set[Place] | None]:
    """The places of each rule's events; None where the article matches by itself."""
    told: dict[str, set[Place] | None] = {}
    for match in matches:
        if match.event is None:
            told[match.compiled.rule.id] = None
        elif (places := told.setdefault(match.compiled.rule.id, set())) is not None:
            places.add(place_of(match.event))
    return told


def _held_from(
    compiled: CompiledRule, article: TaggedArticle, told: Mapping[str, set[Place] | None]
) -> tuple[HeldBack, ...]:
    places = told.get(compiled.rule.id, set[Place]())
    if places is None:
        return ()
    types = compiled.types
    return tuple(
        word
        for word in article.held_back
        if (types is None or word.type in types) and place_of(word) not in places
    )
