"""Messages as they would be sent now: nothing is sent, noted or changed."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import structs

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.directory import Directory
from consumers.alerting.facts import article_facts, event_facts
from consumers.alerting.links import Links
from consumers.alerting.matched import fullest
from consumers.alerting.matching import match_all
from consumers.alerting.model import Background, Item
from consumers.alerting.outbox import Outbox
from consumers.alerting.receivers import Receiver
from consumers.alerting.rendering import Rendered, Renderer
from consumers.alerting.template_files import TemplateFiles
from consumers.alerting.vocabulary import Vocabulary
from kaigong.app import App
from kaigong.digest_sources import DigestSources
from kaigong.rule_trial.hits import found
from kaigong.stages.indexer import open_index
from wire.errors import ConfigurationError
from wire.messages import Alert

_LATELY = timedelta(days=1)
_MOST_ALERTS = 1_000
# Who is nobody's receiver sees the shipped templates.
_ANYBODY = Receiver(id="preview", to="preview@localhost.invalid")


@dataclass(frozen=True)
class Previews:
    app: App
    outbox: Outbox
    directory: Directory

    def of_alert(self, alert: Alert, to: str | None) -> Rendered:
        told = [delivery.receiver for delivery in alert.deliveries]
        receiver = self._receiver(to or next(iter(told), None))
        content = self.outbox.items.content(receiver.id, [alert.alert_id])
        return self._alert(content.items[0], receiver)

    def of_rule(self, compiled: CompiledRule, words: Vocabulary, to: str | None) -> Rendered:
        """Its newest alert; if it has told nothing yet, its newest hit in the index."""
        rule = compiled.rule
        if told := self.outbox.alerts.newest(1, rule_id=rule.id):
            return self.of_alert(told[0], to)
        receivers = [to] if to else list(self.directory.told_by(rule.id, rule.to, rule.notify))
        item = self._newest_hit(compiled, words)
        return self._alert(item, self._receiver(next(iter(receivers), None)))

    def digest(self, name: str) -> Rendered:
        """Of what waits for the receiver; if nothing does, of what it was told since yesterday."""
        receiver, now = self._receiver(name), self.app.clock.now()
        newest = self.outbox.alerts.newest(_MOST_ALERTS)
        waiting = [alert.alert_id for alert in newest if _waits(alert, receiver)]
        lately = [
            alert.alert_id for alert in newest if now - alert.created_at < _LATELY and _tells(alert, receiver)
        ]
        content = self.outbox.items.content(receiver.id, waiting or lately)
        sources = DigestSources(self.app, lambda: self.directory)(receiver.id) or Background()
        held = self.outbox.held_back.of_receiver(receiver.id, self._today)
        background = structs.replace(sources, held_back=held.held_back, rule_ids=held.rule_ids)
        told = structs.replace(content, background=background)
        return self._renderer().digest(told, receiver, now)

    def _alert(self, item: Item, receiver: Receiver) -> Rendered:
        held = self.outbox.held_back.of_rule(item.rule_id, self._today)
        return self._renderer().alert(item, receiver, held, self.app.clock.now())

    @property
    def _today(self) -> date:
        return self.app.clock.now().astimezone(self.app.settings.zone).date()

    def _newest_hit(self, compiled: CompiledRule, words: Vocabulary) -> Item:
        with closing(open_index(self.app)) as index:
            pages = found(index, compiled, compiled.node, 1)
            article = next((one.article for page in pages for one in page), None)
        matches = [] if article is None else list(match_all([compiled], article))
        if article is None or not matches:
            raise ConfigurationError(
                f"rule {compiled.rule.id} has told nothing yet and nothing in the index fits it; "
                f"`kaigong rule test {compiled.rule.id}` shows why"
            )
        best = fullest(matches)
        facts = (
            article_facts(article, compiled, best.why, words)
            if best.event is None
            else event_facts(article, best.event, compiled, best.why, words)
        )
        return Item(
            alert_id="preview",
            rule_id=compiled.rule.id,
            story_id=article.story_id,
            article_id=article.article_id,
            kind="new",
            created_at=self.app.clock.now(),
            facts=facts,
        )

    def _receiver(self, name: str | None) -> Receiver:
        if name is None:
            return _ANYBODY
        receiver = self.directory.find(name)
        if receiver is None:
            known = ", ".join(self.directory.receivers) or "none yet"
            raise ConfigurationError(f"no receiver is called {name!r}; there are: {known}")
        return receiver

    def _renderer(self) -> Renderer:
        settings = self.app.settings
        templates = TemplateFiles(settings.templates_path, strict=True)
        contact = settings.mail_contact or settings.mail_from
        return Renderer(settings.zone, templates, Links.of(settings), contact)


def _waits(alert: Alert, receiver: Receiver) -> bool:
    return any(one.receiver == receiver.id and one.state == "pending" for one in alert.deliveries)


def _tells(alert: Alert, receiver: Receiver) -> bool:
    return any(one.receiver == receiver.id for one in alert.deliveries)
