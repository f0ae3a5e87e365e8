"""`kaigong alert` and `kaigong receiver` on a line that has told something, with a real mail server."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from program import Program
from smtp.mail_server import MailServer
from stages_in_process import app_in, finish, stages

from kaigong.app import App
from kaigong.stages import notifier

SENTENCE = "今天上午，云汐智能装备产业园在海州区正式开工，项目总投资4.1亿元。"
SLOGAN = "会议指出，要推动工业经济发展，全区项目开工率达92%，力争更多项目早开工。"
DOCUMENTS = [
    {"url": "http://www.example.gov.cn/1.html", "title": "云汐智能装备产业园开工", "text": SENTENCE},
    {"url": "http://www.example.gov.cn/2.html", "title": "全区项目推进会召开", "text": SLOGAN},
]
RECEIVERS = """
receivers:
  li: {to: li@example.cn, when: daily 08:30}
  wang: {to: wang@example.cn}
subscriptions: [{to: [li, wang], rules: "*"}]
"""


class Line(Program):
    """The program, and the stages behind it."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder)
        self.mail = {
            "smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_security": "none",
            "mail_from": "kaigong@example.cn",
        }  # fmt: skip
        self.env |= {f"KAIGONG_{name.upper()}": value for name, value in self.mail.items()}

    @property
    def app(self) -> App:
        return app_in(self.folder, **self.mail)

    def work(self, records: int) -> None:
        with stages(self.app, "tagger", "indexer", "alerter") as (_, loops):
            for loop in loops.values():
                finish(loop, records)

    def send(self) -> None:
        app = self.app
        with app.stream() as stream, closing(notifier.build(app, stream)) as sender:
            sender.run_once()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path / "mail") as server:
        yield server


@pytest.fixture
def line(tmp_path: Path, server: MailServer) -> Line:
    """Two documents have gone through; wang was told, li's digest waits."""
    line = Line(tmp_path / "data", server.port)
    line("rule", "add", "--keywords", "开工", "--place", "320706", "--id", "haizhou")
    (line.folder / "receivers.yaml").write_text(RECEIVERS, "utf-8")
    documents = "\n".join(json.dumps(one | {"region": "320706"}, ensure_ascii=False) for one in DOCUMENTS)
    line("ingest", "-", "--live", stdin=documents)
    line.work(2)
    line.send()
    return line


def the_alert(line: Line) -> dict[str, object]:
    [alert] = line.json("alert", "list")
    assert isinstance(alert, dict)
    return alert


def test_an_alert_is_listed_shown_and_acknowledged(line: Line, server: MailServer) -> None:
    alert_id = str(the_alert(line)["alert_id"])
    assert [str(mail["To"]) for mail in server.mails] == ["wang@example.cn"]
    listed = line("alert", "list")
    assert alert_id[:12] in listed
    assert "1 pending, 1 sent" in " ".join(listed.split())
    shown = " ".join(line("alert", "show", alert_id[:8]).split())
    for words in ("云汐智能装备产业园", "daily 08:30", "wang sent 1", "4.1亿元"):
        assert words in shown
    line("alert", "ack", alert_id[:8])
    assert line.json("alert", "list", "--open") == []
    assert the_alert(line)["acknowledged"] is True
    line("alert", "show", "zzz", code=2)
    assert "kaigong alert list" in line.stderr
    assert line.json("alert", "list", "--kind", "late") == []


def test_a_silence_holds_what_waits_and_what_comes(line: Line, server: MailServer) -> None:
    line("alert", "silence", code=2)
    assert "silence everything" in line.stderr
    said = line("alert", "silence", "--place", "连云港市", "--for", "3d", "--comment", "很吵")
    assert "of alerts that waited, 1" in said
    assert [one["receiver"] for one in the_alert(line)["deliveries"]] == ["wang"]  # type: ignore[attr-defined]
    shown = line("alert", "silences")
    assert "place=320700" in shown
    assert "很吵" in shown
    more = DOCUMENTS[0] | {"url": "http://www.example.gov.cn/3.html", "region": "320706"}
    other = SENTENCE.replace("云汐智能装备", "望海精密仪器")
    line("ingest", "-", "--live", stdin=json.dumps(more | {"text": other, "title": "望海开工"}))
    line.work(1)
    line.send()
    newest = line.json("alert", "list")[0]
    assert (newest["deliveries"], newest["silenced"]) == ([], said.split(":")[0])
    assert server.mail_count == 1
    line("alert", "unsilence", said.split(":")[0])
    line("alert", "unsilence", said.split(":")[0], code=2)
    line("alert", "resend", newest["alert_id"], "--to", "wang")
    line.send()
    assert server.mail_count == 2


def test_an_alert_is_sent_again_by_a_mail_of_its_own(line: Line, server: MailServer) -> None:
    alert_id = str(the_alert(line)["alert_id"])
    assert "waits already" in line("alert", "resend", alert_id, "--to", "li")
    line("alert", "resend", alert_id, code=2)
    line("alert", "resend", alert_id, "--to", "nobody", code=2)
    line("alert", "resend", alert_id, "--to", "wang", "--to", "new@example.cn")
    line.send()
    assert [str(mail["To"]) for mail in server.mails[1:]] == ["new@example.cn", "wang@example.cn"]
    assert len(set(server.message_ids)) == 3


def test_feedback_becomes_an_example_and_a_line_for_the_tagger(line: Line) -> None:
    alert_id = str(the_alert(line)["alert_id"])
    line("alert", "feedback", alert_id, "--wrong", "--comment", "只是奠基仪式")
    line("alert", "feedback", alert_id, "--wrong", "--comment", "只是奠基仪式")
    missed = ("alert", "feedback", "http://www.example.gov.cn/2.html", "--missed", "--rule", "haizhou")
    line(*missed, "--sentence", "力争更多项目早开工")
    line(*missed, "--sentence", "并无此句", code=2)
    line(*missed[:-1], "other", code=2)
    folder = line.folder / "feedback"
    examples = yaml.safe_load((folder / "haizhou.yaml").read_text("utf-8"))["examples"]
    assert [one["text"] for one in examples["no_match"]] == [SENTENCE]
    assert [one["text"] for one in examples["match"]] == ["力争更多项目早开工"]
    truth = [json.loads(one) for one in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    assert [(one["verdict"], one.get("events"), one.get("home")) for one in truth] == [
        ("wrong", [], None),
        ("missed", None, "320706"),
    ]
    assert truth[0]["found"]["project"] == "云汐智能装备产业园"
    assert [rule["id"] for rule in line.json("rule", "list")["rules"]] == ["haizhou"]


def test_receivers_are_listed_tested_and_paused(line: Line, server: MailServer) -> None:
    shown = " ".join(line("receiver", "list").split())
    assert "li smtp li@example.cn daily 08:30 haizhou" in shown
    assert "li, wang" in line("rule", "list")
    server.script(li=["550"])
    assert "550" in line("receiver", "test", "li", code=1)
    line("receiver", "test", "wang")
    assert "测试" in str(server.mails[-1]["Subject"])
    line("receiver", "pause", "wang", "--for", "2h")
    assert "paused until" in line("receiver", "list")
    line("alert", "resend", str(the_alert(line)["alert_id"]), "--to", "wang")
    line.send()
    assert server.mail_count == 2
    line("receiver", "resume", "wang")
    line.send()
    assert server.mail_count == 3
    line("receiver", "pause", "nobody", code=2)
    line("receiver", "pause", "wang", "--for", "gestern", code=2)
    assert "2h, 3d" in line.stderr


def test_a_broken_file_of_receivers_is_told_and_changes_nothing(line: Line) -> None:
    (line.folder / "receivers.yaml").write_text("receivers: {li: {to: nonsense}}", "utf-8")
    assert "li@example.cn" in line("receiver", "list", code=1)
    assert "receivers.li.to" in line.stderr
    found = [one for one in line.json("doctor", code=1) if one["hop"] == "receivers"]
    assert [one["state"] for one in found] == ["bad"]
    assert "receivers.li.to" in found[0]["what"]


def test_doctor_names_a_receiver_that_nobody_is(line: Line) -> None:
    (line.folder / "rules" / "haizhou.yaml").write_text("keywords: [开工]\nto: [boss]\n", "utf-8")
    found = [one for one in line.json("doctor", code=1) if one["hop"] == "receivers"]
    assert ("bad", True) in [(one["state"], "boss" in one["what"]) for one in found]
