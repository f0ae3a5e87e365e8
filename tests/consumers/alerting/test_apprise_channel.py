"""Apprise's services against a real server: what they say, what they hide, and what stays secret."""

import json
import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from alerting_samples import NOW, due_message, new_alert
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from hooks.hook_server import HookServer
from loguru import logger

from consumers.alerting.apprise_channel import AppriseChannel
from consumers.alerting.model import Content, DueMessage, Item
from consumers.alerting.receivers import Receiver
from consumers.alerting.sending import DeferredError, RefusedError, ServerAwayError, UnansweredError
from wire import log
from wire.clock import SystemClock
from wire.settings import Settings

KEY = "geheim-3141-key"
TAKEN = 'json:{"errcode":0,"errmsg":"ok"}'
TEAM = Receiver(id="team", channel="apprise", url_env="TEAM_URL")


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[HookServer]:
    """WeCom and Feishu are called here instead of at their own addresses."""
    with HookServer() as hooks:
        monkeypatch.setattr(NotifyWeComBot, "notify_url", hooks.url("wecom") + "?key={key}")
        monkeypatch.setattr(NotifyFeishu, "notify_url", hooks.url("feishu") + "/{token}")
        monkeypatch.setenv("TEAM_URL", f"wecombot://{KEY}")
        yield hooks


@pytest.fixture
def channel() -> AppriseChannel:
    return AppriseChannel.of(Settings(webhook_timeout=0.5), SystemClock())


def send(channel: AppriseChannel, message: DueMessage | None = None) -> None:
    channel.send(message or due_message(new_alert("a1", "team")), TEAM, lambda: None)


def digest(rows: int) -> DueMessage:
    items = tuple(
        Item(
            alert_id=f"a{number}", rule_id="r", story_id=f"s{number}", kind="new", created_at=NOW,
            facts=new_alert("a", project=f"第{number:02}号项目").facts,
        )
        for number in range(rows)
    )  # fmt: skip
    return DueMessage(
        "<d@example.cn>", "team", "digest", "pending", 0, None, NOW, Content(items=items, total=rows)
    )


def texts(hooks: HookServer) -> list[str]:
    return [json.loads(one.body)["text"]["content"] for one in hooks.got("wecom")]


def test_an_alert_arrives_as_its_text(hooks: HookServer, channel: AppriseChannel) -> None:
    hooks.actions["wecom"] = [TAKEN]
    send(channel)
    [text] = texts(hooks)
    assert text.startswith("[开工] 海州区 · 云台新材料产业园项目（4.1亿元）\n")
    assert "http://127.0.0.11/art/1.html" in text
    assert KEY in hooks.requests[0].path


@pytest.mark.parametrize(
    ("action", "error"),
    [
        ('json:{"errcode":93000,"errmsg":"invalid webhook url"}', DeferredError),
        ('json:{"errcode":45009,"errmsg":"api freq out of limit"}', ServerAwayError),
        ("json:<html>login first</html>", UnansweredError),
        ("json:[1]", UnansweredError),
        ("400", RefusedError),
        ("404", DeferredError),
        ("302", DeferredError),
        ("502", DeferredError),
        ("429", ServerAwayError),
        ("drop", UnansweredError),
        ("hang", UnansweredError),
        ("drip", UnansweredError),
        ("endless", UnansweredError),
    ],
)
def test_every_answer_has_its_meaning(
    hooks: HookServer, channel: AppriseChannel, action: str, error: type[Exception]
) -> None:
    hooks.actions["wecom"] = [action]
    with pytest.raises(error) as caught:
        send(channel)
    assert len(hooks.requests) == 1
    assert KEY not in str(caught.value)


def test_what_its_url_asks_for_is_left_to_the_outbox(
    hooks: HookServer, channel: AppriseChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or Apprise would try again by itself, follow redirects, and call a failure a success."""
    url = (
        f"json://127.0.0.1:{hooks.port}/any?retry=3&wait=0&optional=yes&redirect=yes&rto=60&overflow=truncate"
    )
    monkeypatch.setenv("TEAM_URL", url)
    for action, error in (("500", DeferredError), ("302", DeferredError), ("hang", UnansweredError)):
        hooks.actions["any"] = [action]
        with pytest.raises(error):
            send(channel)
    assert [one.name for one in hooks.requests] == ["any"] * 3


def test_a_service_says_when_to_come_again(hooks: HookServer, channel: AppriseChannel) -> None:
    hooks.actions["wecom"] = ["429:9"]
    with pytest.raises(ServerAwayError) as caught:
        send(channel)
    assert caught.value.retry_after == 9


def test_feishu_tells_by_another_field(
    hooks: HookServer, channel: AppriseChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEAM_URL", f"feishu://{KEY}")
    hooks.actions["feishu"] = [
        'json:{"code":0,"msg":"success"}',
        'json:{"code":19021,"msg":"sign match fail"}',
    ]
    send(channel)
    with pytest.raises(DeferredError, match="sign match fail"):
        send(channel)


def test_without_a_connection_it_waits(hooks: HookServer, channel: AppriseChannel, monkeypatch: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for url in (
        f"json://127.0.0.1:{port}/{KEY}",
        f"jsons://127.0.0.1:{hooks.port}/{KEY}",
        "json://nobody.invalid/",
    ):
        monkeypatch.setenv("TEAM_URL", url)
        with pytest.raises(ServerAwayError) as caught:
            send(channel)
        assert KEY not in str(caught.value)


def test_a_long_digest_comes_in_numbered_messages(hooks: HookServer, channel: AppriseChannel) -> None:
    hooks.actions["wecom"] = [TAKEN] * 30
    send(channel, digest(30))
    found = texts(hooks)
    assert len(found) > 1
    assert all(text.startswith(f"（{n}/{len(found)}）") for n, text in enumerate(found, 1))
    assert all(len(text.encode()) <= 2_000 for text in found)
    assert all("".join(found).count(f"第{number:02}号项目") >= 1 for number in range(30))


def test_after_a_break_it_goes_on_with_the_piece_that_was_missing(
    hooks: HookServer, channel: AppriseChannel
) -> None:
    hooks.actions["wecom"] = [TAKEN, "503", *[TAKEN] * 30]
    with pytest.raises(ServerAwayError):
        send(channel, digest(30))
    send(channel, digest(30))
    numbers = [text.split("/")[0] for text in texts(hooks)]
    assert numbers[:4] == ["（1", "（2", "（2", "（3"]
    assert len(numbers) == len(set(numbers)) + 1


def test_a_service_with_titles_gets_the_subject_as_one(
    hooks: HookServer, channel: AppriseChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEAM_URL", f"json://127.0.0.1:{hooks.port}/any")
    send(channel)
    channel.tell(TEAM, "测试", "正文")
    alert, note = (json.loads(one.body) for one in hooks.got("any"))
    assert alert["title"] == "[开工] 海州区 · 云台新材料产业园项目（4.1亿元）"
    assert alert["title"] not in alert["message"]
    assert (note["title"], note["message"]) == ("测试", "正文")


def test_secrets_are_in_no_log_and_no_error(
    hooks: HookServer,
    channel: AppriseChannel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    log.configure("notifier", level="DEBUG")
    try:
        for url in (f"wecombot://{KEY}", f"wecombot://{KEY}%20x/", f"nonsense://{KEY}", f"feishu://{KEY}"):
            monkeypatch.setenv("TEAM_URL", url)
            hooks.actions["wecom"] = ["500"]
            problem = channel.why_not(TEAM)
            if problem:
                assert KEY not in problem
            else:
                with pytest.raises((DeferredError, UnansweredError)):
                    send(channel)
    finally:
        logger.remove()
        logging.basicConfig(handlers=before[0], level=before[1], force=True)
    said = capsys.readouterr()
    assert KEY not in said.err + said.out
