"""An alerter on a real outbox and a real stream, for the tests."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alerting_samples import NOW, VOCABULARY, delivered, rule_files, told_alerts

from consumers.alerter import Alerter
from consumers.alerting.grouping import Grouping
from consumers.alerting.model import DueMessage
from consumers.alerting.outbox import Outbox
from consumers.alerting.receiver_file import ReceiverFile
from consumers.alerting.schedule import Calendar
from wire.clock import ManualClock
from wire.messages import Alert, Lane, TaggedArticle
from wire.settings import Settings
from wire.sqlite_stream import SqliteStream
from wire.stream import Producer
from wire.topics import ALERTS, TOPICS

LI, WANG = "li@example.cn", "wang@example.cn"
HAIZHOU = "keywords: [开工]\nplaces: [320706]\nto: [li@example.cn, wang@example.cn]\n"


class Line:
    """An alerter with its files; `crashed` begins again as a new process would."""

    def __init__(self, folder: Path, **rules: str) -> None:
        self.folder = folder
        self.clock = ManualClock(NOW)
        self.stream = SqliteStream(folder / "stream.db", "test", clock=self.clock)
        self.stream.create_topics([TOPICS[ALERTS]])
        rule_files(folder / "rules", self.clock, **rules)
        self.start()

    def start(self, producer: Producer | None = None) -> None:
        self.outbox = Outbox(self.folder / "outbox.db", self.clock, "example.cn")
        rules = rule_files(self.folder / "rules", self.clock)
        self.receivers = ReceiverFile(self.folder / "receivers.yaml", self.clock)
        self.alerter = Alerter(
            rules,
            VOCABULARY,
            self.receivers.current,
            self.outbox,
            producer or self.stream.producer(),
            self.clock,
            Settings(data_dir=self.folder),
        )

    def crashed(self) -> None:
        self.alerter.close()
        self.start()

    def feed(self, *tagged: Any, lane: Lane = "live") -> None:
        outcome = self.alerter.handle([delivered(one, lane, number) for number, one in enumerate(tagged)])
        assert not outcome.outputs
        assert not outcome.rejected

    @property
    def alerts(self) -> list[Alert]:
        return self.outbox.alerts.newest()

    @property
    def told(self) -> list[Alert]:
        return told_alerts(self.stream)

    def close(self) -> None:
        self.alerter.close()
        self.stream.close()


class Told(Line):
    """A line whose mails arrive."""

    def mail(self) -> list[DueMessage]:
        """What may go out now does."""
        Grouping(self.outbox, Calendar(ZoneInfo("Asia/Shanghai")), self.clock).round(self.receivers.current())
        messages = self.outbox.messages.due(100)
        for message in messages:
            self.outbox.messages.note_sending(message)
            self.outbox.messages.note_sent(message)
        return messages

    def tell(self, *tagged: TaggedArticle, **by: float) -> None:
        self.feed(*tagged)
        self.mail()
        self.clock.advance(timedelta(**by or {"minutes": 1}))

    def of_kind(self, kind: str) -> list[Alert]:
        return [alert for alert in reversed(self.alerts) if alert.kind == kind]

    @property
    def first(self) -> Alert:
        return self.of_kind("new")[0]

    @property
    def update(self) -> Alert:
        [alert] = self.of_kind("update")
        return alert
