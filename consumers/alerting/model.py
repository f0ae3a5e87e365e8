"""Alerts, deliveries and messages as the outbox holds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from msgspec import Struct

from consumers.alerting.times_of_day import When
from wire.identity import digest
from wire.messages import AlertKind, DeliveryState, Lane

Form = Literal["single", "digest"]
Facts = dict[str, str | int | float | list[str] | None]


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert to be created. `receivers` are those it is told to, each with a time of its own or None."""

    alert_id: str
    rule_id: str
    story_id: str
    article_id: str
    event_ids: tuple[str, ...]
    kind: AlertKind
    facts: Facts
    receivers: Mapping[str, When | None]
    lane: Lane
    trace: str
    of_alert: str | None = None
    silenced: str | None = None
    article_revision: int = 0
    seq: int = 0
    not_before: datetime | None = None


class Reason(Struct, frozen=True, kw_only=True):
    """Which rule tells it and why, by an alert of that rule."""

    alert_id: str
    rule_id: str
    rule_name: str
    why: str
    owner: str = ""


class Item(Struct, frozen=True, kw_only=True):
    """One alert as a message tells it. `answers` is the Message-ID of the mail that it continues.

    `also` are the alerts of other rules that tell the same: they are no rows of their own.
    """

    alert_id: str
    rule_id: str
    story_id: str
    kind: AlertKind
    created_at: datetime
    facts: Facts
    article_id: str = ""
    answers: str | None = None
    also: tuple[Reason, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Of every rule that tells it, its own first."""
        own = Reason(
            alert_id=self.alert_id,
            rule_id=self.rule_id,
            rule_name=str(self.facts.get("rule_name") or self.rule_id),
            why=str(self.facts.get("why") or ""),
            owner=str(self.facts.get("owner") or ""),
        )
        return own, *self.also


class Background(Struct, frozen=True, kw_only=True):
    """What a message says beside its alerts: what was not told and why, and whether the sources live.

    `held_back` counts keyword hits by reason: of one alert's rule on its day, or of all rules of a digest's
    receiver since its last one. `rule_ids` are the rules that have some, the most first.
    `sick_since` is when the first of the sick sources fell ill; one that was never looked at is `unseen`.
    """

    held_back: dict[str, int] = {}
    rule_ids: tuple[str, ...] = ()
    sources: int = 0
    sick: int = 0
    unseen: int = 0
    sick_since: datetime | None = None


class Content(Struct, frozen=True, kw_only=True):
    """What a message says, kept so that it says the same whenever it is sent again.

    `total` counts all rows of a digest, `items` are the most important ones, late ones last.
    """

    items: tuple[Item, ...] = ()
    total: int = 0
    background: Background | None = None


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A message whose time has come. In state `sending` an earlier attempt may have arrived."""

    message_id: str
    receiver: str
    form: Form
    state: DeliveryState
    attempts: int
    first_attempt_at: datetime | None
    created_at: datetime
    content: Content = field(default_factory=Content)

    @property
    def may_have_arrived(self) -> bool:
        return self.state == "sending"


def message_id(alert_id: str, receiver: str, domain: str, again: str = "") -> str:
    """The same mail has the same Message-ID however often it is sent; sent `again` on purpose, another."""
    parts = [alert_id, receiver.lower(), *([again] if again else [])]
    return f"<{digest(*parts)}@{domain}>"


def digest_id(receiver: str, parts: tuple[str, ...], domain: str) -> str:
    """A digest is named after whom it tells of what."""
    return f"<{digest('digest', receiver.lower(), *parts)}@{domain}>"
