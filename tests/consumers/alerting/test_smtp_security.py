"""Encryption and login against the real mail server: nothing goes out over a line that is less."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alerting_samples import due_message, mail_settings, new_alert
from loguru import logger
from services.certificates import make_certificate
from smtp.mail_server import MailServer

from consumers.alerting.mail import MailWriter
from consumers.alerting.receivers import Receiver
from consumers.alerting.sending import ServerAwayError
from consumers.alerting.smtp import SmtpMailer

PASSWORD = "geheim-3141"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that is trusted where it is named as the authority, and its key."""
    made = make_certificate(tmp_path_factory.mktemp("tls"))
    return made.certificate, made.key


@pytest.fixture(params=["starttls", "tls"])
def server(
    request: pytest.FixtureRequest, tmp_path: Path, certificate: tuple[Path, Path]
) -> Iterator[tuple[MailServer, str]]:
    cert, key = certificate
    options = ("--tls", request.param, "--cert", str(cert), "--key", str(key), "--auth", f"li:{PASSWORD}")
    server = MailServer(tmp_path / "server", *options).start()
    yield server, request.param
    server.stop()


def send(folder: Path, port: int, **settings: object) -> None:
    alert = new_alert("alert")
    receiver = Receiver(id="li@example.cn", to="li@example.cn")
    mailer = SmtpMailer(mail_settings(folder, port, **settings))
    settings_zone = mail_settings(folder, port).zone
    try:
        mailer.send(
            MailWriter("kaigong@example.cn", settings_zone).write(due_message(alert), receiver), lambda: None
        )
    finally:
        mailer.close()


def test_a_known_certificate_and_the_right_password(
    server: tuple[MailServer, str],
    tmp_path: Path,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    send(tmp_path, server[0].port, smtp_security=server[1], smtp_user="li", smtp_password=PASSWORD)
    assert server[0].message_ids == ["<id@example.cn>"]
    SmtpMailer(
        mail_settings(
            tmp_path, server[0].port, smtp_security=server[1], smtp_user="li", smtp_password=PASSWORD
        )
    ).probe()
    assert len(server[0].mails) == 1


def test_an_unknown_certificate_is_not_trusted(server: tuple[MailServer, str], tmp_path: Path) -> None:
    with pytest.raises(ServerAwayError, match="certificate"):
        send(tmp_path, server[0].port, smtp_security=server[1], smtp_user="li", smtp_password=PASSWORD)
    assert server[0].mails == []


def test_a_wrong_password_is_said_and_never_shown(
    server: tuple[MailServer, str],
    tmp_path: Path,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    lines: list[str] = []
    handle = logger.add(lambda message: lines.append(str(message)), level=0, format="{message} {extra}")
    with pytest.raises(ServerAwayError, match="535") as caught:
        send(tmp_path, server[0].port, smtp_security=server[1], smtp_user="li", smtp_password="wrong-2718")
    logger.remove(handle)
    assert "2718" not in str(caught.value) + "".join(lines)
    assert server[0].mails == []


@pytest.mark.parametrize(
    "settings", [{"smtp_user": "li", "smtp_password": "密码"}, {"smtp_host": "mail..test"}]
)
def test_settings_that_cannot_work_are_said_without_the_password(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    with (
        MailServer(tmp_path / "server", "--auth", "li:x") as server,
        pytest.raises(ServerAwayError, match=r"ASCII|KAIGONG_SMTP_HOST") as caught,
    ):
        send(tmp_path, server.port, **settings)
    assert "密" not in str(caught.value)


def test_no_encryption_on_offer_is_no_reason_to_go_without(tmp_path: Path) -> None:
    with MailServer(tmp_path / "server") as server:
        with pytest.raises(ServerAwayError, match="STARTTLS"):
            send(tmp_path, server.port, smtp_security="starttls")
        assert server.mails == []
