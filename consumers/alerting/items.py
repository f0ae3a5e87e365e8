"""What a message says of each alert, taken from the outbox when the message is made."""

import sqlite3
from collections.abc import Sequence

import msgspec
from msgspec import structs

from consumers.alerting.model import Content, Facts, Item
from consumers.alerting.times import from_seconds
from wire.messages import AlertKind
from wire.sqlite import translated

# More would be read by nobody, and a first crawl has thousands.
_MOST_ITEMS = 200
_SELECT = """
    SELECT a.alert_id, a.rule_id, a.story_id, a.article_id, a.kind, a.created_at, a.facts,
        coalesce(first.message_id, first.own_id)
    FROM alerts a LEFT JOIN deliveries first ON first.alert_id = a.of_alert AND first.receiver = ?
    WHERE a.alert_id = ?
"""
_facts = msgspec.json.Decoder(Facts)


class Items:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def content(self, receiver: str, alert_ids: Sequence[str]) -> Content:
        """The most important first, as far as a message reaches."""
        with translated():
            items = _folded(sorted((self._item(receiver, alert_id) for alert_id in alert_ids), key=_rank))
        return Content(items=tuple(items[:_MOST_ITEMS]), total=len(items))

    def _item(self, receiver: str, alert_id: str) -> Item:
        found = self._connection.execute(_SELECT, (receiver, alert_id)).fetchone()
        alert_id, rule_id, story_id, article_id, kind, created_at, facts, answers = found
        return Item(
            alert_id=alert_id,
            rule_id=rule_id,
            story_id=story_id,
            article_id=article_id,
            kind=kind,
            created_at=from_seconds(created_at),
            facts=_facts.decode(facts),
            answers=answers,
        )


_KINDS: dict[AlertKind, int] = {"withdrawn": 0, "new": 1, "update": 1, "late": 2}


def _folded(items: Sequence[Item]) -> list[Item]:
    """What several rules tell of the same event is one row, with every rule's reason."""
    found: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        facts = item.facts
        same = (item.kind, item.story_id, facts.get("type"), facts.get("state"), facts.get("project"))
        found.setdefault(same, []).append(item)
    return [
        structs.replace(first, also=tuple(one.reasons[0] for one in rest)) for first, *rest in found.values()
    ]


def _rank(item: Item) -> tuple[int, float, str]:
    """Corrections first, what is late last; between them by money, then in order of arrival."""
    amount = item.facts.get("amount_cny")
    money = float(amount) if isinstance(amount, int | float) else 0.0
    return (_KINDS[item.kind], -money, f"{item.created_at.isoformat()} {item.alert_id}")
