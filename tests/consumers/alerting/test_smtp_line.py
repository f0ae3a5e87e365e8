"""The one connection to the mail server: kept, asked, replaced and given up; with the real server."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alerting_samples import NOW, mail_settings
from smtp.mail_server import MailServer

from consumers.alerting.mail import MailWriter
from consumers.alerting.receivers import Receiver
from consumers.alerting.sending import RefusedError
from consumers.alerting.smtp import SmtpMailer
from wire.clock import ManualClock


class Sender:
    def __init__(self, folder: Path, port: int) -> None:
        self.clock = ManualClock(NOW)
        settings = mail_settings(folder, port)
        self.writer = MailWriter(settings.mail_from, settings.zone)
        self.mailer = SmtpMailer(settings, self.clock)

    def send(self, to: str = "li@example.cn") -> None:
        self.mailer.send(self.writer.note(Receiver(id=to, to=to), "测试", "测试"), lambda: None)

    def later(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        self.mailer.rest()


@pytest.fixture
def sender(tmp_path: Path, server: MailServer) -> Iterator[Sender]:
    sender = Sender(tmp_path, server.port)
    yield sender
    sender.mailer.close()


def test_mails_with_rests_between_them_go_over_one_line(server: MailServer, sender: Sender) -> None:
    for _ in range(4):
        sender.send()
        sender.later(seconds=30)
    assert server.mail_count == 4
    assert len(server.steps("connected")) == 1
    assert len(server.steps("noop")) == 3


def test_mails_that_follow_each_other_ask_nothing(server: MailServer, sender: Sender) -> None:
    for _ in range(3):
        sender.send()
    assert (len(server.steps("connected")), len(server.steps("noop"))) == (1, 0)


def test_a_line_without_work_is_given_up_politely(server: MailServer, sender: Sender) -> None:
    sender.send()
    sender.later(seconds=61)
    assert len(server.steps("quit")) == 1
    sender.send()
    assert len(server.steps("connected")) == 2


def test_a_line_that_ended_unseen_costs_no_mail_a_delay(server: MailServer, sender: Sender) -> None:
    sender.send()
    server.stop()
    server.start()
    sender.later(seconds=30)
    sender.send()
    assert server.mail_count == 2


def test_a_refused_receiver_leaves_the_line_in_use(server: MailServer, sender: Sender) -> None:
    server.script(wang=["550"], chen=["data-554"])
    for refused in ("wang@example.cn", "chen@example.cn"):
        with pytest.raises(RefusedError):
            sender.send(refused)
    sender.send()
    assert server.mail_count == 1
    assert (len(server.steps("connected")), len(server.steps("rset"))) == (1, 2)
