"""The mail of one alert, made of its facts alone."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from jinja2 import PackageLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from consumers.alerting import wording
from consumers.alerting.addresses import check_address
from consumers.alerting.mail_policy import MAIL_POLICY
from consumers.alerting.model import DueDelivery, Facts
from wire.errors import ConfigurationError

_SENDER_NAME = "Kaigong 开工"


class MailWriter:
    """Text and HTML from the templates. The same delivery gives the same bytes whenever it is written."""

    def __init__(self, sender: str, zone: ZoneInfo) -> None:
        try:
            self.sender = check_address(sender)
        except ValueError as exc:
            raise ConfigurationError(f"KAIGONG_MAIL_FROM: {exc}", {"mail_from": str(exc)}) from exc
        self._zone = zone
        self._templates = SandboxedEnvironment(
            loader=PackageLoader("consumers.alerting", "templates"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def write(self, delivery: DueDelivery) -> EmailMessage:
        message = self.render(delivery.facts, delivery.rule_id, delivery.created_at)
        message["To"] = Address(addr_spec=check_address(delivery.receiver))
        message["Message-ID"] = delivery.message_id
        return message

    def render(self, facts: Facts, rule_id: str, created_at: datetime) -> EmailMessage:
        """The mail without a receiver, as a preview shows it."""
        subject = wording.subject(facts)
        view = self._view(facts, rule_id, subject)
        message = EmailMessage(policy=MAIL_POLICY)
        message["Subject"] = subject
        message["From"] = Address(_SENDER_NAME, addr_spec=self.sender)
        message["Date"] = format_datetime(created_at.astimezone(self._zone))
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = "zh-CN"
        for name, subtype, put in (
            ("alert.txt", "plain", message.set_content),
            ("alert.html", "html", message.add_alternative),
        ):
            put(
                self._templates.get_template(name).render(view),
                subtype=subtype,
                charset="utf-8",
                cte="base64",
            )
        # Base64 has no underscore, so no content can look like this border.
        message.set_boundary("=_kaigong_alert")
        return message

    def _view(self, facts: Facts, rule_id: str, subject: str) -> dict[str, object]:
        sentence = wording.clean(facts.get("sentence"))
        return {
            "subject": subject,
            "rows": wording.rows(facts, self._zone),
            "sentence": sentence,
            "pieces": wording.marked(sentence, facts.get("words")),
            "link": wording.web_link(facts),
            "rule_name": wording.clean(facts.get("rule_name")) or rule_id,
            "rule_id": rule_id,
            "why": wording.clean(facts.get("why")),
        }
