"""What a digest says beside its alerts: from the real index, rules and stream, into a real mail."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
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
from kaigong.digest_background import DigestBackground
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
RECEIVERS = {"receivers": {"li": {"to": "li@example.cn", "rate": 1}, "wang": {"to": "wang@example.cn"}}}
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


def asked(app: App, receiver: str, days: float = 1.0) -> Background | None:
    return DigestBackground(app, lambda: DIRECTORY)(receiver, app.clock.now() - timedelta(days=days))


def test_every_word_held_back_from_a_receivers_rules_is_counted_once(kaigong: Program) -> None:
    known = asked(app_in(kaigong.folder), "li")
    assert known is not None
    tested = kaigong.json("rule", "test", "starts", "--suppressed")["held_back"]
    assert known.held_back == tested["reasons"]
    assert sum(known.held_back.values()) >= 3
    assert set(known.rule_ids) <= {"haizhou", "starts"}
    assert not known.at_least


def test_what_was_found_before_is_not_counted_again(kaigong: Program) -> None:
    known = asked(app_in(kaigong.folder), "li", days=0)
    assert known is not None
    assert (known.held_back, known.rule_ids) == ({}, ())


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


def test_an_index_that_cannot_be_read_costs_no_digest(kaigong: Program, tmp_path: Path) -> None:
    app = app_in(tmp_path)
    app.data.index.mkdir(parents=True)
    (app.settings.rules_path).mkdir()
    (app.settings.rules_path / "r.yaml").write_text("{types: [开工], to: li}", "utf-8")
    assert asked(app, "li") is None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path / "mail") as server:
        yield server


def test_a_digest_tells_it(kaigong: Program, server: MailServer) -> None:
    app = app_in(
        kaigong.folder, smtp_host="127.0.0.1", smtp_port=str(server.port), smtp_security="none",
        mail_from="kaigong@example.cn", link_article="https://a.cn/doc?id={article_id}",
    )  # fmt: skip
    with app.stream() as stream, closing(notifier.build(app, stream)) as sender:
        sender.run_once()
    [mail] = server.mails
    body = mail.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    assert re.search(r"另有 \d+ 条关键词命中未推送（.*开工率 2.*）", said)
    assert "4 个来源，1 正常，2 异常（自 " in said
    assert said.count("存档：https://a.cn/doc?id=") == 2
    assert "江苏省连云港市海州区（2 条）" in said
