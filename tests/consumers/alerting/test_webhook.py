"""The webhook against a real server: what it gets, and each way in which that can fail."""

import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alerting_samples import NOW, due_message, new_alert
from hooks.hook_server import HookServer, Request
from services.certificates import make_certificate

from consumers.alerting.http_answers import retry_after
from consumers.alerting.receivers import Receiver
from consumers.alerting.sending import DeferredError, RefusedError, ServerAwayError, UnansweredError
from consumers.alerting.webhook_channel import WebhookChannel
from wire.clock import ManualClock, SystemClock
from wire.errors import TemporaryError
from wire.settings import Settings

SECRET = "geheim-3141"
DOC = Path(__file__).parents[3] / "docs" / "webhook.md"


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[HookServer]:
    monkeypatch.setenv("CRM_SECRET", SECRET)
    with HookServer() as hooks:
        yield hooks


def channel(clock: Any = None, **settings: Any) -> WebhookChannel:
    known = {"webhook_allow_networks": "127.0.0.0/8", "webhook_timeout": 0.5} | settings
    return WebhookChannel.of(Settings(**known), clock or SystemClock())


def crm(url: str) -> Receiver:
    return Receiver(id="crm", channel="webhook", url=url, secret_env="CRM_SECRET")


def send(hooks: HookServer, before: Callable[[], None] = lambda: None) -> None:
    channel().send(due_message(new_alert("a1", "crm")), crm(hooks.url("crm")), before)


def verifier() -> Callable[[str, dict[str, str], bytes], bool]:
    """The example of the documentation."""
    [code] = re.findall(r"```python\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    verify: Callable[[str, dict[str, str], bytes], bool] = names["is_from_kaigong"]
    return verify


def test_the_documented_example_verifies_what_comes_and_nothing_else(hooks: HookServer) -> None:
    send(hooks)
    [request] = hooks.got("crm")
    verify = verifier()
    assert verify(SECRET, request.headers, request.body)
    assert not verify("other", request.headers, request.body)
    assert not verify(SECRET, request.headers, request.body + b" ")
    old = request.headers | {"Kaigong-Timestamp": str(int(request.headers["Kaigong-Timestamp"]) - 301)}
    assert not verify(SECRET, old, request.body)


def test_the_body_is_as_documented(hooks: HookServer) -> None:
    send(hooks)
    [request] = hooks.got("crm")
    body = json.loads(request.body)
    documented = DOC.read_text("utf-8")
    for name in [*body, *body["alerts"][0], *body["alerts"][0]["rules"][0]]:
        assert f"`{name}`" in documented or f"`{name}[]`" in documented
    assert body["subject"] == "[开工] 海州区 · 云台新材料产业园项目（4.1亿元）"
    assert body["alerts"][0]["facts"]["amount_cny"] == 410_000_000
    assert request.headers["Idempotency-Key"] == body["delivery_id"] == "id@example.cn"


def test_sent_again_it_is_the_same_but_for_the_time(hooks: HookServer) -> None:
    clock = ManualClock(NOW)
    message = due_message(new_alert("a1", "crm"))
    for _ in range(2):
        channel(clock).send(message, crm(hooks.url("crm")), lambda: None)
        clock.advance(timedelta(minutes=5))
    first, second = hooks.got("crm")
    assert first.body == second.body
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert first.headers["Kaigong-Signature"] != second.headers["Kaigong-Signature"]


@pytest.mark.parametrize(
    ("action", "error"),
    [
        *((status, RefusedError) for status in ("400", "410", "422")),
        *((status, DeferredError) for status in ("302", "401", "404", "500", "502")),
        *((status, ServerAwayError) for status in ("429", "503")),
        *((failure, UnansweredError) for failure in ("drop", "hang", "drip")),
    ],
)
def test_every_answer_has_its_meaning(hooks: HookServer, action: str, error: type[Exception]) -> None:
    hooks.actions["crm"] = [action]
    begun: list[None] = []
    with pytest.raises(error) as caught:
        send(hooks, lambda: begun.append(None))
    assert begun
    assert hooks.got("elsewhere") == []
    assert SECRET not in str(caught.value)
    if isinstance(caught.value, UnansweredError):
        assert caught.value.may_have_arrived


def test_who_said_yes_need_not_come_to_an_end(hooks: HookServer) -> None:
    hooks.actions["crm"] = ["endless"]
    send(hooks)
    assert len(hooks.got("crm")) == 1


def test_a_server_says_when_to_come_again(hooks: HookServer) -> None:
    hooks.actions["crm"] = ["429:7"]
    with pytest.raises(ServerAwayError, match="429 scripted") as caught:
        send(hooks)
    assert caught.value.retry_after == 7


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), ("0", 0), ("9" * 5_000, 3600), ("Mon, 02 Mar 2026 02:01:30 GMT", 90),
        ("Mon, 02 Mar 2020 02:01:30 GMT", 0), ("soon", None), ("-5", None), ("١٢", None), ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_wishes_are_read_and_bounded(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_only_a_known_certificate_is_spoken_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_SECRET", SECRET)
    made = make_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made.certificate, made.key)
    with HookServer(context) as hooks:
        receiver = crm(hooks.url("crm").replace("http:", "https:"))
        with pytest.raises(ServerAwayError, match="certificate"):
            channel(webhook_timeout=5).send(due_message(new_alert("a1")), receiver, begun)
        monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
        channel(webhook_timeout=5).send(due_message(new_alert("a1")), receiver, lambda: None)
        assert [one.headers["Host"] for one in hooks.requests] == [f"127.0.0.1:{hooks.port}"]


def begun() -> None:
    raise AssertionError("nothing may have begun")


def test_without_a_connection_nothing_has_begun(hooks: HookServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/x", f"https://127.0.0.1:{hooks.port}/x", "http://nobody.invalid/x"):
        with pytest.raises(ServerAwayError):
            channel().send(due_message(new_alert("a1")), crm(url), begun)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
def test_private_addresses_are_refused_unless_allowed(hooks: HookServer, host: str) -> None:
    guarded = channel(webhook_allow_networks="10.0.0.0/8")
    with pytest.raises(ServerAwayError, match="KAIGONG_WEBHOOK_ALLOW_NETWORKS"):
        guarded.send(due_message(new_alert("a1")), crm(f"http://{host}:{hooks.port}/crm"), begun)
    assert hooks.requests == []


def test_an_outbox_that_cannot_note_keeps_the_message_back(hooks: HookServer) -> None:
    def cannot() -> None:
        raise TemporaryError("the disk is full")

    with pytest.raises(TemporaryError, match="disk"):
        send(hooks, cannot)
    assert hooks.requests == []


def test_what_is_missing_is_named_and_nothing_secret_shown(
    hooks: HookServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRM_SECRET")
    assert "CRM_SECRET" in str(channel().why_not(crm(hooks.url("crm"))))
    path = tmp_path / "url"
    receiver = Receiver(id="crm", channel="webhook", url_file=str(path), secret_env="OTHER")
    monkeypatch.setenv("OTHER", SECRET)
    assert str(path) in str(channel().why_not(receiver))
    for bad in (
        "ftp://host/token-2718",
        "https://li:token-2718@host/",
        "https:///token-2718",
        "http://a:b/2718",
    ):
        path.write_text(bad)
        said = str(channel().why_not(receiver))
        assert "the URL" in said
        assert "2718" not in said
    path.write_text(hooks.url("crm") + "\n")
    assert channel().why_not(receiver) is None
    channel().tell(receiver, "测试", "测试消息")
    [request] = hooks.got("crm")
    assert request_form(request) == "note"


def request_form(request: Request) -> str:
    return str(json.loads(request.body)["form"])
