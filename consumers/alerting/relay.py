"""Tells the stream what changed in the outbox.

An alert cannot go out as an output of its record: after a crash between the outbox's commit and the
stream's the record comes again, and then nothing in it is new. So the outbox keeps what was told
(`published_revision`), and whoever changed it, or comes after a crash, tells the rest. Telling twice is
harmless: the `id` is the same.
"""

from consumers.alerting.locks import one_at_a_time
from consumers.alerting.outbox import Outbox
from wire import codec
from wire.clock import Clock
from wire.messages import Alert, Envelope
from wire.stream import NewRecord, Producer
from wire.topics import ALERTS

_BATCH = 200


def publish_changes(outbox: Outbox, producer: Producer, clock: Clock) -> int:
    """Publish every alert whose revision the stream does not have; how many. Raises TemporaryError.

    One process at a time: otherwise an older revision could be written after a newer one, and compaction
    would keep the older for ever.
    """
    published = 0
    with one_at_a_time(outbox.path.with_suffix(".relay")):
        while changed := outbox.alerts.unpublished(_BATCH):
            producer.publish(
                [
                    _record(codec.wrap(alert, lane=lane, trace=trace, now=clock.now()))
                    for alert, lane, trace in changed
                ]
            )
            outbox.alerts.note_published([alert for alert, _, _ in changed])
            published += len(changed)
    return published


def _record(envelope: Envelope[Alert]) -> NewRecord:
    return NewRecord(ALERTS, envelope.payload.alert_id, codec.encode(envelope), codec.headers_of(envelope))
