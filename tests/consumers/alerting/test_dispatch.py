"""Receivers on several channels: what one of them suffers, the others do not."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alerting_samples import NOW, mail_settings, new_alert
from smtp.mail_server import MailServer

from consumers.alerting.directory import Directory
from consumers.alerting.dispatch import Dispatch
from consumers.alerting.mail_channel import MailChannel
from consumers.alerting.model import DueMessage
from consumers.alerting.outbox import Outbox
from consumers.alerting.receivers import Receiver, parse_receivers
from consumers.alerting.schedule import Calendar
from consumers.alerting.sending import Channel, RefusedError, ServerAwayError, UnansweredError
from consumers.alerting.smtp import SmtpMailer
from consumers.notifier import Notifier
from wire.clock import ManualClock
from wire.sqlite_stream import SqliteStream
from wire.topics import ALERTS, TOPICS

RECEIVERS = {
    "receivers": {
        "crm": {"channel": "webhook", "url": "http://127.0.0.1/hook", "secret_env": "S"},
        "erp": {"channel": "webhook", "url": "http://127.0.0.1/other", "secret_env": "S"},
        "li": {"to": "li@example.cn"},
    }
}


class Hooks:
    """A channel whose servers behave as told, by receiver; an answer that does not come takes 10 s."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self.failures: dict[str, Exception] = {}
        self.tried: list[str] = []
        self.taken: list[str] = []
        self.away_after: dict[str, int] = {}

    def why_not(self, receiver: Receiver) -> str | None:
        return None

    def send(self, message: DueMessage, receiver: Receiver, before_data: Callable[[], None]) -> None:
        self.tried.append(receiver.id)
        before_data()
        if failure := self.failures.get(receiver.id):
            self._clock.sleep(10)
            raise failure
        if self.taken.count(receiver.id) == self.away_after.get(receiver.id):
            raise ServerAwayError("closed")
        self.taken.append(receiver.id)

    def tell(self, receiver: Receiver, subject: str, text: str) -> None: ...

    def rest(self) -> None: ...

    def close(self) -> None: ...


class Post:
    def __init__(self, folder: Path, port: int) -> None:
        self.clock = ManualClock(NOW)
        self.stream = SqliteStream(folder / "stream.db", "test", clock=self.clock)
        self.stream.create_topics([TOPICS[ALERTS]])
        self.outbox = Outbox(folder / "outbox.db", self.clock, "example.cn")
        settings = mail_settings(folder, port)
        self.hooks = Hooks(self.clock)
        channels: dict[str, Channel] = {
            "smtp": MailChannel.of(settings, SmtpMailer(settings)),
            "webhook": self.hooks,
        }
        directory = Directory(parse_receivers(RECEIVERS))
        self.notifier = Notifier(
            self.outbox,
            lambda: directory,
            Dispatch(self.outbox, channels, self.clock),  # type: ignore[arg-type]
            Calendar(settings.zone),
            self.stream.producer(),
            self.clock,
        )
        with self.outbox.writing() as outbox:
            for number in range(20):
                outbox.add(new_alert(f"a{number:02}", "crm", "erp", "li"))

    def states(self, receiver: str) -> set[str]:
        found = [one for alert in self.outbox.alerts.newest() for one in alert.deliveries]
        return {one.state for one in found if one.receiver == receiver}

    def close(self) -> None:
        self.notifier.close()
        self.stream.close()


@pytest.fixture
def post(tmp_path: Path, server: MailServer) -> Iterator[Post]:
    with closing(Post(tmp_path, server.port)) as post:
        yield post


@pytest.mark.parametrize(
    "failure", [UnansweredError("no answer", may_have_arrived=True), ServerAwayError("no connection")]
)
def test_a_server_that_does_not_answer_costs_the_others_one_time_out(
    post: Post, server: MailServer, failure: Exception
) -> None:
    post.hooks.failures["crm"] = failure
    post.notifier.run_once()
    assert post.hooks.tried.count("crm") == 1
    assert server.mail_count == 20
    assert post.hooks.taken == ["erp"] * 20
    assert post.states("li") == post.states("erp") == {"sent"}
    post.hooks.failures.clear()
    for _ in range(3):
        post.clock.advance(timedelta(minutes=2))
        post.notifier.run_once()
    assert post.hooks.taken.count("crm") == 20
    assert post.states("crm") <= {"sent", "uncertain"}


def test_what_a_server_would_not_take_has_not_arrived(post: Post) -> None:
    post.hooks.failures["crm"] = ServerAwayError("429 too many", retry_after=300)
    post.notifier.run_once()
    assert post.states("crm") == {"pending"}
    post.hooks.failures.clear()
    post.clock.advance(timedelta(minutes=4))
    post.notifier.run_once()
    assert post.states("crm") == {"pending"}
    post.clock.advance(timedelta(minutes=2))
    post.notifier.run_once()
    assert post.states("crm") == {"sent"}


def test_what_was_sent_before_a_server_went_away_shows_no_error(post: Post) -> None:
    post.hooks.away_after["erp"] = 5
    post.notifier.run_once()
    errors = [
        (one.state, bool(one.last_error))
        for alert in post.outbox.alerts.newest()
        for one in alert.deliveries
        if one.receiver == "erp"
    ]
    assert sorted(errors) == [("pending", True)] * 15 + [("sent", False)] * 5


def test_a_refused_receiver_is_final_for_itself_only(post: Post, server: MailServer) -> None:
    post.hooks.failures["crm"] = RefusedError("410 gone")
    post.notifier.run_once()
    assert post.states("crm") == {"failed"}
    assert post.states("erp") == post.states("li") == {"sent"}
    assert server.mail_count == 20
