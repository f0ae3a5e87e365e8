"""A notifier as a process of its own that can be told to die.

`python dying_notifier.py DIR PORT POINT [COUNT]` sends what is due in DIR/outbox.db and ends with 0 when
nothing is. At its COUNT-th (first) passage of POINT it is gone at once, as after `kill -9`: before-plan,
after-plan, before-note, after-note, before-sent, after-sent; `nowhere` lets it live. It reads
DIR/receivers.yaml if there is one.
"""

import os
import sys
from pathlib import Path
from typing import Any

from alerting_samples import notifier_of

from consumers.alerting.deliveries import Deliveries
from consumers.alerting.messages import Messages
from consumers.alerting.model import DueMessage
from consumers.alerting.outbox import Outbox
from consumers.alerting.receiver_file import ReceiverFile
from wire.clock import SystemClock
from wire.messages import DeliveryState
from wire.settings import Settings
from wire.sqlite_stream import SqliteStream

DIED = 9


class Death:
    """Comes at the `count`-th passage of its point."""

    def __init__(self, point: str, count: int) -> None:
        self._point, self._passages = point, count

    def pass_by(self, point: str) -> None:
        if point == self._point:
            self._passages -= 1
            if self._passages == 0:
                os._exit(DIED)


class DyingDeliveries(Deliveries):
    death: Death

    def note_plan(self, *plan: Any, **more: Any) -> None:
        self.death.pass_by("before-plan")
        super().note_plan(*plan, **more)
        self.death.pass_by("after-plan")


class DyingMessages(Messages):
    death: Death

    def note_sending(self, message: DueMessage) -> None:
        self.death.pass_by("before-note")
        super().note_sending(message)
        self.death.pass_by("after-note")

    def note_sent(self, message: DueMessage) -> DeliveryState:
        self.death.pass_by("before-sent")
        state = super().note_sent(message)
        self.death.pass_by("after-sent")
        return state


def main(folder: Path, port: int, point: str, count: int) -> None:
    clock = SystemClock()
    settings = Settings(
        data_dir=folder,
        mail_from="kaigong@example.cn",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security="none",
    )
    outbox = Outbox(folder / "outbox.db", clock, "example.cn")
    outbox.messages = DyingMessages(outbox._connection, clock)
    outbox.deliveries = DyingDeliveries(outbox._connection, clock, "example.cn")
    outbox.messages.death = outbox.deliveries.death = Death(point, count)
    stream = SqliteStream(folder / "stream.db", "test")
    receivers = ReceiverFile(folder / "receivers.yaml", clock)
    notifier = notifier_of(outbox, stream, clock, settings, receivers.current)
    while notifier.run_once():
        pass
    notifier.close()
    stream.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 1)
