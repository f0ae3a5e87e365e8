"""An outbox of version 1 becomes one of version 2: nothing is sent twice, nothing that waits is lost."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from alerting_samples import NOW, mail_settings, new_alert, notifier_of
from smtp.mail_server import MailServer

from consumers.alerting.outbox import Outbox
from wire.clock import ManualClock
from wire.errors import ConfigurationError
from wire.sqlite_stream import SqliteStream
from wire.topics import ALERTS, TOPICS

# As released with 0.1.
VERSION_1 = """
CREATE TABLE alerts (
    alert_id TEXT PRIMARY KEY, rule_id TEXT NOT NULL, story_id TEXT NOT NULL, article_id TEXT NOT NULL,
    event_ids TEXT NOT NULL, kind TEXT NOT NULL, facts TEXT NOT NULL, created_at REAL NOT NULL,
    lane TEXT NOT NULL, trace TEXT NOT NULL, acknowledged INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 1, published_revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX alerts_unpublished ON alerts (created_at) WHERE revision > published_revision;
CREATE INDEX alerts_by_time ON alerts (created_at);
CREATE TABLE deliveries (
    alert_id TEXT NOT NULL REFERENCES alerts, receiver TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0, first_attempt_at REAL, next_at REAL, last_error TEXT,
    message_id TEXT NOT NULL, PRIMARY KEY (alert_id, receiver)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state IN ('pending', 'sending');
CREATE TABLE seen (article_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, seq INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def old_outbox(path: Path) -> None:
    alert, at = new_alert("alert"), NOW.timestamp()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1)
        connection.execute(
            "INSERT INTO alerts VALUES ('alert', 'r', 'a1', 'a1', '[]', 'new', ?, ?, 'live', 't', 1, 3, 3)",
            (msgspec.json.encode(alert.facts).decode(), at),
        )
        connection.executemany(
            "INSERT INTO deliveries VALUES ('alert', ?, ?, ?, ?, ?, ?, ?)",
            [
                ("fresh@example.cn", "pending", 0, None, at, None, "<fresh@example.cn>"),
                ("retry@example.cn", "pending", 2, at, at, "450 later", "<retry@example.cn>"),
                ("doubt@example.cn", "sending", 1, at, at, None, "<doubt@example.cn>"),
                ("sent@example.cn", "sent", 1, at, None, None, "<sent@example.cn>"),
                ("bad@example.cn", "failed", 1, at, None, "550 no", "<bad@example.cn>"),
            ],
        )
        connection.execute("INSERT INTO seen VALUES ('a1', 2, 1)")
        connection.commit()


def test_what_was_tried_keeps_its_state_and_what_waits_is_sent(tmp_path: Path) -> None:
    old_outbox(tmp_path / "outbox.db")
    clock = ManualClock(NOW + timedelta(minutes=5))
    with MailServer(tmp_path / "server") as server, closing(SqliteStream(tmp_path / "s.db", "t")) as stream:
        stream.create_topics([TOPICS[ALERTS]])
        outbox = Outbox(tmp_path / "outbox.db", clock, "example.cn")
        before = outbox.alerts.get("alert")
        assert before is not None
        assert before.acknowledged
        assert {one.receiver: (one.state, one.attempts, one.message_id) for one in before.deliveries} == {
            "fresh@example.cn": ("pending", 0, "<fresh@example.cn>"),
            "retry@example.cn": ("pending", 2, "<retry@example.cn>"),
            "doubt@example.cn": ("sending", 1, "<doubt@example.cn>"),
            "sent@example.cn": ("sent", 1, "<sent@example.cn>"),
            "bad@example.cn": ("failed", 1, "<bad@example.cn>"),
        }
        with outbox.writing() as writing:
            assert writing.seen("a1") == (2, 1)
        notifier = notifier_of(outbox, stream, clock, mail_settings(tmp_path, server.port))
        notifier.run_once()
        after = outbox.alerts.get("alert")
        assert after is not None
        assert {one.receiver: one.state for one in after.deliveries} == {
            "fresh@example.cn": "sent",
            "retry@example.cn": "sent",
            "doubt@example.cn": "uncertain",
            "sent@example.cn": "sent",
            "bad@example.cn": "failed",
        }
        assert sorted(server.message_ids) == [
            "<doubt@example.cn>",
            "<fresh@example.cn>",
            "<retry@example.cn>",
        ]
        notifier.close()


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "outbox.db")) as connection:
        connection.execute("PRAGMA user_version = 4")
    with pytest.raises(ConfigurationError, match="update Kaigong"):
        Outbox(tmp_path / "outbox.db", ManualClock(NOW))
