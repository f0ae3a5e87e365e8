"""Kafka forgets the offsets of groups that were away too long: all is read again, and nobody is mailed."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from kafka import KafkaAdminClient
from running_line import app_of, environment, running, wait_for
from smtp.mail_server import MailServer
from test_line_killed import RULES, STAGES, demo_articles, documents, publish, read, settled

from kaigong.stages.alerter import open_outbox
from wire.stream import Partition
from wire.topics import CONSUMING_STAGES, TAGGED_ARTICLES


def forget(bootstrap: str, prefix: str) -> None:
    """As `offsets.retention.minutes` does with groups that have no member."""
    groups = [f"{prefix}-{stage}" for stage in CONSUMING_STAGES]
    with closing(KafkaAdminClient(bootstrap_servers=bootstrap)) as admin:

        def all_gone() -> bool:
            gone = admin.delete_groups(groups)
            return all(result in ("OK", "GroupIdNotFoundError") for result in gone.values())

        # A stopped static member is one until its session has run out.
        wait_for(all_gone, "the groups have no member")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_groups_that_kafka_forgot_read_again_and_alert_nobody(
    tmp_path: Path, kafka_server: Any, elasticsearch_server: Any, test_prefix: str
) -> None:
    articles = demo_articles()
    with MailServer(tmp_path / "mail") as mail:
        env = environment(
            tmp_path,
            prefix=test_prefix,
            kafka_bootstrap=kafka_server.bootstrap,
            elasticsearch_url=elasticsearch_server.url,
            session_seconds="6",
            smtp_host="127.0.0.1",
            smtp_port=str(mail.port),
        )
        app = app_of(env)
        app.settings.rules_path.mkdir(parents=True)
        rules = yaml.safe_dump({"rules": RULES}, allow_unicode=True)
        (app.settings.rules_path / "rules.yaml").write_text(rules)
        publish(app, articles)
        with running(env, *STAGES):
            wait_for(lambda: settled(app), "the end of the line")
        with closing(open_outbox(app)) as outbox:
            alerts = outbox.alerts.newest(10_000)
        mails, found = sorted(mail.message_ids), documents(app, "events")
        assert len(alerts) > 60

        forget(kafka_server.bootstrap, test_prefix)
        with running(env, *STAGES):
            wait_for(lambda: settled(app), "the end of the line, again")

        with closing(open_outbox(app)) as outbox:
            assert outbox.alerts.newest(10_000) == alerts
        assert sorted(mail.message_ids) == mails
        assert documents(app, "events") == found
        # They did read everything again: the tagger has told every article a second time.
        assert len(read(app, TAGGED_ARTICLES)) == 2 * len(articles)
        with app.stream() as stream, closing(stream.reader()) as reader:
            assert Partition(TAGGED_ARTICLES, 0) in reader.committed("alerter")
