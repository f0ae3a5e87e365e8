"""The channel `apprise`: WeCom, DingTalk, Feishu, Slack and what else Apprise knows."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from consumers.alerting import chat_answers, http_answers
from consumers.alerting.links import Links
from consumers.alerting.model import DueMessage
from consumers.alerting.named_secrets import url_of
from consumers.alerting.pieces import pieces
from consumers.alerting.receivers import Receiver
from consumers.alerting.rendering import Renderer
from consumers.alerting.sending import DeferredError
from consumers.alerting.template_files import TemplateFiles
from wire.clock import Clock
from wire.errors import ConfigurationError
from wire.settings import Settings

if TYPE_CHECKING:
    from consumers.alerting.apprise_service import Service

_MOST_BEGUN = 1_000


class AppriseChannel:
    def __init__(self, renderer: Renderer, timeout: float, clock: Clock) -> None:
        self._renderer = renderer
        self._timeout = timeout
        self._clock = clock
        # How many pieces of a message its receiver has, so that a break between two repeats none.
        self._begun: OrderedDict[str, int] = OrderedDict()

    @classmethod
    def of(cls, settings: Settings, clock: Clock) -> "AppriseChannel":
        renderer = Renderer(settings.zone, TemplateFiles(settings.templates_path), Links.of(settings))
        return cls(renderer, settings.webhook_timeout, clock)

    def why_not(self, receiver: Receiver) -> str | None:
        try:
            self._service(receiver)
        except ConfigurationError as exc:
            return str(exc)
        return None

    def send(self, message: DueMessage, receiver: Receiver, before_data: Callable[[], None]) -> None:
        rendered = self._renderer.message(message, receiver)
        service = self._service(receiver)
        before_data()
        self._hand_over(service, rendered.subject, rendered.text, message.message_id)

    def tell(self, receiver: Receiver, subject: str, text: str) -> None:
        self._hand_over(self._service(receiver), subject, f"{subject}\n{text}")

    def rest(self) -> None: ...

    def close(self) -> None: ...

    def _service(self, receiver: Receiver) -> "Service":
        # Apprise takes a quarter of a second to import, which only its own receivers shall cost.
        from consumers.alerting.apprise_service import Service  # noqa: PLC0415

        return Service(url_of(receiver), self._timeout)

    def _hand_over(self, service: "Service", subject: str, text: str, message_id: str | None = None) -> None:
        title, body = _titled(subject, text) if service.has_title else ("", text)
        parts = pieces(body, service.body_bytes - len(title.encode()))
        first = self._begun.pop(message_id, 0) if message_id else 0
        for number, part in enumerate(parts):
            if number < first:
                continue
            if message_id and number:
                self._remember(message_id, number)
            self._hand_over_piece(service, title, part)
        if message_id:
            self._begun.pop(message_id, None)

    def _hand_over_piece(self, service: "Service", title: str, body: str) -> None:
        answer = service.send(title, body)
        if not answer.taken:
            http_answers.check(answer.status, answer.retry_after, answer.body, self._clock.now())
            said = http_answers.visible(answer.body.decode("utf-8", "replace"))
            raise DeferredError(f"{service.schema}: {said}")
        chat_answers.check(service.schema, answer.body)

    def _remember(self, message_id: str, number: int) -> None:
        self._begun[message_id] = number
        if len(self._begun) > _MOST_BEGUN:
            self._begun.popitem(last=False)


def _titled(subject: str, text: str) -> tuple[str, str]:
    """The subject as the title, and the text without it; it is the text where there is no more."""
    body = text.strip().removeprefix(subject).strip()
    return (subject, body) if body else ("", subject)
