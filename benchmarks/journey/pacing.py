"""Publishes at an even pace, whatever the stream makes of it: each article has its moment (open loop).

What is late goes out together with what is due by then, and the time still counts from its moment. So
neither a slow stream nor a stall makes the measured line wait for itself (no coordinated omission).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus import record

from journey.traffic import Planned
from wire.stream import Producer


@dataclass(frozen=True, slots=True)
class Sent:
    """Wall-clock moments: when it was due, and when the stream had acknowledged it."""

    planned: Planned
    due: float
    published: float


def publish(producer: Producer, articles: Sequence[Planned], per_second: float) -> list[Sent]:
    began = time.time()
    sent: list[Sent] = []
    while (done := len(sent)) < len(articles):
        time.sleep(max(0.0, began + done / per_second - time.time()))
        due = int((time.time() - began) * per_second) + 1
        batch = articles[done : max(due, done + 1)]
        producer.publish([record(one.article, datetime.now(UTC)) for one in batch])
        published = time.time()
        sent += [
            Sent(one, began + number / per_second, published) for number, one in enumerate(batch, start=done)
        ]
    return sent
