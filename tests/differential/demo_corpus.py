"""What the demo's sites publish, tagged, with later revisions and withdrawals, for the indexer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from consumers.stage import Delivered
from consumers.tagging import Knowledge, Tagger
from kaigong.demo.model import DemoArticle
from kaigong.demo.sites import site
from kaigong.demo.world import World
from wire import codec, identity
from wire.messages import Alert, Article, Delivery, Message, SourceState, TaggedArticle, Tagging
from wire.stream import Partition, Record

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_TAGGING = Tagging(version="1", data_version="demo", seq=1)


@cache
def messages() -> tuple[Message, ...]:
    return tuple(_messages())


def _messages() -> Iterator[Message]:
    tagger = Tagger(Knowledge.load())
    for number, demo in enumerate(World(NOW).all(300.0)):
        first = _article(demo, 1)
        yield _tagged(tagger, first)
        if number % 7 == 0:
            # The later half of the text is gone, and its events with it.
            yield _tagged(tagger, _article(demo, 2, text=demo.text[: len(demo.text) // 2]))
        if number % 11 == 0:
            yield _tagged(tagger, _article(demo, 3, withdrawn_at=NOW))
        if number % 5 == 0:
            yield from _alerts(demo)
    for number, state in enumerate(("ok", "late", "failing", "blocked", "ok")):
        since = NOW - timedelta(days=number)
        yield SourceState(source_id=f"source-{number}", revision=1, state=state, since=since, reason="测试")


def batches(size: int = 40) -> Iterator[list[Delivered]]:
    batch: list[Delivered] = []
    for offset, payload in enumerate(messages()):
        record = Record(Partition("t", 0), offset, "k", b"", {}, NOW)
        batch.append(Delivered(record, codec.wrap(payload, lane="live", trace="t", now=NOW)))
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


def _article(demo: DemoArticle, revision: int, **changed: object) -> Article:
    place = site(demo.site)
    fields = {
        "article_id": identity.article_id(f"{place.key}.example/{demo.id}"),
        "revision": revision,
        "source_id": f"{demo.site}-{demo.column}",
        "url": f"http://{place.key}.example/{demo.id}",
        "title": demo.title,
        "text": demo.text,
        "published": demo.published,
        "published_precision": "minute",
        "shown_at": demo.published,
        "first_seen": NOW,
        "fetched_at": NOW,
        "publisher": place.name,
        "column": place.column(demo.column).name,
        "region": place.region,
        "content_hash": f"{revision}",
    }
    return Article(**fields | changed)


def _tagged(tagger: Tagger, article: Article) -> TaggedArticle:
    return tagger.tag(article, tagging=_TAGGING, story_id=article.article_id)


def _alerts(demo: DemoArticle) -> Iterator[Alert]:
    event = next(iter(demo.truth.events), None)
    told = {"type": event.type, "place_code": event.place_code, "state": event.state} if event else {}
    seconds = len(demo.title) / 10
    for revision, state in ((1, "pending"), (2, "sent")):
        sent_at = demo.published + timedelta(seconds=seconds) if state == "sent" else None
        delivery = Delivery(
            alert_id=f"alert-{demo.id}", receiver="mail", state=state, message_id="m", sent_at=sent_at
        )
        yield Alert(
            alert_id=f"alert-{demo.id}",
            revision=revision,
            rule_id="rule-1",
            story_id=demo.id,
            article_id=demo.id,
            kind="new" if demo.truth.events else "late",
            created_at=demo.published,
            facts={"title": demo.title, "amount_cny": 410_000_000, **told},
            deliveries=[delivery],
            acknowledged=revision == 2,
        )
