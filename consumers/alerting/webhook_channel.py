"""The channel `webhook`: a signed JSON body for a program of the reader's own."""

import uuid
from collections.abc import Callable

from consumers.alerting import http_answers
from consumers.alerting.http_post import HttpPost, target_of
from consumers.alerting.links import Links
from consumers.alerting.model import DueMessage
from consumers.alerting.named_secrets import secret_of, url_of
from consumers.alerting.receivers import Receiver
from consumers.alerting.rendering import Renderer
from consumers.alerting.template_files import TemplateFiles
from consumers.alerting.webhook_body import HookBody, body_of, encoded, signed_headers
from wire.addresses import AddressPolicy
from wire.clock import Clock
from wire.errors import ConfigurationError
from wire.settings import Settings


class WebhookChannel:
    def __init__(self, renderer: Renderer, post: HttpPost, clock: Clock) -> None:
        self._renderer = renderer
        self._post = post
        self._clock = clock

    @classmethod
    def of(cls, settings: Settings, clock: Clock) -> "WebhookChannel":
        renderer = Renderer(settings.zone, TemplateFiles(settings.templates_path), Links.of(settings))
        addresses = AddressPolicy(settings.webhook_allow_networks)
        return cls(renderer, HttpPost(addresses, settings.webhook_timeout), clock)

    def why_not(self, receiver: Receiver) -> str | None:
        try:
            target_of(url_of(receiver))
            secret_of(receiver)
        except ConfigurationError as exc:
            return str(exc)
        return None

    def send(self, message: DueMessage, receiver: Receiver, before_data: Callable[[], None]) -> None:
        rendered = self._renderer.message(message, receiver)
        self._hand_over(body_of(message, receiver, rendered), receiver, before_data)

    def tell(self, receiver: Receiver, subject: str, text: str) -> None:
        body = HookBody(
            form="note",
            delivery_id=str(uuid.uuid4()),
            receiver=receiver.id,
            created_at=self._clock.now(),
            subject=subject,
            text=text,
        )
        self._hand_over(body, receiver, lambda: None)

    def rest(self) -> None: ...

    def close(self) -> None: ...

    def _hand_over(self, body: HookBody, receiver: Receiver, before_data: Callable[[], None]) -> None:
        content = encoded(body)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Kaigong",
            **signed_headers(secret_of(receiver), body.delivery_id, content, self._clock.now()),
        }
        answer = self._post(target_of(url_of(receiver)), headers, content, before_data)
        http_answers.check(answer.status, answer.retry_after, answer.body, self._clock.now())
