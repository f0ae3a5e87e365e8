"""The notifier against a real mail server in a process of its own: every answer and every break."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alerting_samples import NOW, mail_settings, new_alert, notifier_of, told_alerts
from loguru import logger
from smtp.mail_server import MailServer

from consumers.alerting.outbox import Outbox
from wire.clock import ManualClock
from wire.errors import ConfigurationError
from wire.messages import Alert, Delivery
from wire.settings import Settings
from wire.sqlite_stream import SqliteStream
from wire.topics import ALERTS, TOPICS

LI, WANG = "li@example.cn", "wang@example.cn"


class Post:
    """An outbox, a stream and a notifier, at an address that a server may or may not listen on."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.clock = ManualClock(NOW)
        self.stream = SqliteStream(folder / "stream.db", "test", clock=self.clock)
        self.stream.create_topics([TOPICS[ALERTS]])
        self.outbox = Outbox(folder / "outbox.db", self.clock, "example.cn")
        self.notifier = notifier_of(self.outbox, self.stream, self.clock, settings)

    def add(self, *receivers: str, alert_id: str = "alert") -> None:
        with self.outbox.writing() as outbox:
            outbox.add(new_alert(alert_id, *receivers))

    def deliveries(self, alert_id: str = "alert") -> dict[str, Delivery]:
        alert = self.outbox.alerts.get(alert_id)
        assert alert is not None
        return {one.receiver: one for one in alert.deliveries}

    def states(self, alert_id: str = "alert") -> list[str]:
        return [one.state for _, one in sorted(self.deliveries(alert_id).items())]

    def later(self, **by: float) -> int:
        self.clock.advance(timedelta(**by))
        return self.notifier.run_once()

    @property
    def told(self) -> list[Alert]:
        return told_alerts(self.stream)

    def close(self) -> None:
        self.notifier.close()
        self.stream.close()


@pytest.fixture
def post(tmp_path: Path, server: MailServer) -> Iterator[Post]:
    post = Post(tmp_path, mail_settings(tmp_path, server.port))
    yield post
    post.close()


@pytest.fixture
def logged() -> Iterator[list[str]]:
    lines: list[str] = []
    handle = logger.add(lambda message: lines.append(str(message)), level="DEBUG", format="{message} {extra}")
    yield lines
    logger.remove(handle)


def test_every_receiver_gets_the_mail_once(server: MailServer, post: Post) -> None:
    post.add(LI, WANG)
    assert post.notifier.run_once() == 2
    assert post.notifier.run_once() == 0
    assert post.states() == ["sent", "sent"]
    assert sorted(server.message_ids) == sorted(one.message_id for one in post.deliveries().values())
    assert server.mails[0]["Subject"] == "[开工] 海州区 · 云台新材料产业园项目（4.1亿元）"
    assert [one.state for one in post.told[-1].deliveries] == ["sent", "sent"]


def test_a_batch_goes_over_one_connection(server: MailServer, post: Post) -> None:
    for number in range(5):
        post.add(LI, alert_id=f"alert{number}")
    post.notifier.run_once()
    assert len(server.mails) == 5
    assert len(server.steps("connected")) == 1


def test_a_refused_receiver_is_final_and_delays_nobody(server: MailServer, post: Post) -> None:
    server.script(li=["550"])
    post.add(LI, WANG)
    post.notifier.run_once()
    assert post.states() == ["failed", "sent"]
    assert post.outbox.deliveries.counts() == {"failed": 1, "sent": 1}
    assert post.deliveries()[LI].last_error == "550 scripted"
    assert post.later(days=4) == 0
    assert len(server.mails) == 1


@pytest.mark.parametrize("action", ["451", "data-451", "data-421"])
def test_a_temporary_refusal_is_tried_again_later(server: MailServer, post: Post, action: str) -> None:
    server.script(li=[action, action])
    post.add(LI, WANG)
    post.notifier.run_once()
    assert post.states() == ["pending", "sent"]
    assert post.notifier.run_once() == 0
    assert post.later(minutes=1) == 1
    assert post.later(minutes=2) == 1
    assert post.states() == ["sent", "sent"]
    assert post.deliveries()[LI].attempts == 3
    assert len(server.mails) == 2


def test_content_that_is_refused_is_final(server: MailServer, post: Post) -> None:
    server.script(li=["data-554"])
    post.add(LI)
    post.notifier.run_once()
    assert post.states() == ["failed"]
    assert server.mails == []


def test_after_three_days_of_temporary_refusals_it_gives_up(server: MailServer, post: Post) -> None:
    server.script(li=["450"] * 1000)
    post.add(LI)
    post.notifier.run_once()
    for _ in range(80):
        post.later(hours=1)
    assert post.states() == ["failed"]
    assert "given up after 3 days: 450" in str(post.deliveries()[LI].last_error)


@pytest.mark.parametrize(("action", "copies"), [("drop-before", 1), ("drop-after", 2)])
def test_a_mail_without_an_answer_is_sent_again_and_marked(
    server: MailServer, post: Post, action: str, copies: int
) -> None:
    server.script(li=[action])
    post.add(LI, WANG)
    post.notifier.run_once()
    assert post.states() == ["sending", "sent"]
    post.later(minutes=1)
    assert post.states() == ["uncertain", "sent"]
    assert server.message_ids.count(post.deliveries()[LI].message_id) == copies


def test_a_line_that_breaks_before_the_mail_leaves_no_doubt(server: MailServer, post: Post) -> None:
    server.script(li=["drop-mail"])
    post.add(LI, WANG)
    post.notifier.run_once()
    assert post.states() == ["pending", "sent"]
    post.later(minutes=1)
    assert post.states() == ["sent", "sent"]
    assert len(server.mails) == 2


def test_an_old_line_that_breaks_is_replaced_at_once(server: MailServer, post: Post) -> None:
    server.script(wang=["drop-mail"])
    post.add(LI, WANG)
    post.notifier.run_once()
    assert post.states() == ["sent", "sent"]


def test_while_the_server_is_away_everything_waits(server: MailServer, post: Post) -> None:
    server.stop()
    post.add(LI, WANG)
    for _ in range(300):
        post.later(hours=1)
    assert post.states() == ["pending", "pending"]
    assert post.deliveries()[LI].attempts == 0
    assert "refused" in str(post.deliveries()[LI].last_error).lower()
    server.start()
    post.later(minutes=2)
    assert post.states() == ["sent", "sent"]
    assert len(server.mails) == 2


def test_a_slow_server_is_given_up_on_and_nothing_is_lost(tmp_path: Path, server: MailServer) -> None:
    post = Post(tmp_path, mail_settings(tmp_path, server.port, smtp_timeout=0.5))
    server.script(li=["hold-rcpt"])
    post.add(LI, WANG)
    post.notifier.run_once()
    assert post.states() == ["pending", "sent"]
    post.later(minutes=2)
    assert post.states() == ["sent", "sent"]
    post.close()


def test_without_a_server_mails_wait_and_it_says_so_once(tmp_path: Path, logged: list[str]) -> None:
    post = Post(tmp_path, mail_settings(tmp_path, 25, smtp_host=""))
    post.add(LI)
    running(post, until=lambda: bool(logged))
    assert post.states() == ["pending"]
    assert len([line for line in logged if "KAIGONG_SMTP_HOST" in line]) == 1
    assert post.told[-1].deliveries[0].state == "pending"
    post.close()


def test_it_runs_until_told_to_stop_and_shows_that_it_is_alive(server: MailServer, post: Post) -> None:
    post.add(LI)
    alive = running(post, until=lambda: bool(server.mails) and post.outbox is not None)
    assert alive > 0
    assert post.states() == ["sent"]


def test_a_second_notifier_on_the_same_outbox_is_refused(server: MailServer, post: Post) -> None:
    stop = threading.Event()
    alive = threading.Event()
    thread = threading.Thread(target=post.notifier.run, args=(stop, alive.set))
    thread.start()
    assert alive.wait(20)
    with pytest.raises(ConfigurationError, match="another notifier"):
        post.notifier.run(stop, lambda: None)
    stop.set()
    thread.join(20)


def running(post: Post, until: Callable[[], bool]) -> int:
    """Run the notifier's own loop until the condition holds; how often it said that it is alive."""
    stop, beats = threading.Event(), [0]

    def on_alive() -> None:
        beats[0] += 1

    thread = threading.Thread(target=post.notifier.run, args=(stop, on_alive))
    thread.start()
    deadline = time.monotonic() + 20
    while not until() and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    thread.join(20)
    assert not thread.is_alive()
    return beats[0]
