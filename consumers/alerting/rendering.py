"""A message as text and HTML, made of what it holds alone; every channel sends one of the two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from consumers.alerting import wording
from consumers.alerting.model import Content, DueMessage, Item
from consumers.alerting.receivers import Receiver
from consumers.alerting.template_files import TemplateFiles


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


class Renderer:
    """The same message gives the same text whenever it is written."""

    def __init__(self, zone: ZoneInfo, templates: TemplateFiles) -> None:
        self._zone = zone
        self._templates = templates

    def message(self, message: DueMessage, receiver: Receiver) -> Rendered:
        if message.form == "single":
            return self.alert(message.content.items[0], receiver.template)
        return self.digest(message.content, receiver, message.created_at)

    def alert(self, item: Item, template: str | None = None) -> Rendered:
        subject = wording.subject_of(item.kind, item.facts)
        return self._rendered("alert", subject, self._view(item) | {"subject": subject}, template)

    def digest(self, content: Content, receiver: Receiver, at: datetime) -> Rendered:
        """At most the receiver's number of rows; what is late stands under 补录."""
        shown = content.items[: receiver.digest_rows]
        fresh = [item for item in shown if item.kind != "late"]
        late = [item for item in shown if item.kind == "late"]
        subject = wording.digest_subject(
            content, at.astimezone(self._zone), is_daily=receiver.when.kind == "daily"
        )
        view = {
            "subject": subject,
            "groups": self._groups(fresh),
            "late": [self._view(item) for item in late],
            "more": content.total - len(shown),
        }
        return self._rendered("digest", subject, view, receiver.template)

    def _groups(self, items: Sequence[Item]) -> list[tuple[str, list[Mapping[str, object]]]]:
        """By place; the place of the most important one first."""
        rank = {item.alert_id: number for number, item in enumerate(items)}
        best: dict[str, int] = {}
        for item in items:
            best.setdefault(_place(item), rank[item.alert_id])
        ordered = sorted(items, key=lambda item: (best[_place(item)], rank[item.alert_id]))
        return [
            (place or "地区未注明", [self._view(item) for item in group])
            for place, group in groupby(ordered, key=_place)
        ]

    def _view(self, item: Item) -> dict[str, object]:
        facts = item.facts
        sentence = wording.clean(facts.get("sentence"))
        return {
            "headline": wording.subject_of(item.kind, facts),
            "kind": item.kind,
            "note": wording.note_of(item.kind, facts),
            "changes": wording.changes_of(facts),
            "rows": wording.rows(facts, self._zone),
            "sentence": sentence,
            "pieces": wording.marked(sentence, facts.get("words")),
            "link": wording.web_link(facts),
            "rules": _rules(item),
        }

    def _rendered(
        self, name: str, subject: str, view: Mapping[str, object], template: str | None
    ) -> Rendered:
        text, html = (self._templates.render(f"{name}.{form}", view, template) for form in ("txt", "html"))
        return Rendered(subject, text, html)


def _rules(item: Item) -> list[tuple[str, str, str]]:
    """Name, id and reason of every rule that tells it."""
    own = (item.facts.get("rule_name"), item.rule_id, item.facts.get("why"))
    others = ((one.rule_name, one.rule_id, one.why) for one in item.also)
    return [
        (wording.clean(name) or rule_id, rule_id, wording.clean(why)) for name, rule_id, why in (own, *others)
    ]


def _place(item: Item) -> str:
    return wording.clean(item.facts.get("place"), 30)
