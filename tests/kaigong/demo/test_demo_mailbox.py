"""The demo's mailbox takes real mail over SMTP."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from kaigong.demo.mailbox import Mailbox
from wire.errors import ConfigurationError


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    mailbox = Mailbox(tmp_path / "mail")
    mailbox.start()
    yield mailbox
    mailbox.stop()


def mail(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "kaigong@kaigong.example"
    message["To"] = "demo@kaigong.example"
    message["Subject"] = subject
    message.set_content("海州区 · 澜屿智能影像设备产业园\n")
    return message


def send(mailbox: Mailbox, *messages: EmailMessage) -> None:
    with smtplib.SMTP(mailbox.host, mailbox.port, timeout=10) as client:
        for message in messages:
            client.send_message(message)


def test_mails_are_kept_in_order(mailbox: Mailbox) -> None:
    send(mailbox, mail("[开工] 海州区"), mail("[签约] 京口区"))
    assert [message["Subject"] for message in mailbox.messages()] == ["[开工] 海州区", "[签约] 京口区"]
    assert "澜屿" in mailbox.messages()[0].get_content()


def test_it_says_which_articles_have_come(mailbox: Mailbox) -> None:
    assert not mailbox.tells_of(["澜屿智能影像设备产业园"])
    send(mailbox, mail("[开工] 海州区"))
    assert mailbox.tells_of(["澜屿智能影像设备产业园"])
    assert not mailbox.tells_of(["澜屿智能影像设备产业园", "京口区与汐川精密传动签约"])


def test_the_box_goes_on_after_a_restart(mailbox: Mailbox, tmp_path: Path) -> None:
    send(mailbox, mail("一"))
    mailbox.stop()
    again = Mailbox(tmp_path / "mail")
    again.start()
    try:
        send(again, mail("二"))
        assert [message["Subject"] for message in again.messages()] == ["一", "二"]
    finally:
        again.stop()


def test_a_taken_port_is_told(mailbox: Mailbox, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=str(mailbox.port)):
        Mailbox(tmp_path / "other", port=mailbox.port).start()
