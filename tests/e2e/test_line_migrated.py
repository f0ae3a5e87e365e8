"""The line is stopped in the middle of its work, carried to Kafka, and goes on: each alert and mail once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from running_line import app_of, environment, running, wait_for
from smtp.mail_server import MailServer
from test_line_killed import (
    RULES,
    STAGES,
    actual_alerts,
    check_mails,
    demo_articles,
    expected_alerts,
    lag,
    publish,
    read,
    settled,
)

from kaigong.stages.alerter import open_outbox
from wire import codec
from wire.messages import TaggedArticle
from wire.topics import CONSUMING_STAGES, TAGGED_ARTICLES, dead_letter_topic


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path / "mail") as server:
        yield server


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_move_in_the_middle_of_work_loses_and_repeats_nothing(
    tmp_path: Path, mail: MailServer, kafka_server: Any, test_prefix: str
) -> None:
    articles = demo_articles()
    half = len(articles) // 2
    env = environment(
        tmp_path, prefix=test_prefix, smtp_host="127.0.0.1", smtp_port=str(mail.port), batch_records="5"
    )
    app = app_of(env)
    app.settings.rules_path.mkdir(parents=True)
    (app.settings.rules_path / "rules.yaml").write_text(yaml.safe_dump({"rules": RULES}, allow_unicode=True))
    expected = expected_alerts(app, articles)

    publish(app, articles[:half])
    with running(env, *STAGES):
        wait_for(lambda: len(mail.message_ids) >= 5, "the first mails")
    publish(app, articles[half:])
    sent_before = len(mail.message_ids)
    assert lag(app) >= half

    env["KAIGONG_KAFKA_BOOTSTRAP"] = kafka_server.bootstrap
    migrate(env)
    app = app_of(env)
    with running(env, *STAGES, kills=8):
        wait_for(lambda: settled(app), "the end of the line")
    assert len(mail.message_ids) > sent_before

    tagged = [codec.decode_as(TaggedArticle, record.value).payload for record in read(app, TAGGED_ARTICLES)]
    assert Counter(one.article_id for one in tagged) == Counter(one.article_id for one in articles)
    for stage in CONSUMING_STAGES:
        assert read(app, dead_letter_topic(stage)) == []
    with closing(open_outbox(app)) as outbox:
        alerts = outbox.alerts.newest(10_000)
    events: dict[str, object] = {event.event_id: event for one in tagged for event in one.events}
    assert actual_alerts(alerts, articles, events) == expected
    deliveries = {delivery.message_id: delivery for alert in alerts for delivery in alert.deliveries}
    check_mails(Counter(mail.message_ids), deliveries)


def migrate(env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kaigong", "migrate"],
        check=False, env={**os.environ, **env}, capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
