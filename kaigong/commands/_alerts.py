"""What the commands on alerts share: finding one, and how it is shown."""

from zoneinfo import ZoneInfo

from consumers.alerting import wording
from consumers.alerting.outbox import Outbox
from wire.errors import ConfigurationError
from wire.messages import Alert, Delivery

_SHOWN_ID = 12


def short(alert_id: str) -> str:
    return alert_id[:_SHOWN_ID]


def named(outbox: Outbox, name: str) -> Alert:
    """The alert whose id begins so. Raises ConfigurationError when there is none, or are several."""
    found = outbox.alerts.beginning_with(name) if name else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise ConfigurationError(f"no alert's id begins with {name!r}; `kaigong alert list` shows them")
    shown = ", ".join(alert.alert_id for alert in found[:5])
    raise ConfigurationError(f"{name!r} begins the ids of several alerts: {shown}")


def state(alert: Alert) -> str:
    """How far it has come, in a few words."""
    if alert.silenced:
        return "silenced"
    counts: dict[str, int] = {}
    for delivery in alert.deliveries:
        counts[delivery.state] = counts.get(delivery.state, 0) + 1
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nobody told"


def row(alert: Alert, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        short(alert.alert_id),
        f"{alert.created_at.astimezone(zone):%m-%d %H:%M}",
        alert.kind,
        alert.rule_id,
        state(alert) + (", acknowledged" if alert.acknowledged else ""),
        wording.subject_of(alert.kind, alert.facts),
    )


def delivery_row(delivery: Delivery, zone: ZoneInfo) -> tuple[str, ...]:
    due = f"{delivery.next_at.astimezone(zone):%m-%d %H:%M:%S}" if delivery.next_at else ""
    return (
        delivery.receiver,
        delivery.state + (" (digest)" if delivery.digest else ""),
        str(delivery.attempts),
        due,
        delivery.held or delivery.last_error or "",
    )
