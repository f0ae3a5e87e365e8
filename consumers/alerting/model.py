"""Alerts and deliveries as the outbox holds them."""

from dataclasses import dataclass
from datetime import datetime

from wire.identity import digest
from wire.messages import AlertKind, DeliveryState, Lane

Facts = dict[str, str | int | float | list[str] | None]


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert to be created; late ones have no receivers."""

    alert_id: str
    rule_id: str
    story_id: str
    article_id: str
    event_ids: tuple[str, ...]
    kind: AlertKind
    facts: Facts
    receivers: tuple[str, ...]
    lane: Lane
    trace: str


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery whose time has come. In state `sending` an earlier attempt may have arrived."""

    alert_id: str
    receiver: str
    state: DeliveryState
    attempts: int
    first_attempt_at: datetime | None
    message_id: str
    rule_id: str
    created_at: datetime
    facts: Facts

    @property
    def may_have_arrived(self) -> bool:
        return self.state == "sending"


def message_id(alert_id: str, receiver: str, domain: str) -> str:
    """The same mail has the same Message-ID however often it is sent."""
    return f"<{digest(alert_id, receiver.lower())}@{domain}>"
