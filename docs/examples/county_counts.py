"""How many project events really happened in each county: exact under repeats, re-tags and withdrawals.

Needs nothing of Kaigong, only kafka-python. Run it, stop it, kill it: the counts and the place on the stream
are written in one transaction of a SQLite file.

    python county_counts.py localhost:9092 counts.db          # goes on until Ctrl-C
    python county_counts.py localhost:9092 counts.db --once   # up to the present end, then prints the counts
"""

import argparse
import json
import sqlite3
from contextlib import closing

from kafka import KafkaConsumer, TopicPartition

TABLES = """
CREATE TABLE IF NOT EXISTS articles (article_id TEXT PRIMARY KEY, revision INT, seq INT);
CREATE TABLE IF NOT EXISTS events (event_id TEXT PRIMARY KEY, article_id TEXT, county TEXT);
CREATE INDEX IF NOT EXISTS events_of_article ON events (article_id);
CREATE TABLE IF NOT EXISTS offsets (part INT PRIMARY KEY, next INT);
"""
COUNTS = "SELECT county, count(*) FROM events GROUP BY county ORDER BY 2 DESC, 1"


def take(state, record):
    """One record of project-events.v1 is the complete list of an article's events."""
    article_id = record.key.decode()
    if record.value is None:  # the article was taken down
        state.execute("DELETE FROM events WHERE article_id = ?", (article_id,))
        return
    payload = json.loads(record.value)["payload"]
    order = (payload["revision"], payload["tagging"]["seq"])
    known = state.execute("SELECT revision, seq FROM articles WHERE article_id = ?", (article_id,)).fetchone()
    if known is not None and order <= known:
        return  # said before, or overtaken by a later revision or a later tagger
    state.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", (article_id, *order))
    state.execute("DELETE FROM events WHERE article_id = ?", (article_id,))
    if payload.get("withdrawn_at") is None:
        state.executemany("INSERT OR REPLACE INTO events VALUES (?, ?, ?)", realised(payload))


def realised(payload):
    """What happened: of a project that is named, or of a number of projects."""
    for event in payload.get("events", []):
        if event["state"] == "done" and (event["named"] or event.get("aggregate") is not None):
            place = event.get("main_place") or ""
            yield event["event_id"], payload["article_id"], place[:6] or "unknown"


def follow(consumer, state, topic, *, once):
    partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
    consumer.assign(partitions)
    known = dict(state.execute("SELECT part, next FROM offsets"))
    for partition in partitions:
        consumer.seek(partition, known.get(partition.partition, 0))
    ends = consumer.end_offsets(partitions)
    while not once or any(consumer.position(one) < ends[one] for one in partitions):
        batch = consumer.poll(timeout_ms=500, max_records=500)
        with state:  # all of the batch and its offsets, or nothing
            for partition, records in batch.items():
                for record in records:
                    take(state, record)
                state.execute(
                    "INSERT OR REPLACE INTO offsets VALUES (?, ?)",
                    (partition.partition, records[-1].offset + 1),
                )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bootstrap", help="Kafka's host:port")
    parser.add_argument("file", help="where the counts are kept")
    parser.add_argument("--topic", default="kaigong.project-events.v1")
    parser.add_argument("--once", action="store_true", help="stop at the present end and print the counts")
    asked = parser.parse_args()
    consumer = KafkaConsumer(
        bootstrap_servers=asked.bootstrap,
        isolation_level="read_committed",  # the tagger writes in transactions
        enable_auto_commit=False,  # the offsets are kept with the counts
        auto_offset_reset="earliest",
    )
    with closing(consumer), closing(sqlite3.connect(asked.file)) as state:
        state.executescript(TABLES)
        follow(consumer, state, asked.topic, once=asked.once)
        print(json.dumps(dict(state.execute(COUNTS)), ensure_ascii=False))


if __name__ == "__main__":
    main()
