"""The channel `smtp`: a mail for each message."""

from collections.abc import Callable

from consumers.alerting.links import Links
from consumers.alerting.mail import MailWriter
from consumers.alerting.model import DueMessage
from consumers.alerting.receivers import Receiver
from consumers.alerting.sending import Mailer
from consumers.alerting.template_files import TemplateFiles
from wire.settings import Settings


class MailChannel:
    def __init__(self, writer: MailWriter, mailer: Mailer, *, has_server: bool) -> None:
        self._writer = writer
        self._mailer = mailer
        self._has_server = has_server

    @classmethod
    def of(cls, settings: Settings, mailer: Mailer) -> "MailChannel":
        templates = TemplateFiles(settings.templates_path)
        links = Links.of(settings)
        writer = MailWriter(settings.mail_from, settings.zone, templates, settings.mail_contact, links)
        return cls(writer, mailer, has_server=bool(settings.smtp_host))

    def why_not(self, receiver: Receiver) -> str | None:  # noqa: ARG002 - one server for all
        return None if self._has_server else "no mail server is set (KAIGONG_SMTP_HOST)"

    def send(self, message: DueMessage, receiver: Receiver, before_data: Callable[[], None]) -> None:
        self._mailer.send(self._writer.write(message, receiver), before_data)

    def tell(self, receiver: Receiver, subject: str, text: str) -> None:
        self._mailer.send(self._writer.note(receiver, subject, text), lambda: None)

    def rest(self) -> None:
        self._mailer.rest()

    def close(self) -> None:
        self._mailer.close()
