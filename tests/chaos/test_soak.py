"""A short soak on SQLite; and the checker, which must notice what is taken away, doubled or changed."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from chaos.soak import CHECKER, Soak, check, run

SEED = 8


@pytest.fixture(scope="module")
def soaked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Soak]:
    folder = tmp_path_factory.mktemp("soak")
    return folder, run(folder, seed=SEED, articles=500, steps=8)


@pytest.fixture
def copy(soaked: tuple[Path, Soak], tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(soaked[0], folder)
    return folder


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_nothing_is_lost_or_doubled(soaked: tuple[Path, Soak]) -> None:
    _, soak = soaked
    assert soak.passed, soak.verdict
    assert "0 lost, 0 duplicate, 0 unexpected, 0 wrong" in soak.verdict
    assert {trouble.name for trouble in soak.troubles} >= {"kill tagger", "kill producer", "clock"}


def test_the_checker_imports_no_part_of_kaigong() -> None:
    program = "import sys, chaos.checker; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKER.parents[1], capture_output=True, text=True, check=True
    )
    assert "kafka" in done.stdout.split()
    assert not {"crawler", "consumers", "kaigong", "mappings", "wire"} & set(done.stdout.split())


def sql(file: str, *statements: str) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "data" / file)) as db, db:
            for statement in statements:
                assert db.execute(statement).rowcount == 1, statement

    return tamper


def _forget_mail(folder: Path) -> None:
    _single_mail(folder).unlink()


def _double_mail(folder: Path) -> None:
    """One that is not said to be uncertain."""
    mail = _single_mail(folder)
    shutil.copy(mail, mail.with_name("999999.eml"))


def _mail_of_another_story(folder: Path) -> None:
    mail = _single_mail(folder)
    shutil.copy(mail, mail.with_name("999999.eml"))
    doubled = mail.with_name("999999.eml")
    doubled.write_bytes(doubled.read_bytes().replace(b"Message-ID: <", b"Message-ID: <other"))


def _single_mail(folder: Path) -> Path:
    with closing(sqlite3.connect(folder / "data" / "outbox.db")) as db:
        [message_id] = db.execute(
            "SELECT message_id FROM messages WHERE state = 'sent' AND form = 'single' ORDER BY message_id"
        ).fetchone()
    mails = (folder / "mail" / "mails").glob("*.eml")
    return next(mail for mail in mails if message_id.encode() in mail.read_bytes().partition(b"\n\n")[0])


def record(topic: str) -> str:
    return f"rowid = (SELECT max(rowid) FROM records WHERE topic = 'kaigong.{topic}')"


def doubled(topic: str) -> Callable[[Path], None]:
    columns = "topic, partition, key, headers, at, value"
    return sql(
        "stream.db",
        f"INSERT INTO records (offset, {columns}) SELECT 1000000, {columns} FROM records"
        f" WHERE {record(topic)}",
    )


def taken(topic: str) -> Callable[[Path], None]:
    return sql("stream.db", f"DELETE FROM records WHERE {record(topic)}")


LAST = "doc = (SELECT max(doc) FROM {0} WHERE hidden = 0)"
ALERT = "alert_id = (SELECT min(alert_id) FROM alerts WHERE kind = 'new')"
ALERT_COLUMNS = "rule_id, story_id, article_id, event_ids, kind, facts, created_at, lane, trace"


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        pytest.param(taken("tagged-articles.v1"), "lost: record on tagged-articles.v1", id="tagged lost"),
        pytest.param(doubled("tagged-articles.v1"), "duplicate: record on tagged-", id="tagged twice"),
        pytest.param(taken("project-events.v1"), "lost: record on project-events.v1", id="events lost"),
        pytest.param(taken("tagger.dead-letters.v1"), "lost: dead letter poison-", id="dead letter lost"),
        pytest.param(doubled("tagger.dead-letters.v1"), "duplicate: dead letter poison-", id="letter twice"),
        pytest.param(
            sql("index.db", f"DELETE FROM articles WHERE {LAST.format('articles')}"),
            "lost: article in the index", id="document lost",
        ),
        pytest.param(
            sql("index.db", f"UPDATE articles SET id = 'x' WHERE {LAST.format('articles')}"),
            "unexpected: article in the index x", id="document of nobody",
        ),
        pytest.param(
            sql("index.db", f"DELETE FROM events WHERE {LAST.format('events')}"),
            "lost: event of", id="event lost",
        ),
        pytest.param(
            sql(
                "index.db",
                "INSERT INTO events (doc, id, version, hidden)"
                f" SELECT 1000000, 'x', version, 0 FROM events WHERE {LAST.format('events')}",
                "INSERT INTO events_bodies SELECT 1000000, body FROM events_bodies"
                " WHERE doc = (SELECT max(doc) FROM events WHERE hidden = 0 AND doc < 1000000)",
            ),
            "duplicate: event of", id="event twice",
        ),
        pytest.param(
            sql("outbox.db", f"UPDATE alerts SET rule_id = 'other' WHERE {ALERT}"),
            "lost: alert ('K", id="alert lost",
        ),
        pytest.param(
            sql(
                "outbox.db",
                f"INSERT INTO alerts (alert_id, {ALERT_COLUMNS}) SELECT 'x', {ALERT_COLUMNS} FROM alerts"
                f" WHERE {ALERT}",
            ),
            "duplicate: alert ('K", id="alert twice",
        ),
        pytest.param(
            sql("index.db", f"DELETE FROM alerts WHERE {LAST.format('alerts')}"),
            "lost: alert", id="alert's document lost",
        ),
        pytest.param(
            sql(
                "outbox.db",
                "DELETE FROM deliveries WHERE (alert_id, receiver) ="
                " (SELECT alert_id, receiver FROM deliveries WHERE receiver = 'one@example.cn' LIMIT 1)",
            ),
            "wrong: deliveries of", id="delivery lost",
        ),
        pytest.param(
            sql(
                "outbox.db",
                "UPDATE messages SET state = 'failed' WHERE message_id ="
                " (SELECT min(message_id) FROM messages WHERE state = 'sent')",
            ),
            "lost: delivery of", id="delivery given up",
        ),
        pytest.param(_forget_mail, "lost: mail <", id="mail lost"),
        pytest.param(_double_mail, "duplicate: mail <", id="mail twice"),
        pytest.param(_mail_of_another_story, "duplicate: first mail on K", id="story told twice"),
    ],
)  # fmt: skip
def test_the_checker_notices(copy: Path, tamper: Callable[[Path], None], said: str) -> None:
    tamper(copy)
    passed, verdict = check(copy)
    assert not passed
    assert said in verdict, verdict
