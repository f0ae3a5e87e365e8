"""Every example through every consumer, and the largest records through and out of every stage."""

from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
import yaml
from stages_in_process import BUILDERS, app_in, finish, publish, read, stages

from consumers.dead_letter import origin
from kaigong.stages.alerter import open_outbox
from kaigong.stages.indexer import open_index
from wire import codec, identity
from wire.clock import SystemClock
from wire.messages import MAX_TEXT_CHARS, Article, Attachment, MessageType
from wire.schemas import examples
from wire.stream import NewRecord
from wire.topics import (
    ALERTS,
    ARTICLES,
    CONSUMING_STAGES,
    PROJECT_EVENTS,
    SOURCES,
    TAGGED_ARTICLES,
    TOPICS,
    dead_letter_topic,
)

EXAMPLES = [(t, name, value) for t in get_args(MessageType) for name, value in examples(t)]
READS = {
    "tagger": {"article": ARTICLES},
    "indexer": {"tagged-article": TAGGED_ARTICLES, "alert": ALERTS, "source-state": SOURCES},
    "alerter": {"tagged-article": TAGGED_ARTICLES},
}


def test_the_stages_under_test_are_all_of_them() -> None:
    assert set(BUILDERS) == set(CONSUMING_STAGES) == set(READS)


@pytest.mark.parametrize("stage", CONSUMING_STAGES)
def test_examples_are_handled_or_dead_lettered_with_a_reason(tmp_path: Path, stage: str) -> None:
    """What a stage is for must be handled; what it is not for, and only that, is refused."""
    first = next(iter(READS[stage].values()))
    with stages(app_in(tmp_path), stage) as (stream, loops):
        for message_type, name, value in EXAMPLES:
            topic = READS[stage].get(message_type, first)
            publish(stream, NewRecord(topic, f"{message_type}/{name}", value))
        finish(loops[stage], len(EXAMPLES))
        refused = {
            record.key: origin(record.headers).error for record in read(stream, dead_letter_topic(stage))
        }
    expected = {f"{t}/{name}" for t, name, _ in EXAMPLES if t not in READS[stage]}
    assert set(refused) == expected, refused
    assert all(refused.values())


def largest_article(filling: str) -> Article:
    """As much of everything as an article may hold."""
    now = SystemClock().now()
    text = (filling * (MAX_TEXT_CHARS // len(filling) + 1))[:MAX_TEXT_CHARS]
    return Article(
        article_id=identity.digest("largest", filling[:1]),
        revision=1,
        source_id="large",
        url="http://www.example.gov.cn/" + "长" * 500,
        title="海州区云汐智能装备产业园正式开工",
        text=text,
        published=now,
        published_precision="minute",
        shown_at=now,
        first_seen=now,
        fetched_at=now,
        region="320706",
        content_hash=identity.content_hash("", text),
        truncated=True,
        attachments=[
            Attachment(url=f"http://www.example.gov.cn/{n}.pdf", name=f"附件{n}") for n in range(500)
        ],
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "filling",
    [
        "云汐智能装备产业园正式开工，总投资4.1亿元，占地120亩。",
        "海州区、京口区、润州区计划于年内签约的12个项目尚未动工；",
        "𠮷",
        '"\\\n',
        "开工",
    ],
    ids=["events", "places", "astral", "escapes", "keywords"],
)
def test_the_largest_article_passes_every_stage(tmp_path: Path, filling: str) -> None:
    app = app_in(tmp_path)
    app.settings.rules_path.mkdir(parents=True)
    rule = {"keywords": ["开工"], "to": ["one@example.cn"]}
    (app.settings.rules_path / "rule.yaml").write_text(yaml.safe_dump(rule, allow_unicode=True), "utf-8")
    article = largest_article(filling)
    envelope = codec.wrap(article, lane="live", trace="t", now=article.fetched_at)
    with stages(app, *CONSUMING_STAGES) as (stream, loops):
        publish(stream, NewRecord(ARTICLES, article.article_id, codec.encode(envelope)))
        for stage in CONSUMING_STAGES:
            finish(loops[stage], 1)
            assert read(stream, dead_letter_topic(stage)) == []
        assert len(read(stream, TAGGED_ARTICLES)) == len(read(stream, PROJECT_EVENTS)) == 1
        with closing(open_index(app)) as index:
            stored = index.get("articles", article.article_id)
        with closing(open_outbox(app)) as outbox:
            alerts = outbox.alerts.newest()
    assert stored is not None
    assert stored["text"] == article.text
    assert alerts


@pytest.mark.parametrize("stage", CONSUMING_STAGES)
def test_the_largest_record_is_dead_lettered_whole_at_every_stage(tmp_path: Path, stage: str) -> None:
    with stages(app_in(tmp_path), stage) as (stream, loops):
        topics = list(READS[stage].values())
        for topic in topics:
            publish(stream, NewRecord(topic, "big", b"\xff" * TOPICS[topic].max_bytes))
        finish(loops[stage], len(topics))
        dead = read(stream, dead_letter_topic(stage))
    assert sorted(len(record.value or b"") for record in dead) == sorted(TOPICS[t].max_bytes for t in topics)
