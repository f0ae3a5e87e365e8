"""A notifier as a process of its own that can be told to die.

`python dying_notifier.py DIR PORT POINT [COUNT]` sends what is due in DIR/outbox.db and ends with 0 when
nothing is. At its COUNT-th (first) passage of POINT it is gone at once, as after `kill -9`: before-note,
after-note, before-sent, after-sent; `nowhere` lets it live.
"""

import os
import sys
from pathlib import Path

from alerting_samples import notifier_of

from consumers.alerting.messages import Messages
from consumers.alerting.model import DueMessage
from consumers.alerting.outbox import Outbox
from wire.clock import SystemClock
from wire.messages import DeliveryState
from wire.settings import Settings
from wire.sqlite_stream import SqliteStream

DIED = 9


class DyingMessages(Messages):
    point = "nowhere"
    passages = 1

    def note_sending(self, message: DueMessage) -> None:
        self._pass("before-note")
        super().note_sending(message)
        self._pass("after-note")

    def note_sent(self, message: DueMessage) -> DeliveryState:
        self._pass("before-sent")
        state = super().note_sent(message)
        self._pass("after-sent")
        return state

    def _pass(self, point: str) -> None:
        if point == self.point:
            self.passages -= 1
            if self.passages == 0:
                os._exit(DIED)


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
    outbox.messages.point, outbox.messages.passages = point, count
    stream = SqliteStream(folder / "stream.db", "test")
    notifier = notifier_of(outbox, stream, clock, settings)
    while notifier.run_once():
        pass
    notifier.close()
    stream.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 1)
