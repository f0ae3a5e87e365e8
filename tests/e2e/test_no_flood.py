"""A fresh `kaigong run` on forty sources full of articles mails nobody; the next real news does."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from running_line import app_of, environment, wait_for
from sites.loopback_site import Site, article, listing
from smtp.mail_server import MailServer

from kaigong.app import App
from kaigong.stages.alerter import open_outbox
from wire.messages import Alert

SOURCES = 40
ARTICLES = 5
TEXT = "{day}，海州区举行{name}智能装备产业园开工仪式，项目正式开工建设，总投资{amount}亿元，计划两年建成。"


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    sites = [Site(f"127.0.1.{number + 1}") for number in range(SOURCES)]
    for number, site in enumerate(sites):
        paths = [f"/yw/{number}-{n}.html" for n in range(ARTICLES)]
        site.pages["/yw/"] = listing(*paths)
        for n, path in enumerate(paths):
            site.pages[path] = page(f"云启{number}之{n}", n)
    yield sites
    for site in sites:
        site.close()


def page(name: str, amount: int) -> str:
    """An article of this very day: only the lane can hold it back."""
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    text = TEXT.format(day=f"{today.month}月{today.day}日", name=name, amount=amount + 2)
    return article(f"海州区{name}智能装备产业园开工", text, f"{today:%Y-%m-%d %H:%M}")


def alerts(app: App) -> list[Alert]:
    with closing(open_outbox(app)) as outbox:
        return outbox.alerts.newest(10_000)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_only_what_appears_after_the_first_look_is_mailed(tmp_path: Path, sites: list[Site]) -> None:
    with MailServer(tmp_path / "mail") as mail:
        env = environment(
            tmp_path, crawl_delay="0.05", crawl_interval="2", smtp_host="127.0.0.1", smtp_port=str(mail.port)
        )
        app = app_of(env)
        write_sources(app, sites)
        rule = {"keywords": ["开工"], "places": ["海州区"], "to": ["team@example.cn"]}
        app.settings.rules_path.mkdir(parents=True)
        (app.settings.rules_path / "haizhou.yaml").write_text(yaml.safe_dump(rule, allow_unicode=True))
        log = (tmp_path / "run.log").open("wb")
        run = subprocess.Popen(
            [sys.executable, "-m", "kaigong", "run"], env={**os.environ, **env}, stdout=log, stderr=log
        )
        try:
            wait_for(lambda: len(alerts(app)) == SOURCES * ARTICLES, "every old article matched")
            assert {alert.kind for alert in alerts(app)} == {"late"}
            assert [delivery for alert in alerts(app) for delivery in alert.deliveries] == []

            sites[7].pages["/yw/new.html"] = page("云汐", 9)
            sites[7].pages["/yw/"] = listing("/yw/new.html", *(f"/yw/7-{n}.html" for n in range(ARTICLES)))
            wait_for(lambda: mail.mail_count > 0, "the mail for the new article")
        finally:
            run.send_signal(signal.SIGTERM)
            code = run.wait(60)
            log.close()
        assert code == 0, (tmp_path / "run.log").read_text("utf-8")[-3000:]
        assert [str(one["Subject"]) for one in mail.mails] == ["[开工] 海州区 · 云汐智能装备产业园（11亿元）"]
        assert len(alerts(app)) == SOURCES * ARTICLES + 1


def write_sources(app: App, sites: list[Site]) -> None:
    app.settings.sources_path.mkdir(parents=True)
    for number, site in enumerate(sites):
        source = {
            "id": f"source-{number}",
            "name": f"第{number}个来源",
            "region": "320706",
            "url": f"{site.url}/yw/",
            "records": {"item": ".list li"},
        }
        path = app.settings.sources_path / f"source-{number}.yaml"
        path.write_text(yaml.safe_dump(source, allow_unicode=True), "utf-8")
