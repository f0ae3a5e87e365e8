"""Kill the notifier at every point: each mail arrives, and a second copy only where nobody can know."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alerting_samples import new_alert
from dying_notifier import DIED
from smtp.mail_server import MailServer

from consumers.alerting.outbox import Outbox
from wire import codec
from wire.clock import SystemClock
from wire.messages import Alert, Delivery
from wire.sqlite_stream import SqliteStream
from wire.topics import ALERTS, TOPICS

PROGRAM = Path(__file__).with_name("dying_notifier.py")


class Post:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = MailServer(folder / "server").start()
        self.stream = SqliteStream(folder / "stream.db", "test")
        self.stream.create_topics([TOPICS[ALERTS]])
        self.outbox = Outbox(folder / "outbox.db", SystemClock(), "example.cn")

    def add(self, count: int, name: str = "alert") -> None:
        with self.outbox.writing() as outbox:
            for number in range(count):
                outbox.add(new_alert(f"{name}{number:03}", "li@example.cn"))

    def notifier(self, point: str = "nowhere", count: int = 1) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(PROGRAM), str(self.folder), str(self.server.port), point, str(count)]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL)

    @property
    def deliveries(self) -> list[Delivery]:
        return [one for alert in reversed(self.outbox.alerts.newest()) for one in alert.deliveries]

    def copies(self, delivery: Delivery) -> int:
        return self.server.message_ids.count(delivery.message_id)

    def copies_of_all(self) -> dict[str, tuple[str, int]]:
        counts = Counter(self.server.message_ids)
        return {one.alert_id: (one.state, counts[one.message_id]) for one in self.deliveries}

    @property
    def told(self) -> dict[str, Alert]:
        reader = self.stream.reader()
        alerts = [codec.decode_as(Alert, record.value).payload for record in reader.read(ALERTS)]
        reader.close()
        return {alert.alert_id: alert for alert in alerts}

    def close(self) -> None:
        self.server.stop()
        self.outbox.close()
        self.stream.close()


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    post = Post(tmp_path)
    yield post
    post.close()


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("point", "state", "copies"),
    [
        ("before-note", "sent", 1),
        ("after-note", "uncertain", 1),
        ("before-sent", "uncertain", 2),
        ("after-sent", "sent", 1),
    ],
)
def test_killed_around_its_notes(post: Post, point: str, state: str, copies: int) -> None:
    post.add(3)
    assert post.notifier(point, count=2).wait(60) == DIED
    assert post.notifier().wait(60) == 0
    by_state = Counter((one.state, post.copies(one)) for one in post.deliveries)
    assert by_state == Counter({("sent", 1): 2}) + Counter({(state, copies): 1})
    assert post.told == {alert.alert_id: alert for alert in post.outbox.alerts.newest()}


@pytest.mark.parametrize(
    ("point", "state", "copies"),
    [
        ("before-plan", "sent", 1),
        ("after-plan", "sent", 1),
        ("before-note", "sent", 1),
        ("after-note", "uncertain", 1),
        ("before-sent", "uncertain", 2),
        ("after-sent", "sent", 1),
    ],
)
def test_killed_around_its_notes_of_a_digest(post: Post, point: str, state: str, copies: int) -> None:
    """Seven alerts at a rate of one mail an hour are one digest, and it stays the same one."""
    (post.folder / "receivers.yaml").write_text("receivers: {li: {to: li@example.cn, rate: 1}}")
    post.add(7)
    assert post.notifier(point).wait(60) == DIED
    post.add(2, "later")
    assert post.notifier().wait(60) == 0
    seven = [one for one in post.deliveries if one.alert_id.startswith("alert")]
    assert {(one.state, post.copies(one), one.digest) for one in seven} == {(state, copies, True)}
    assert len({one.message_id for one in seven}) == 1
    assert post.told == {alert.alert_id: alert for alert in post.outbox.alerts.newest()}


@pytest.mark.parametrize(
    ("held", "step", "state", "copies"),
    [
        ("hold-rcpt", "rcpt", "sent", 1),
        ("hold-before", "data", "uncertain", 1),
        ("hold-after", "kept", "uncertain", 2),
    ],
)
def test_killed_while_the_server_answers(post: Post, held: str, step: str, state: str, copies: int) -> None:
    post.server.script(any=[held])
    post.add(1)
    process = post.notifier()
    wait_for(lambda: post.server.steps(step))
    process.kill()
    process.wait()
    assert post.notifier().wait(60) == 0
    [delivery] = post.deliveries
    assert (delivery.state, post.copies(delivery)) == (state, copies)


@pytest.mark.slow
def test_killed_at_random_no_mail_is_lost_and_every_second_copy_is_marked(post: Post) -> None:
    rng = random.Random(3)
    post.add(40)
    kills = 0
    for _ in range(8):
        before = post.server.mail_count
        process = post.notifier()
        wanted = before + rng.randint(1, 5)
        wait_for(lambda: post.server.mail_count >= wanted or process.poll() is not None)  # noqa: B023
        time.sleep(rng.random() * 0.01)
        process.kill()
        kills += process.wait() != 0
    assert post.notifier().wait(60) == 0
    assert kills > 3
    copies = post.copies_of_all()
    assert len(copies) == 40
    assert all(count >= 1 for _, count in copies.values())
    assert all(state == "uncertain" for state, count in copies.values() if count > 1)
    assert sum(count - 1 for _, count in copies.values()) <= kills
    assert sum(state == "uncertain" for state, _ in copies.values()) <= kills


@pytest.mark.slow
def test_killed_at_random_digests_lose_no_alert_and_say_the_same_again(post: Post) -> None:
    """Each round's alerts wait for the end of a pause, so that they come as one."""
    rng = random.Random(7)
    for number in range(8):
        post.outbox.receivers.pause("li@example.cn", None)
        post.add(4, f"round{number}-")
        assert post.notifier().wait(60) == 0
        post.outbox.receivers.resume("li@example.cn")
        before = len(post.server.steps("rcpt"))
        process = post.notifier()
        wait_for(lambda: len(post.server.steps("rcpt")) > before or process.poll() is not None)  # noqa: B023
        time.sleep(rng.random() * 0.02)
        process.kill()
        process.wait()
    assert post.notifier().wait(60) == 0
    assert {(one.state in ("sent", "uncertain"), one.digest) for one in post.deliveries} == {(True, True)}
    assert len(post.deliveries) == 32
    copies = Counter(post.server.message_ids)
    assert set(copies) == {one.message_id for one in post.deliveries}
    assert len({str(mail) for mail in post.server.mails}) == len(copies)
    uncertain = {one.message_id for one in post.deliveries if one.state == "uncertain"}
    assert {message_id for message_id, count in copies.items() if count > 1} <= uncertain
