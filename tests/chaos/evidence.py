"""What a soak left behind, read without any part of Kaigong: the bare Kafka client, SQLite, HTTP, files."""

import email
import json
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from services.bare_kafka import committed_records

ARTICLES, TAGGED, EVENTS, ALERTS = "articles.v1", "tagged-articles.v1", "project-events.v1", "alerts.v1"
DEAD_LETTERS = ("tagger.dead-letters.v1", "indexer.dead-letters.v1", "alerter.dead-letters.v1")
TOPICS = (ARTICLES, TAGGED, EVENTS, ALERTS, *DEAD_LETTERS)
KINDS = ("articles", "events", "alerts")
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """`payload` is None where the value is no message."""

    key: str
    value: bytes
    payload: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    message_id: str
    subject: str
    text: str


@dataclass(slots=True)
class Evidence:
    topics: dict[str, list[TopicRecord]]
    index: dict[str, dict[str, dict[str, Any]]]
    alerts: list[dict[str, Any]]
    deliveries: list[dict[str, Any]]
    mails: list[Mail]


def gather(folder: Path, kafka: str | None, prefix: str, elasticsearch: str | None) -> Evidence:
    data = folder / "data"
    if kafka:
        topics = {topic: list(_kafka_records(kafka, f"{prefix}.{topic}")) for topic in TOPICS}
    else:
        topics = {topic: list(_sqlite_records(data / "stream.db", f"{prefix}.{topic}")) for topic in TOPICS}
    if elasticsearch:
        index = {kind: dict(_hits(elasticsearch, f"{prefix}-{kind}")) for kind in KINDS}
    else:
        index = {kind: dict(_bodies(data / "index.db", kind)) for kind in KINDS}
    outbox = data / "outbox.db"
    return Evidence(
        topics, index, _rows(outbox, _ALERTS), _rows(outbox, _DELIVERIES), list(_mails(folder / "mail"))
    )


_ALERTS = "SELECT alert_id, revision, rule_id, story_id, article_id, kind, of_alert FROM alerts"
_DELIVERIES = """
    SELECT d.alert_id, d.receiver, a.rule_id, a.kind, m.message_id, m.state, m.form
    FROM deliveries d JOIN alerts a USING (alert_id) LEFT JOIN messages m ON m.message_id = d.message_id
"""


def _rows(path: Path, query: str) -> list[dict[str, Any]]:
    with closing(_read_only(path)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(query)]


def _sqlite_records(path: Path, topic: str) -> Iterator[TopicRecord]:
    with closing(_read_only(path)) as db:
        rows = db.execute(
            "SELECT key, value FROM records WHERE topic = ? ORDER BY partition, offset", (topic,)
        )
        for key, value in rows:
            yield _record(key, bytes(value))


def _kafka_records(bootstrap: str, topic: str) -> Iterator[TopicRecord]:
    for record in committed_records(bootstrap, topic):
        yield _record(record.key.decode(), record.value or b"")


def _record(key: str, value: bytes) -> TopicRecord:
    try:
        return TopicRecord(key, value, json.loads(value)["payload"])
    except (ValueError, KeyError, TypeError):
        return TopicRecord(key, value, None)


def _bodies(path: Path, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    with closing(_read_only(path)) as db:
        for id_, body in db.execute(f"SELECT id, body FROM {kind} JOIN {kind}_bodies USING (doc)"):
            yield id_, json.loads(body)


def _hits(url: str, alias: str) -> Iterator[tuple[str, dict[str, Any]]]:
    _ask(f"{url}/{alias}/_refresh", None)
    page = _ask(f"{url}/{alias}/_search?scroll=2m", {"size": _PAGE, "query": {"match_all": {}}})
    while hits := page["hits"]["hits"]:
        yield from ((hit["_id"], hit["_source"]) for hit in hits)
        page = _ask(f"{url}/_search/scroll", {"scroll": "2m", "scroll_id": page["_scroll_id"]})


def _ask(url: str, body: dict[str, Any] | None) -> Any:
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def _mails(folder: Path) -> Iterator[Mail]:
    for path in sorted((folder / "mails").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        yield Mail(
            str(message["To"]), str(message["Message-ID"]), str(message["Subject"]),
            body.get_content() if body else "",
        )  # fmt: skip


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)
