"""What a webhook is sent: JSON, and what proves whose it is. docs/webhook.md is the contract."""

import hashlib
import hmac
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from consumers.alerting.model import DueMessage, Facts, Item
from consumers.alerting.receivers import Receiver
from consumers.alerting.rendering import Rendered
from wire.messages import AlertKind


class HookRule(Struct, frozen=True, kw_only=True):
    rule_id: str
    name: str
    why: str
    owner: str = ""


class HookAlert(Struct, frozen=True, kw_only=True):
    alert_id: str
    story_id: str
    kind: AlertKind
    created_at: datetime
    rules: list[HookRule]
    facts: Facts


class HookBody(Struct, frozen=True, kw_only=True):
    """`total` counts what a digest is about, also what is not among its `alerts`."""

    form: Literal["single", "digest", "note"]
    version: int = 1
    delivery_id: str
    receiver: str
    created_at: datetime
    subject: str
    text: str
    alerts: list[HookAlert] = []
    total: int = 0


def body_of(message: DueMessage, receiver: Receiver, rendered: Rendered) -> HookBody:
    return HookBody(
        form=message.form,
        delivery_id=delivery_id(message),
        receiver=receiver.id,
        created_at=message.created_at,
        subject=rendered.subject,
        text=rendered.text,
        alerts=[_alert(item) for item in message.content.items],
        total=message.content.total,
    )


def delivery_id(message: DueMessage) -> str:
    """The same however often it is sent."""
    return message.message_id.strip("<>")


def encoded(body: HookBody) -> bytes:
    return msgspec.json.encode(body)


def signed_headers(secret: str, delivery: str, body: bytes, now: datetime) -> dict[str, str]:
    timestamp = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {
        "Kaigong-Timestamp": timestamp,
        "Kaigong-Signature": f"sha256={digest}",
        "Idempotency-Key": delivery,
    }


def _alert(item: Item) -> HookAlert:
    rules = [
        HookRule(rule_id=one.rule_id, name=one.rule_name, why=one.why, owner=one.owner)
        for one in item.reasons
    ]
    return HookAlert(
        alert_id=item.alert_id,
        story_id=item.story_id,
        kind=item.kind,
        created_at=item.created_at,
        rules=rules,
        facts=item.facts,
    )
