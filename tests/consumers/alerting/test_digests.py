"""Digests, pauses and limits through the real notifier, outbox and mail server."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alerting_samples import NOW, mail_settings, new_alert, notifier_of, told_alerts
from smtp.mail_server import MailServer

from consumers.alerting.model import Content
from consumers.alerting.outbox import Outbox
from consumers.alerting.receiver_file import ReceiverFile
from consumers.alerting.silences import Matcher
from wire.clock import ManualClock
from wire.messages import Alert, Delivery
from wire.sqlite_stream import SqliteStream
from wire.topics import ALERTS, TOPICS

MORNING = datetime.fromisoformat("2026-03-03T08:30:00+08:00")


class JumpingClock(ManualClock):
    """The wall clock may be put on or back while time goes on."""

    def put(self, by: timedelta) -> None:
        self._now += by


class Post:
    """A notifier that reads receivers.yaml, its outbox and its mail server."""

    def __init__(self, folder: Path, port: int, receivers: str) -> None:
        self.clock = JumpingClock(NOW)
        self.file = folder / "receivers.yaml"
        self.file.write_text(receivers, "utf-8")
        self.stream = SqliteStream(folder / "stream.db", "test", clock=self.clock)
        self.stream.create_topics([TOPICS[ALERTS]])
        self.outbox = Outbox(folder / "outbox.db", self.clock, "example.cn")
        self.receivers = ReceiverFile(self.file, self.clock)
        self.notifier = notifier_of(
            self.outbox, self.stream, self.clock, mail_settings(folder, port), self.receivers.current
        )

    def add(self, *alert_ids: str, to: str = "li", **facts: object) -> None:
        with self.outbox.writing() as outbox:
            for alert_id in alert_ids:
                outbox.add(new_alert(alert_id, to, **facts))

    def change(self, receivers: str) -> None:
        self.file.write_text(receivers, "utf-8")
        self.clock.advance(timedelta(seconds=2))
        self.notifier.run_once()

    def at(self, moment: datetime) -> int:
        self.clock.advance(moment - self.clock.now())
        return self.notifier.run_once()

    @property
    def deliveries(self) -> list[Delivery]:
        return [one for alert in reversed(self.outbox.alerts.newest()) for one in alert.deliveries]

    @property
    def states(self) -> Counter[str]:
        return Counter(one.state for one in self.deliveries)

    @property
    def told(self) -> dict[str, Alert]:
        return {alert.alert_id: alert for alert in told_alerts(self.stream)}

    def close(self) -> None:
        self.notifier.close()
        self.stream.close()


@pytest.fixture
def daily(tmp_path: Path, server: MailServer) -> Iterator[Post]:
    post = Post(
        tmp_path, server.port, "receivers: {li: {to: li@example.cn, when: daily 08:30, empty_digest: on}}"
    )
    with closing(post):
        yield post


@pytest.fixture
def now(tmp_path: Path, server: MailServer) -> Iterator[Post]:
    with closing(Post(tmp_path, server.port, "receivers: {li: {to: li@example.cn}}")) as post:
        yield post


def text(server: MailServer, number: int = -1) -> str:
    body = server.mails[number].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_digest_is_one_mail_and_every_alert_follows_it(server: MailServer, daily: Post) -> None:
    daily.add("a1", "a2")
    daily.add("a3", type="签约", project="望海项目")
    daily.notifier.run_once()
    assert server.mail_count == 0
    assert {(one.held, one.next_at) for one in daily.deliveries} == {("daily 08:30", MORNING)}
    assert daily.told["a1"].deliveries[0].held == "daily 08:30"
    assert daily.at(MORNING) == 1
    assert [str(mail["Subject"]) for mail in server.mails] == ["开工签约日报 03-03：3 条"]
    assert "望海项目" in text(server)
    assert daily.states == {"sent": 3}
    assert {one.message_id for one in daily.deliveries} == set(server.message_ids)
    assert all(
        alert.deliveries[0].digest and alert.deliveries[0].state == "sent" for alert in daily.told.values()
    )


@pytest.mark.parametrize(
    ("action", "state", "copies"),
    [("drop-after", "uncertain", 2), ("drop-before", "uncertain", 1), ("451", "sent", 1)],
)
def test_a_digest_that_fails_is_sent_again_as_it_was(
    server: MailServer, daily: Post, action: str, state: str, copies: int
) -> None:
    server.script(li=[action])
    daily.add("a1", "a2")
    daily.notifier.run_once()
    daily.at(MORNING)
    daily.at(MORNING + timedelta(seconds=1))
    daily.add("a3")
    daily.at(MORNING + timedelta(minutes=2))
    counted = Counter(one.state for one in daily.deliveries if one.alert_id != "a3")
    assert counted == {state: 2}
    assert len(set(server.message_ids)) == 1
    assert server.mail_count == copies
    assert len({str(mail) for mail in server.mails}) == 1


def test_a_refused_digest_fails_for_all_its_alerts(server: MailServer, daily: Post) -> None:
    server.script(li=["550"])
    daily.add("a1", "a2")
    daily.notifier.run_once()
    daily.at(MORNING)
    assert daily.states == {"failed": 2}


def test_an_empty_digest_is_sent_once_each_day(server: MailServer, daily: Post) -> None:
    daily.notifier.run_once()
    daily.at(MORNING)
    daily.at(MORNING + timedelta(minutes=1))
    assert [str(mail["Subject"]) for mail in server.mails] == ["消息日报 03-03：0 条"]
    assert "没有新的消息" in text(server)
    daily.add("a1")
    daily.at(MORNING + timedelta(hours=1))
    daily.at(MORNING + timedelta(days=1))
    daily.at(MORNING + timedelta(days=1, minutes=5))
    assert [str(mail["Subject"])[-3:] for mail in server.mails] == ["0 条", "1 条"]
    daily.at(MORNING + timedelta(days=5))
    assert server.mail_count == 3


def test_the_late_ones_stand_apart(server: MailServer, daily: Post) -> None:
    daily.add("a1")
    with daily.outbox.writing() as outbox:
        late = new_alert("a2", "li", project="旧项目")
        outbox.add(type(late)(**{name: getattr(late, name) for name in late.__slots__} | {"kind": "late"}))
    daily.notifier.run_once()
    daily.at(MORNING)
    assert text(server).index("补录") < text(server).index("旧项目")
    assert text(server).index("云台新材料产业园") < text(server).index("补录")


def test_a_pause_by_command_holds_and_its_end_brings_one_mail(server: MailServer, now: Post) -> None:
    now.outbox.receivers.pause("li", now.clock.now() + timedelta(hours=5))
    now.add("a1", "a2")
    now.notifier.run_once()
    assert {one.held for one in now.deliveries} == {"paused"}
    now.at(NOW + timedelta(hours=2))
    assert server.mail_count == 0
    now.outbox.receivers.resume("li")
    now.at(NOW + timedelta(hours=2, seconds=1))
    assert server.mail_count == 1
    assert now.states == {"sent": 2}
    now.add("a3")
    now.notifier.run_once()
    assert server.mail_count == 2


def test_the_same_alerts_sent_again_in_a_pause_are_another_digest(server: MailServer, now: Post) -> None:
    for _ in range(2):
        now.outbox.receivers.pause("li", None)
        if not now.deliveries:
            now.add("a1", "a2")
        for alert_id in ("a1", "a2"):
            now.outbox.deliveries.resend(alert_id, "li")
        now.notifier.run_once()
        now.outbox.receivers.resume("li")
        now.notifier.run_once()
    assert len(set(server.message_ids)) == server.mail_count == 2
    assert now.states == {"sent": 2}


def test_the_same_morning_twice_has_one_empty_digest(server: MailServer, daily: Post) -> None:
    daily.notifier.run_once()
    daily.at(MORNING)
    daily.clock.put(-timedelta(days=1))
    for hours in range(0, 30, 3):
        daily.at(MORNING - timedelta(days=1) + timedelta(hours=hours, minutes=1))
    assert [str(mail["Subject"]) for mail in server.mails] == ["消息日报 03-03：0 条"]


def test_an_alert_that_is_silenced_while_a_plan_is_made_is_left_out(now: Post) -> None:
    now.add("a1", "a2")
    hour = timedelta(hours=1)
    now.outbox.silences.add(Matcher(alert="a1"), now.clock.now(), now.clock.now() + hour)
    now.outbox.deliveries.note_plan("li", [("digest", ["a1", "a2"], Content)], [])
    now.notifier.run_once()
    assert [(one.alert_id, one.state, one.digest) for one in now.deliveries] == [("a2", "sent", False)]


def test_a_pause_in_the_file_ends_by_itself(server: MailServer, now: Post) -> None:
    now.change("receivers: {li: {to: li@example.cn, paused_until: 2026-03-04}}")
    now.add("a1", "a2")
    now.notifier.run_once()
    now.at(datetime.fromisoformat("2026-03-03T23:59:00+08:00"))
    assert server.mail_count == 0
    now.at(datetime.fromisoformat("2026-03-04T00:00:00+08:00"))
    assert now.states == {"sent": 2}


def test_over_the_rate_nothing_is_dropped(server: MailServer, now: Post) -> None:
    now.change("receivers: {li: {to: li@example.cn, rate: 3}}")
    now.add(*(f"a{number:02}" for number in range(10)))
    now.notifier.run_once()
    assert server.mail_count == 3
    assert now.states == {"sent": 10}
    now.add("b1", "b2")
    now.notifier.run_once()
    assert {one.held for one in now.deliveries if one.state == "pending"} == {"rate"}
    now.at(now.clock.now() + timedelta(hours=1, seconds=1))
    assert (server.mail_count, now.states) == (4, {"sent": 12})


def test_a_changed_receiver_changes_what_waits(server: MailServer, daily: Post) -> None:
    daily.add("a1")
    daily.notifier.run_once()
    daily.change("receivers: {li: {to: other@example.cn}}")
    assert [str(mail["To"]) for mail in server.mails] == ["other@example.cn"]


def test_a_receiver_that_is_gone_waits_for_somebody_of_its_name(server: MailServer, now: Post) -> None:
    now.change("receivers: {}")
    now.add("a1")
    now.notifier.run_once()
    assert [one.held for one in now.deliveries] == ["no receiver is called li"]
    now.at(NOW + timedelta(days=3))
    now.change("receivers: {li: {to: li@example.cn}}")
    assert now.states == {"sent": 1}


def test_a_clock_put_years_ahead_and_back_delays_nothing(server: MailServer, daily: Post) -> None:
    daily.clock.put(timedelta(days=1500))
    daily.add("a1")
    server.script(li=["451"] * 3)
    daily.notifier.run_once()
    daily.clock.put(-timedelta(days=1500))
    daily.notifier.run_once()
    daily.add("a2")
    daily.notifier.run_once()
    for minutes in range(0, 240, 10):
        daily.at(MORNING + timedelta(minutes=minutes))
    assert daily.states == {"sent": 2}


def test_two_rules_on_one_event_are_one_mail(server: MailServer, now: Post) -> None:
    now.add("a1")
    with now.outbox.writing() as outbox:
        outbox.add(replace(new_alert("a2", "li", rule_name="新材料"), rule_id="materials", story_id="a1"))
        outbox.add(new_alert("a3", "li", project="望海项目"))
    now.notifier.run_once()
    assert server.mail_count == 2
    assert now.states == {"sent": 3}
    both = next(text(server, n) for n in (0, 1) if "望海" not in text(server, n))
    assert "规则 海州开工（r）" in both
    assert "规则 新材料（materials）" in both


def test_an_update_answers_the_first_mail(server: MailServer, now: Post) -> None:
    now.add("a1")
    now.notifier.run_once()
    with now.outbox.writing() as outbox:
        first = new_alert("u1", "li", changes=["金额：4.1亿元 → 5亿元"])
        fields = {name: getattr(first, name) for name in first.__slots__}
        outbox.add(type(first)(**fields | {"kind": "update", "of_alert": "a1"}))
    now.notifier.run_once()
    first_mail, update = server.mails
    assert update["In-Reply-To"] == update["References"] == first_mail["Message-ID"]
    assert str(update["Subject"]).startswith("[更新]")
    assert "金额：4.1亿元 → 5亿元" in text(server)
