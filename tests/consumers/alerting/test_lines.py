"""The notifier's own loop with servers that hang: whom that costs time, and whom not."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alerting_samples import mail_settings, new_alert
from hooks.hook_server import HookServer
from smtp.mail_server import MailServer

from consumers.alerting.directory import Directory
from consumers.alerting.dispatch import Dispatch
from consumers.alerting.mail_channel import MailChannel
from consumers.alerting.outbox import Outbox
from consumers.alerting.receivers import ChannelName, parse_receivers
from consumers.alerting.schedule import Calendar
from consumers.alerting.sending import Channel
from consumers.alerting.smtp import SmtpMailer
from consumers.alerting.webhook_channel import WebhookChannel
from consumers.notifier import Notifier
from wire.clock import SystemClock
from wire.sqlite_stream import SqliteStream
from wire.topics import ALERTS, TOPICS

# Longer than any test waits: whoever waited for it would fail.
TIMEOUT = 8.0


class Post:
    """A notifier that runs, told over mail and webhooks."""

    def __init__(self, folder: Path, server: MailServer, hooks: HookServer) -> None:
        self.clock = SystemClock()
        settings = mail_settings(
            folder,
            server.port,
            webhook_allow_networks="127.0.0.0/8",
            webhook_timeout=TIMEOUT,
            smtp_timeout=TIMEOUT,
        )
        receivers = {
            name: {"channel": "webhook", "url": hooks.url(name), "secret_env": "HOOK_SECRET"}
            for name in ("slow", "quick")
        }
        self.directory = Directory(parse_receivers({"receivers": receivers}))
        self.outbox = Outbox(folder / "outbox.db", self.clock, "example.cn")
        self.stream = SqliteStream(folder / "stream.db", "test", clock=self.clock)
        self.stream.create_topics([TOPICS[ALERTS]])
        channels: dict[ChannelName, Channel] = {
            "smtp": MailChannel.of(settings, SmtpMailer(settings, self.clock)),
            "webhook": WebhookChannel.of(settings, self.clock),
        }
        self.stop = threading.Event()
        self.beats: list[float] = []
        calendar = Calendar(settings.zone)
        self._thread = threading.Thread(target=self._run, args=(self.outbox.path, channels, calendar))

    def _run(self, path: Path, channels: dict[ChannelName, Channel], calendar: Calendar) -> None:
        """The outbox belongs to the thread that opens it."""
        outbox = Outbox(path, self.clock, "example.cn")
        dispatch = Dispatch(outbox, channels, self.clock)
        producer = self.stream.producer()
        with closing(
            Notifier(outbox, lambda: self.directory, dispatch, calendar, producer, self.clock)
        ) as notifier:
            notifier.run(self.stop, lambda: self.beats.append(time.monotonic()))

    def add(self, alert_id: str, *receivers: str) -> None:
        with self.outbox.writing() as outbox:
            outbox.add(new_alert(alert_id, *receivers))

    def states(self, receiver: str) -> list[str]:
        found = [one for alert in self.outbox.alerts.newest() for one in alert.deliveries]
        return [one.state for one in found if one.receiver == receiver]

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self.stop.set()
            self._thread.join(3 * TIMEOUT)
            assert not self._thread.is_alive()


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[HookServer]:
    monkeypatch.setenv("HOOK_SECRET", "geheim")
    with HookServer() as hooks:
        yield hooks


@pytest.fixture
def post(tmp_path: Path, server: MailServer, hooks: HookServer) -> Iterator[Post]:
    post = Post(tmp_path, server, hooks)
    yield post
    post.outbox.close()
    post.stream.close()


def soon(condition: Callable[[], bool]) -> bool:
    """Well before a time-out."""
    deadline = time.monotonic() + TIMEOUT / 2
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_mails_and_other_webhooks_do_not_wait_for_one_that_hangs(
    post: Post, server: MailServer, hooks: HookServer
) -> None:
    hooks.actions["slow"] = ["hang"]
    with post.running():
        post.add("a1", "slow")
        assert soon(lambda: bool(hooks.got("slow")))
        began = time.monotonic()
        post.add("a2", "li@example.cn", "quick", "slow")
        assert soon(lambda: post.states("li@example.cn") == ["sent"] == post.states("quick"))
        assert server.mail_count == len(hooks.got("quick")) == 1
        assert sorted(post.states("slow")) == ["pending", "sending"]
        assert any(beat > began for beat in post.beats)
        hooks.stopping.set()
    assert len(hooks.got("slow")) == 1


def test_webhooks_do_not_wait_for_a_mail_server_that_hangs(
    post: Post, server: MailServer, hooks: HookServer
) -> None:
    server.script(li=["hold-rcpt"])
    with post.running():
        post.add("a1", "li@example.cn")
        assert soon(lambda: bool(server.steps("rcpt")))
        post.add("a2", "quick", "wang@example.cn")
        assert soon(lambda: post.states("quick") == ["sent"])
        assert post.states("wang@example.cn") == ["pending"]
        server.stop()


def test_told_to_stop_it_ends_the_message_in_work_and_notes_it(post: Post, hooks: HookServer) -> None:
    hooks.actions["slow"] = ["wait"]
    for number in range(3):
        post.add(f"a{number}", "slow")
    with post.running():
        assert soon(lambda: bool(hooks.got("slow")))
        post.stop.set()
        hooks.go_on.set()
    assert sorted(post.states("slow")) == ["pending", "pending", "sent"]
    assert len(hooks.got("slow")) == 1


def test_idle_it_notices_a_new_alert_at_once(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consumers.notifier._LOOKS", 1_000_000)
    with post.running():
        for number in range(3):
            assert soon(lambda: bool(post.beats) and time.monotonic() - post.beats[-1] > 0.5), "it rests"
            post.add(f"a{number}", "quick")
            assert soon(lambda: post.states("quick") == ["sent"] * (number + 1))  # noqa: B023
