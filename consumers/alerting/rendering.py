"""A message as text and HTML, made of what it holds alone; every channel sends one of the two."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from consumers.alerting import wording
from consumers.alerting.background import held_back_of, sources_of
from consumers.alerting.links import Links
from consumers.alerting.model import Background, Content, DueMessage, Item
from consumers.alerting.receivers import Receiver
from consumers.alerting.template_files import TemplateFiles
from consumers.alerting.views import View, Views, rule_counts, rule_titles


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


class Renderer:
    """The same message gives the same text whenever it is written. Who wants to leave writes to `contact`."""

    def __init__(
        self, zone: ZoneInfo, templates: TemplateFiles, links: Links | None = None, contact: str = ""
    ) -> None:
        self._zone = zone
        self._templates = templates
        self._links = links or Links()
        self._views = Views(zone, self._links)
        self._contact = contact

    def message(self, message: DueMessage, receiver: Receiver) -> Rendered:
        if message.form == "single":
            content = message.content
            return self.alert(content.items[0], receiver, content.background, message.created_at)
        return self.digest(message.content, receiver, message.created_at)

    def alert(
        self,
        item: Item,
        receiver: Receiver,
        background: Background | None = None,
        at: datetime | None = None,
    ) -> Rendered:
        """What was held back is that of the day until `at`."""
        subject = wording.subject_of(item.kind, item.facts)
        view = {
            **self._views.of(item),
            **self._footer(receiver),
            "subject": subject,
            "held_back": held_back_of(background or Background()),
            "held_back_until": f"{(at or item.created_at).astimezone(self._zone):%H:%M}",
        }
        return self._rendered("alert", subject, view, receiver.template)

    def digest(self, content: Content, receiver: Receiver, at: datetime) -> Rendered:
        """At most the receiver's number of rows; what is late stands under 补录."""
        shown = content.items[: receiver.digest_rows]
        late = [item for item in shown if item.kind == "late"]
        subject = wording.digest_subject(
            content, at.astimezone(self._zone), is_daily=receiver.when.kind == "daily"
        )
        view = {
            "subject": subject,
            "total": content.total,
            "groups": self._views.groups([item for item in shown if item.kind != "late"]),
            "late": [self._views.row(item) for item in late],
            "more": content.total - len(shown),
            "all_link": self._links.alerts,
            "rule_counts": rule_counts(content.items),
            "rule_titles": rule_titles(content.items),
            **self._background(content.background),
            **self._footer(receiver),
        }
        return self._rendered("digest", subject, view, receiver.template)

    def _background(self, background: Background | None) -> View:
        known = background or Background()
        return {
            "held_back": held_back_of(known),
            "held_back_rules": known.rule_ids,
            "sources": sources_of(known, self._zone),
            "sources_sick": known.sick,
        }

    def _footer(self, receiver: Receiver) -> View:
        """Whose message it is, and how to be told less."""
        return {
            "receiver": wording.clean(receiver.title, 100),
            "receiver_id": receiver.id,
            "contact": self._contact,
            "pause_link": self._wish(f"pause {receiver.id}"),
            "leave_link": self._wish(f"unsubscribe {receiver.id}"),
        }

    def _wish(self, subject: str) -> str:
        return f"mailto:{quote(self._contact, safe='@')}?subject={quote(subject)}" if self._contact else ""

    def _rendered(
        self, name: str, subject: str, view: Mapping[str, object], template: str | None
    ) -> Rendered:
        text, html = (self._templates.render(f"{name}.{form}", view, template) for form in ("txt", "html"))
        return Rendered(subject, text, html)
