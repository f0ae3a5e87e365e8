"""A record with its matches, and what the matches of one alert say together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consumers.alerting.changes import Statement
from consumers.alerting.facts import MAX_TITLE_CHARS
from consumers.alerting.held_back import HeldFrom
from consumers.alerting.matching import Match
from consumers.alerting.outbox_writing import KnownAlert
from wire.identity import alert_id_for_article, alert_id_for_event
from wire.messages import Envelope, TaggedArticle

_MAX_EVENT_IDS = 200
# More money than there is, and more than JSON's readers hold in a number.
_MOST_YUAN = 10**18


@dataclass(frozen=True, slots=True)
class Matched:
    """A record with its matches, those of one alert together, and what was held back from rules."""

    envelope: Envelope[TaggedArticle]
    matches: Mapping[str, list[Match]]
    held_back: Sequence[HeldFrom] = ()

    @classmethod
    def of(
        cls,
        envelope: Envelope[TaggedArticle],
        matches: Iterable[Match],
        held_back: Sequence[HeldFrom] = (),
    ) -> "Matched":
        found: dict[str, list[Match]] = {}
        for match in matches:
            found.setdefault(_alert_id(envelope.payload, match), []).append(match)
        return cls(envelope, found, held_back)

    @property
    def article(self) -> TaggedArticle:
        return self.envelope.payload


def fullest(matches: Iterable[Match]) -> Match:
    """Of several statements on one project, the mail quotes the one that says most; of equals the first."""
    return max(matches, key=_richness)


def event_ids_of(matches: Iterable[Match]) -> tuple[str, ...]:
    return tuple(match.event.event_id for match in matches if match.event)[:_MAX_EVENT_IDS]


def statement_of(matches: Iterable[Match]) -> Statement:
    events = [match.event for match in matches if match.event]
    return Statement(
        tuple(event.amount_cny for event in events if event.amount_cny and event.amount_cny < _MOST_YUAN),
        tuple(party[:MAX_TITLE_CHARS] for event in events for party in event.parties),
        next((event.project[:MAX_TITLE_CHARS] for event in events if event.project), None),
    )


def is_of_the_tagger_alone(known: KnownAlert, article: TaggedArticle, news: Sequence[Match]) -> bool:
    """An event is named after its sentence: the same one read by another tagger is no news.

    What was taken back and is there again is.
    """
    if article.revision <= known.article_revision:
        return True
    if known.facts.get("withdrawn"):
        return False
    if not news:
        return True
    same_sentence = any(match.event and match.event.event_id in known.event_ids for match in news)
    return same_sentence and article.tagging.seq != known.seq


def _alert_id(article: TaggedArticle, match: Match) -> str:
    rule_id = match.compiled.rule.id
    if match.event is None:
        return alert_id_for_article(rule_id, article.story_id)
    event = match.event
    return alert_id_for_event(rule_id, article.story_id, event.type, event.state, event.project)


def _richness(match: Match) -> tuple[bool, bool, int]:
    event = match.event
    if event is None:
        return (False, False, 0)
    return (event.amount_cny is not None, event.start is not None, len(event.parties))
