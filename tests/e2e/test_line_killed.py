"""N articles published → N indexed once → the right alerts → the right mails, while every stage is killed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import yaml
from kafka_records import publish
from running_line import app_of, environment, running, wait_for
from smtp.mail_server import MailServer

from consumers.alerting.matching import match_all
from consumers.index.documents import alert_document, article_document, event_document
from consumers.index.port import IndexDocument, Search
from consumers.tagging import Knowledge, Tagger
from consumers.tagging.stories import fingerprint
from kaigong.app import App
from kaigong.demo.sites import SITES
from kaigong.demo.world import World
from kaigong.stages.alerter import open_outbox, rule_files, vocabulary
from kaigong.stages.indexer import open_index
from mappings import Kind
from wire import codec, identity
from wire.clock import SystemClock
from wire.messages import Alert, Article, Delivery, TaggedArticle, Tagging
from wire.stream import Record
from wire.topics import ALERTS, ARTICLES, CONSUMING_STAGES, PROJECT_EVENTS, TAGGED_ARTICLES, dead_letter_topic

RULES = [
    {
        "id": "all",
        "keywords": ["签约", "开工", "封顶", "竣工", "投产", "达产"],
        "to": ["one@example.cn", "two@example.cn"],
    },
    {"id": "haizhou", "keywords": ["开工", "签约"], "places": ["320706"], "to": ["one@example.cn"]},
    {"id": "large", "types": ["开工"], "min_amount": "3亿", "to": ["two@example.cn"]},
    {"id": "words", "on": "article", "keywords": ["任前公示", "产业园"], "to": ["one@example.cn"]},
]
STAGES = ("tagger", "indexer", "alerter", "notifier")
READS = {"tagger": (ARTICLES,), "alerter": (TAGGED_ARTICLES,), "indexer": (TAGGED_ARTICLES, ALERTS)}

# What makes an alert one of its kind: the rule and the story and, on events, type, state and project.
Key = tuple[str, str, str, str, str]


def demo_articles() -> list[Article]:
    """The demo's news of the first minutes, all of it fresh."""
    now = SystemClock().now()
    regions = {site.key: site.region for site in SITES}
    found = []
    for number, one in enumerate(World(now).all(300)):
        published = now - timedelta(minutes=number)
        found.append(
            Article(
                article_id=identity.article_id(f"e2e.example/{one.site}/{one.id}"),
                revision=1,
                source_id=f"{one.site}-{one.column}",
                url=f"http://e2e.example/{one.site}/{one.id}.html",
                title=one.title,
                text=one.text,
                published=published,
                published_precision="minute",
                shown_at=published,
                first_seen=now,
                fetched_at=now,
                region=regions[one.site],
                content_hash=identity.content_hash(one.title, one.text),
            )
        )
    return found


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return demo_articles()


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path / "mail") as server:
        yield server


def expected_alerts(app: App, articles: list[Article]) -> Counter[Key]:
    """Computed in one go, without stream, outbox or crash: every story once per rule and event."""
    tagger = Tagger(Knowledge.load())
    rules = rule_files(app, vocabulary(app)).current().rules
    tagging = Tagging(version="1", data_version="1", seq=1)
    keys: set[Key] = set()
    for article in articles:
        story = fingerprint(article)
        tagged = tagger.tag(article, tagging=tagging, story_id=str(story))
        keys |= {_key(match.compiled.rule.id, str(story), match.event) for match in match_all(rules, tagged)}
    return Counter(keys)


def _key(rule_id: str, story: str, event: object) -> Key:
    if event is None:
        return rule_id, story, "", "", ""
    return rule_id, story, event.type, event.state, identity.normalised(event.project or "")  # type: ignore[attr-defined]


def actual_alerts(alerts: list[Alert], articles: list[Article], events: dict[str, object]) -> Counter[Key]:
    stories = {article.article_id: str(fingerprint(article)) for article in articles}
    return Counter(
        _key(
            alert.rule_id, stories[alert.article_id], events[alert.event_ids[0]] if alert.event_ids else None
        )
        for alert in alerts
    )


def read(app: App, topic: str) -> list[Record]:
    with app.stream() as stream, closing(stream.reader()) as reader:
        return list(reader.read(topic))


def all_sent(app: App) -> bool:
    with closing(open_outbox(app)) as outbox:
        counts = outbox.deliveries.counts()
    return bool(counts) and set(counts) <= {"sent", "uncertain"}


def indexed(app: App, kind: Kind) -> int:
    with closing(open_index(app)) as index:
        index.create()  # the first look may come before the indexer's
        return index.count(kind)


def documents(app: App, kind: Kind) -> dict[str, IndexDocument]:
    """All of a kind, by id, page by page as a reader of the index gets them."""
    found: dict[str, IndexDocument] = {}
    with closing(open_index(app)) as index:
        cursor = None
        while True:
            page = index.search(Search(kind, size=200, cursor=cursor, include_hidden=True))
            found |= {hit.id: hit.document for hit in page.hits}
            if (cursor := page.cursor) is None:
                return found


def lag(app: App) -> int:
    """What the stages have not committed yet. An idle group has committed past the marks of transactions."""
    with app.stream() as stream, closing(stream.reader()) as reader:
        ends = {topic: reader.end_offsets(topic) for topics in READS.values() for topic in topics}
        return sum(
            end - reader.committed(group).get(partition, 0)
            for group, topics in READS.items()
            for topic in topics
            for partition, end in ends[topic].items()
        )


def settled(app: App) -> bool:
    """Everything read by everyone, everything sent, everything told."""
    return lag(app) == 0 and all_sent(app) and not unpublished(app)


def unpublished(app: App) -> int:
    with closing(open_outbox(app)) as outbox:
        return len(outbox.alerts.unpublished(1))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [0, 25])
def test_every_article_is_indexed_alerted_and_mailed_once(
    tmp_path: Path, mail: MailServer, articles: list[Article], engines: dict[str, str], kills: int
) -> None:
    env = environment(tmp_path, smtp_host="127.0.0.1", smtp_port=str(mail.port), **engines)
    app = app_of(env)
    app.settings.rules_path.mkdir(parents=True)
    (app.settings.rules_path / "rules.yaml").write_text(yaml.safe_dump({"rules": RULES}, allow_unicode=True))
    expected = expected_alerts(app, articles)
    assert len(expected) > 60

    with running(env, *STAGES, kills=kills) as stages:
        for part in range(0, len(articles), 40):
            publish(app, articles[part : part + 40])
            wait_for(lambda: indexed(app, "articles") >= min(part, len(articles)), "the part before")  # noqa: B023
        wait_for(lambda: settled(app), "the end of the line")
        wait_for(lambda: kills == sum(s.deaths for s in stages.values()), "all kills")
        wait_for(lambda: settled(app), "the end after the last kill")

    # The tagger's hop: nothing lost, nothing twice.
    tagged = [codec.decode_as(TaggedArticle, record.value) for record in read(app, TAGGED_ARTICLES)]
    assert Counter(e.payload.article_id for e in tagged) == Counter(a.article_id for a in articles)
    assert len(read(app, PROJECT_EVENTS)) == len(articles)
    for stage in CONSUMING_STAGES:
        assert read(app, dead_letter_topic(stage)) == []

    # The index: every article and every event, once, as the tagger told them.
    events = {event.event_id: event for e in tagged for event in e.payload.events}
    assert documents(app, "articles") == {
        e.payload.article_id: msgspec.to_builtins(article_document(e.payload)) for e in tagged
    }
    assert documents(app, "events") == {
        event.event_id: msgspec.to_builtins(event_document(e.payload, event))
        for e in tagged
        for event in e.payload.events
    }

    # Alerts: created exactly once, and the stream knows them all with their last revision.
    with closing(open_outbox(app)) as outbox:
        alerts = outbox.alerts.newest(10_000)
    assert actual_alerts(alerts, articles, events) == expected
    told: dict[str, Alert] = {}
    for record in read(app, ALERTS):
        alert = codec.decode_as(Alert, record.value).payload
        if alert.alert_id not in told or told[alert.alert_id].revision <= alert.revision:
            told[alert.alert_id] = alert
    assert {a.alert_id: msgspec.to_builtins(a) for a in alerts} == {
        k: msgspec.to_builtins(a) for k, a in told.items()
    }
    assert documents(app, "alerts") == {k: msgspec.to_builtins(alert_document(a)) for k, a in told.items()}

    # Mails: each Message-ID arrived; a second copy only where the delivery says so. What several rules tell a
    # receiver of the same event is one mail.
    told_to = [
        (receiver, key[1:]) for r in RULES for receiver in r["to"] for key in expected if key[0] == r["id"]
    ]
    assert sum(len(alert.deliveries) for alert in alerts) == len(told_to)
    deliveries = {delivery.message_id: delivery for alert in alerts for delivery in alert.deliveries}
    assert len(deliveries) == len(set(told_to))
    check_mails(Counter(mail.message_ids), deliveries)


def check_mails(arrived: Counter[str], deliveries: dict[str, Delivery]) -> None:
    assert set(arrived) == set(deliveries)
    for message_id, copies in arrived.items():
        if copies > 1:
            assert deliveries[message_id].state == "uncertain", (
                f"{message_id} came {copies} times unannounced"
            )
    if not any(delivery.state == "uncertain" for delivery in deliveries.values()):
        assert set(arrived.values()) == {1}
