"""A withdrawn article through the line: hidden with its events, its alert as it was, and back when it is."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import yaml
from stages_in_process import app_in, finish, publish, read, stages

from consumers.index.port import Search
from kaigong.app import App
from kaigong.stages.alerter import open_outbox
from kaigong.stages.indexer import open_index
from wire import codec, identity
from wire.clock import SystemClock
from wire.messages import Alert, Article, Change
from wire.stream import NewRecord
from wire.topics import ARTICLES, CONSUMING_STAGES, TAGGED_ARTICLES, dead_letter_topic

TEXT = "云汐智能装备产业园项目昨日在海州区正式开工，总投资4.1亿元。"


def _article(revision: int, withdrawn_at: datetime | None = None, change: Change | None = None) -> Article:
    now = SystemClock().now()
    return Article(
        article_id="withdrawn",
        revision=revision,
        source_id="test-source",
        url="http://www.example.gov.cn/news/1.html",
        title="海州区云汐智能装备产业园正式开工",
        text=TEXT,
        published=now,
        published_precision="minute",
        shown_at=now,
        first_seen=now,
        fetched_at=now,
        region="320706",
        content_hash=identity.content_hash("", TEXT),
        withdrawn_at=withdrawn_at,
        change=change,
    )


def _found(app: App) -> tuple[int, int, int]:
    """Articles, events and, with hidden ones, events that a search finds."""
    with closing(open_index(app)) as index:
        return (
            index.search(Search("articles")).total,
            index.search(Search("events")).total,
            index.search(Search("events", include_hidden=True)).total,
        )


def _alerts(app: App) -> list[Alert]:
    with closing(open_outbox(app)) as outbox:
        return outbox.alerts.newest()


def _run(app: App, say: Callable[[], Article]) -> None:
    with stages(app, *CONSUMING_STAGES) as (stream, loops):
        article = say()
        envelope = codec.wrap(article, lane="live", trace="t", now=article.fetched_at)
        publish(stream, NewRecord(ARTICLES, article.article_id, codec.encode(envelope)))
        for stage in CONSUMING_STAGES:
            finish(loops[stage], 1)
            assert read(stream, dead_letter_topic(stage)) == []
        tagged = read(stream, TAGGED_ARTICLES)[-1].value
        assert codec.decode(tagged or b"").payload.change == article.change  # type: ignore[attr-defined]


def test_a_withdrawn_article_is_hidden_and_its_alert_says_so(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    app.settings.rules_path.mkdir(parents=True)
    rule = {"keywords": ["开工"], "to": ["one@example.cn"]}
    (app.settings.rules_path / "rule.yaml").write_text(yaml.safe_dump(rule, allow_unicode=True), "utf-8")

    _run(app, lambda: _article(1))
    articles, events, all_events = _found(app)
    [told] = _alerts(app)
    assert (articles, events) == (1, all_events)
    assert events >= 1
    assert (told.kind, told.facts.get("withdrawn")) == ("new", None)

    gone = Change(kind="withdrawn")
    _run(app, lambda: _article(2, withdrawn_at=SystemClock().now(), change=gone))
    assert _found(app) == (0, 0, all_events)
    # Nobody had got the alert yet, so nobody is told that it is taken back.
    [taken_back] = _alerts(app)
    assert taken_back.alert_id == told.alert_id
    assert "原文已撤回" in str(taken_back.facts["withdrawn"])

    _run(app, lambda: _article(3, change=Change(kind="returned")))
    assert _found(app) == (1, events, all_events)
    assert [alert.facts["withdrawn"] for alert in _alerts(app)] == [None]
