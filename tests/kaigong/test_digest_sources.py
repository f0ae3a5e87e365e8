"""What mails say beside their alerts: by the real stages, rules and stream, into real mails."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import yaml
from program import Program
from smtp.mail_server import MailServer
from stages_in_process import app_in, finish, publish, stages

from consumers.alerting.directory import Directory
from consumers.alerting.model import Background
from consumers.alerting.receivers import parse_receivers
from kaigong.app import App
from kaigong.digest_sources import DigestSources
from kaigong.stages import notifier
from wire import codec
from wire.messages import SourceHealth, SourceState
from wire.stream import NewRecord
from wire.topics import SOURCES

TEXTS = [
    "昨日，云汐智能装备产业园在连云港市海州区正式开工，总投资4.1亿元。",
    "昨日，星岭光伏产业园在连云港市海州区正式开工，总投资3亿元。",
    "连云港市海州区一季度重大项目开工率达92%。",
    "会议指出，要推动工业经济发展，连云港市海州区全区项目开工率达92%，力争更多项目早开工。",
]
RULES = {
    "haizhou": {"keywords": ["开工"], "places": ["连云港市海州区"], "to": "li"},
    "starts": {"types": ["开工"], "to": "li"},
    "town": {"types": ["签约"], "sources": ["s0", "s1"], "to": "wang"},
}
# More than one mail an hour becomes a digest.
RECEIVERS = {
    "receivers": {
        "li": {"to": "li@example.cn", "rate": 1},
        "wang": {"to": "wang@example.cn"},
        "chen": {"to": "chen@example.cn"},
    },
    "subscriptions": [{"to": "chen", "rules": "haizhou"}],
}
DIRECTORY = Directory(parse_receivers(RECEIVERS))


def source(number: int) -> dict[str, Any]:
    url = f"http://www.example{number}.gov.cn/yw/"
    return {"id": f"s{number}", "name": f"小城{number}", "region": "320706", "url": url}


@pytest.fixture(scope="module")
def kaigong(tmp_path_factory: pytest.TempPathFactory) -> Program:
    kaigong = Program(tmp_path_factory.mktemp("background"))
    for folder in ("rules", "sources"):
        (kaigong.folder / folder).mkdir()
    for rule_id, rule in RULES.items():
        (kaigong.folder / "rules" / f"{rule_id}.yaml").write_text(yaml.safe_dump(rule, allow_unicode=True))
    (kaigong.folder / "receivers.yaml").write_text(yaml.safe_dump(RECEIVERS))
    for number in range(4):
        file = kaigong.folder / "sources" / f"s{number}.yaml"
        file.write_text(yaml.safe_dump(source(number), allow_unicode=True))
    documents = [
        {"url": f"http://example.cn/{n}", "title": "简讯", "text": text} for n, text in enumerate(TEXTS)
    ]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in documents)
    assert kaigong.json("ingest", "-", "--live", stdin=lines)["published"] == len(TEXTS)
    with stages(app_in(kaigong.folder), "tagger", "indexer", "alerter") as (_, loops):
        for loop in loops.values():
            finish(loop, len(TEXTS))
    states: list[SourceHealth] = ["ok", "blocked", "late"]
    for number, state in enumerate(states):
        say(app_in(kaigong.folder), f"s{number}", state, timedelta(days=number))
    return kaigong


def say(app: App, source_id: str, state: SourceHealth, ago: timedelta) -> None:
    since = app.clock.now() - ago
    message = SourceState(source_id=source_id, revision=1, state=state, since=since)
    envelope = codec.wrap(message, lane="live", trace="t", now=since)
    with app.stream() as stream:
        publish(stream, NewRecord(SOURCES, source_id, codec.encode(envelope)))


def asked(app: App, receiver: str) -> Background | None:
    return DigestSources(app, lambda: DIRECTORY)(receiver)


def test_the_sources_are_those_behind_the_rules(kaigong: Program) -> None:
    app = app_in(kaigong.folder)
    everyone, wang = asked(app, "li"), asked(app, "wang")
    assert everyone is not None
    assert wang is not None
    assert (everyone.sources, everyone.sick, everyone.unseen) == (4, 2, 1)
    assert (wang.sources, wang.sick, wang.unseen) == (2, 1, 0)
    assert everyone.sick_since is not None
    assert wang.sick_since is not None
    assert everyone.sick_since < wang.sick_since


def test_a_stream_that_cannot_be_read_costs_no_digest(kaigong: Program, tmp_path: Path) -> None:
    app = app_in(tmp_path)
    app.data.stream.mkdir(parents=True)
    assert asked(app, "li") is None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path / "mail") as server:
        yield server


def body_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_mails_tell_it(kaigong: Program, server: MailServer) -> None:
    app = app_in(
        kaigong.folder, smtp_host="127.0.0.1", smtp_port=str(server.port), smtp_security="none",
        mail_from="kaigong@example.cn", link_article="https://a.cn/doc?id={article_id}",
    )  # fmt: skip
    tested = {rule: kaigong.json("rule", "test", rule, "--suppressed")["held_back"] for rule in RULES}
    with app.stream() as stream, closing(notifier.build(app, stream)) as sender:
        sender.run_once()
    [digest] = [mail for mail in server.mails if mail["To"] == "li@example.cn"]
    said = body_of(digest)
    # The words of 海州 are among those of all places, and counted once.
    assert said_counts(said) == (tested["starts"]["total"], tested["starts"]["reasons"])
    assert "4 个来源，1 正常，2 异常（自 " in said
    assert said.count("存档：https://a.cn/doc?id=") == 2
    assert "江苏省连云港市海州区（2 条）" in said
    singles = [body_of(mail) for mail in server.mails if mail["To"] == "chen@example.cn"]
    assert len(singles) == 2
    for said in singles:
        assert said_counts(said) == (tested["haizhou"]["total"], tested["haizhou"]["reasons"])
        assert re.search(r"今日（截至 \d\d:\d\d）另有 \d", said)
        assert "kaigong rule test haizhou --suppressed --days 1" in said


def said_counts(text: str) -> tuple[int, dict[str, int]]:
    found = re.search(r"另有 (\d+) 条关键词命中未推送（(.*?)）", text)
    assert found is not None
    counts = [part.rpartition(" ") for part in found[2].split("，")]
    return int(found[1]), {reason: int(count) for reason, _, count in counts}
