"""Messages as mails."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid
from urllib.parse import quote
from zoneinfo import ZoneInfo

from consumers.alerting.addresses import check_address
from consumers.alerting.links import Links
from consumers.alerting.mail_policy import MAIL_POLICY
from consumers.alerting.model import DueMessage
from consumers.alerting.receivers import Receiver
from consumers.alerting.rendering import Renderer
from consumers.alerting.template_files import TemplateFiles
from wire.errors import ConfigurationError
from wire.settings import ENV_PREFIX

_SENDER_NAME = "Kaigong 开工"


class MailWriter:
    """The same message gives the same bytes whenever it is written."""

    def __init__(
        self,
        sender: str,
        zone: ZoneInfo,
        templates: TemplateFiles | None = None,
        contact: str = "",
        links: Links | None = None,
    ) -> None:
        self.sender = _checked("mail_from", sender)
        self._contact = _checked("mail_contact", contact or sender)
        self._zone = zone
        self._renderer = Renderer(zone, templates or TemplateFiles(), links, self._contact)

    def write(self, message: DueMessage, receiver: Receiver) -> EmailMessage:
        rendered = self._renderer.message(message, receiver)
        mail = self._headed(receiver, rendered.subject)
        mail["Message-ID"] = message.message_id
        mail["Date"] = format_datetime(message.created_at.astimezone(self._zone))
        answers = [item.answers for item in message.content.items if item.answers]
        if answers and message.form == "single":
            mail["In-Reply-To"] = answers[0]
            mail["References"] = answers[0]
        for subtype, content, put in (
            ("plain", rendered.text, mail.set_content),
            ("html", rendered.html, mail.add_alternative),
        ):
            put(content, subtype=subtype, charset="utf-8", cte="base64")
        # Base64 has no underscore, so no content can look like this border.
        mail.set_boundary("=_kaigong_alert")
        return mail

    def note(self, receiver: Receiver, subject: str, text: str) -> EmailMessage:
        """A mail that is no alert, and the only one of its kind."""
        mail = self._headed(receiver, subject)
        mail["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        mail["Date"] = format_datetime(localtime().astimezone(self._zone))
        mail.set_content(text, cte="base64")
        return mail

    def _headed(self, receiver: Receiver, subject: str) -> EmailMessage:
        mail = EmailMessage(policy=MAIL_POLICY)
        mail["Subject"] = subject
        mail["From"] = Address(_SENDER_NAME, addr_spec=self.sender)
        mail["To"] = Address(addr_spec=check_address(receiver.to or ""))
        if self._contact != self.sender:
            mail["Reply-To"] = Address(addr_spec=self._contact)
        mail["Auto-Submitted"] = "auto-generated"
        mail["List-Unsubscribe"] = f"<mailto:{self._contact}?subject={quote(f'unsubscribe {receiver.id}')}>"
        mail["Content-Language"] = "zh-CN"
        return mail


def _checked(setting: str, address: str) -> str:
    try:
        return check_address(address)
    except ValueError as exc:
        raise ConfigurationError(f"{ENV_PREFIX}{setting.upper()}: {exc}", {setting: str(exc)}) from exc
