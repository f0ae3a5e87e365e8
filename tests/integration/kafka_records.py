"""Articles for tests on Kafka, and what the bare client reads of them."""

from collections import Counter
from contextlib import closing
from datetime import timedelta

from services.bare_kafka import committed_records

from kaigong.app import App
from wire import codec, identity
from wire.clock import SystemClock
from wire.messages import Article
from wire.stream import NewRecord
from wire.topics import ARTICLES


def news(number: int) -> Article:
    now = SystemClock().now()
    title = f"第{number}号项目开工"
    text = f"连云港市海州区新材料产业园{number}号项目今日开工，总投资{number + 1}亿元。\n" * 5
    return Article(
        article_id=identity.article_id(f"killed.example/{number}"),
        revision=1,
        source_id="killed",
        url=f"http://killed.example/{number}.html",
        title=title,
        text=text,
        published=now - timedelta(minutes=1),
        published_precision="minute",
        shown_at=now,
        first_seen=now,
        fetched_at=now,
        region="320706",
        content_hash=identity.content_hash(title, text),
    )


def publish(app: App, articles: list[Article]) -> None:
    envelopes = [codec.wrap(a, lane="live", trace=a.article_id, now=a.fetched_at) for a in articles]
    with app.stream() as stream, closing(stream.producer()) as producer:
        producer.publish(
            [
                NewRecord(ARTICLES, e.payload.article_id, codec.encode(e), codec.headers_of(e))
                for e in envelopes
            ]
        )


def committed_keys(bootstrap: str, topic: str) -> Counter[str]:
    return Counter(record.key.decode() for record in committed_records(bootstrap, topic))


def lag(app: App) -> int:
    """Of the tagger."""
    return lag_of(app, "tagger", ARTICLES)


def lag_of(app: App, group: str, topic: str) -> int:
    with app.stream() as stream, closing(stream.reader()) as reader:
        done = reader.committed(group)
        return sum(end - done.get(p, 0) for p, end in reader.end_offsets(topic).items())
