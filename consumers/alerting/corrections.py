"""Whether an article still says what was told of it; pure."""

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from consumers.alerting.outbox_writing import KnownAlert
from wire.identity import normalised
from wire.messages import Event, TaggedArticle

_ALIKE = 0.5


def is_taken_back(alert: KnownAlert, article: TaggedArticle) -> bool:
    """A newer revision without the event. What the tagger alone sees otherwise still stands in the text."""
    facts = alert.facts
    if facts.get("on") != "event" or article.revision <= alert.article_revision:
        return False
    if any(is_same_event(alert, event) or _has_come_true(alert, event) for event in article.events):
        return False
    sentence = normalised(str(facts.get("sentence") or ""))
    return bool(sentence) and sentence not in normalised(f"{article.title}\n{article.text}")


def is_same_event(alert: KnownAlert, event: Event) -> bool:
    """The same statement, or another one of the same project's same stage."""
    if event.event_id in alert.event_ids:
        return True
    facts = alert.facts
    return (event.type, event.state) == (facts.get("type"), facts.get("state")) and (
        normalised(event.project or "") == normalised(str(facts.get("project") or ""))
    )


def _has_come_true(alert: KnownAlert, event: Event) -> bool:
    """What was planned and has happened is no correction: it is told as news."""
    facts = alert.facts
    same = (event.type, normalised(event.project or "")) == (
        facts.get("type"),
        normalised(str(facts.get("project") or "")),
    )
    return same and facts.get("state") != "done" and event.state == "done"


def same_or_renamed(known: Collection[KnownAlert], article: TaggedArticle, event: Event) -> KnownAlert | None:
    """The alert that tells of this event already, by the name it has now or had before an edit."""
    same = next((alert for alert in known if is_same_event(alert, event)), None)
    return same or _renamed(known, article, event)


def _renamed(known: Iterable[KnownAlert], article: TaggedArticle, event: Event) -> KnownAlert | None:
    """None where it is not plain: then one is taken back, or stays, and the other is new."""
    found = [
        alert
        for alert in known
        if (alert.facts.get("type"), alert.facts.get("state")) == (event.type, event.state)
        and not any(is_same_event(alert, other) for other in article.events)
        and _may_be_called(alert, article, event)
    ]
    return found[0] if len(found) == 1 else None


def _may_be_called(alert: KnownAlert, article: TaggedArticle, event: Event) -> bool:
    """An edit may give another name; another article's name for it is longer or shorter, or missing."""
    one, other = normalised(str(alert.facts.get("project") or "")), normalised(event.project or "")
    short, long = sorted((one, other), key=len)
    if short in long:
        return True
    return (
        alert.article_id == article.article_id
        and alert.article_revision < article.revision
        and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
    )
