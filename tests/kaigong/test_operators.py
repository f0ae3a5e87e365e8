"""The operators are told once of what is not well, and once when it is well again."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import yaml
from smtp.mail_server import MailServer
from stages_in_process import app_in, finish, publish, stages

from consumers.alerting.model import NewAlert
from kaigong.app import App
from kaigong.operators.watch import OperatorWatch
from kaigong.stages.alerter import open_outbox, receiver_file
from kaigong.stages.notifier import channels
from wire import codec
from wire.messages import SourceHealth, SourceState
from wire.stream import NewRecord
from wire.topics import ARTICLES, SOURCES


def app_with_mail(folder: Path, port: int) -> App:
    app = app_in(
        folder, smtp_host="127.0.0.1", smtp_port=str(port), smtp_security="none",
        mail_from="kaigong@example.cn", operators="ops@example.cn",
    )  # fmt: skip
    app.data.told_operators.parent.mkdir(parents=True)
    return app


def look(app: App) -> None:
    OperatorWatch(app, receiver_file(app).current, channels(app), app.data.told_operators).look()


def say(app: App, state: SourceHealth, revision: int) -> None:
    now = app.clock.now() - timedelta(hours=1)
    message = SourceState(source_id="town", revision=revision, state=state, since=now, reason="列表页 412")
    envelope = codec.wrap(message, lane="live", trace="t", now=now)
    with app.stream() as stream:
        publish(stream, NewRecord(SOURCES, "town", codec.encode(envelope)))


def body(mail: MailServer, number: int) -> str:
    part = mail.mails[number].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_everything_that_is_not_well_is_told_once(tmp_path: Path) -> None:
    with MailServer(tmp_path / "mail") as mail:
        app = app_with_mail(tmp_path / "data", mail.port)
        look(app)
        assert mail.mail_count == 0

        app.settings.sources_path.mkdir()
        source = {
            "id": "town",
            "name": "小城要闻",
            "region": "320706",
            "url": "http://www.example.gov.cn/yw/",
        }
        (app.settings.sources_path / "town.yaml").write_text(yaml.safe_dump(source), "utf-8")
        app.settings.rules_path.mkdir()
        (app.settings.rules_path / "bad.yaml").write_text("keywrods: [开工]", "utf-8")
        say(app, "blocked", 1)
        app.data.stopped("tagger").write_text("it stopped itself", "utf-8")
        with stages(app, "tagger") as (stream, loops):
            publish(stream, NewRecord(ARTICLES, "k", b"no message"))
            finish(loops["tagger"], 1)
        look(app)
        look(app)
        assert mail.mail_count == 1
        told = body(mail, 0)
        for words in (
            "小城要闻",
            "被网站拒绝：列表页 412",
            "tagger 已停止",
            "1 条无法处理",
            "bad.yaml",
            "都不生效",
        ):
            assert words in told
        assert str(mail.mails[0]["Subject"]) == "[开工·运行] 4 处异常"

        say(app, "ok", 2)
        look(app)
        assert str(mail.mails[1]["Subject"]) == "[开工·运行] 1 处恢复"
        assert "小城要闻" in body(mail, 1)


def test_a_mail_server_that_is_away_delays_the_news_only(tmp_path: Path) -> None:
    server = MailServer(tmp_path / "mail").start()
    app = app_with_mail(tmp_path / "data", server.port)
    app.data.stopped("alerter").write_text("it stopped itself", "utf-8")
    server.stop()
    look(app)
    server.start()
    look(app)
    look(app)
    assert server.mail_count == 1
    server.stop()


def test_an_operator_who_is_refused_or_cannot_be_reached_keeps_nobody_uninformed(tmp_path: Path) -> None:
    with MailServer(tmp_path / "mail") as mail:
        app = app_with_mail(tmp_path / "data", mail.port)
        app.settings.receivers_path.write_text(
            "receivers: {night: {to: night@example.cn, when: daily 08:30, quiet: '20:00-08:00'}}\n"
            "operators: [night, gone@example.cn, ops@example.cn]\n"
        )
        mail.script(gone=["550"], night=["451"])
        app.data.stopped("tagger").write_text("it stopped itself", "utf-8")
        look(app)
        assert [str(one["To"]) for one in mail.mails] == ["ops@example.cn"]
        look(app)
        look(app)
        assert [str(one["To"]) for one in mail.mails] == ["ops@example.cn", "night@example.cn"]


def test_receivers_that_cannot_be_reached_are_told(tmp_path: Path) -> None:
    with MailServer(tmp_path / "mail") as mail:
        app = app_with_mail(tmp_path / "data", mail.port)
        app.settings.receivers_path.write_text("receivers: {li: {to: nonsense}}")
        app.settings.rules_path.mkdir()
        (app.settings.rules_path / "r.yaml").write_text("keywords: [开工]\nto: [nobody]", "utf-8")
        with closing(open_outbox(app)) as outbox:
            with outbox.writing() as writing:
                told = {"gone@example.cn": None}
                writing.add(NewAlert("a1", "r", "s", "s", (), "new", {}, told, "live", "t"))
            [waiting] = outbox.deliveries.waiting("gone@example.cn")
            content = outbox.items.content("gone@example.cn", [waiting.alert_id])
            outbox.deliveries.note_plan("gone@example.cn", [("single", ["a1"], lambda: content)], [])
            outbox.messages.note_failed(outbox.messages.due(1)[0], "550 no such user")
        look(app)
        told = body(mail, 0)
        for words in (
            "receivers.li.to",
            "规则 r 的收件人 nobody 不存在",
            "gone@example.cn",
            "550 no such user",
        ):
            assert words in told


def test_a_rule_that_breaks_its_examples_is_told_with_what_stays_in_force(tmp_path: Path) -> None:
    with MailServer(tmp_path / "mail") as mail:
        app = app_with_mail(tmp_path / "data", mail.port)
        path = app.settings.rules_path / "starts.yaml"
        path.parent.mkdir()
        path.write_text("query: type:开工 state:done\n", "utf-8")
        look(app)
        path.write_text("query: type:开工 state:done\nexamples: {match: [全区项目开工率达92%。]}\n", "utf-8")
        look(app)
        told = body(mail, 0)
        assert "starts.yaml 无法使用，沿用上一个可用的版本（starts）" in told
        assert "“开工率” was held back: 开工率" in told
        path.write_text(
            "query: type:开工 state:done\nexamples: {no_match: [全区项目开工率达92%。]}\n", "utf-8"
        )
        look(app)
        assert str(mail.mails[1]["Subject"]) == "[开工·运行] 1 处恢复"
