"""The latency benchmark measures what it says: known truth, an even pace, and an error for any wrong mail."""

import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from consumers.alerting.matching import RuleMatcher
from consumers.tagging import Tagger
from kaigong.app import App
from kaigong.knowledge import load_knowledge
from kaigong.stages.alerter import rule_files, vocabulary
from wire import settings
from wire.messages import Tagging
from wire.topics import ARTICLES

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(autouse=True, scope="module")
def _importable() -> Iterator[None]:
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(settings.load({"KAIGONG_DATA_DIR": str(tmp_path / "data"), "KAIGONG_CATALOG": "false"}))


def test_one_article_in_ten_matches_one_rule_and_the_others_none(app: App) -> None:
    from journey import traffic

    traffic.write_rules(app.settings.rules_path)
    in_force = rule_files(app, vocabulary(app)).current()
    assert not in_force.problems
    assert len(in_force.rules) == 1_000
    matcher = RuleMatcher()
    matcher.use(in_force.rules)
    tagger = Tagger(load_knowledge(app.data))
    tagging = Tagging(version="1", data_version="1", seq=1)
    for number, one in enumerate(traffic.planned(120)):
        tagged = tagger.tag(one.article, tagging=tagging, story_id=one.article.article_id)
        told = {(match.compiled.rule.id, *match.compiled.rule.to) for match in matcher.match(tagged)}
        watched = number // 10
        assert told == ({(f"company-{watched}", one.receiver)} if number % 10 == 0 else set())


def test_a_stall_of_the_stream_moves_no_articles_moment(app: App) -> None:
    from journey import pacing, traffic

    articles = traffic.planned(40)
    with app.stream() as stream, closing(stream.producer()) as producer:
        with closing(sqlite3.connect(app.data.stream, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = time.time()
            threading.Timer(0.5, other.rollback).start()
            sent = pacing.publish(producer, articles, per_second=100)
        with closing(stream.reader()) as reader:
            keys = {record.key for record in reader.read(ARTICLES)}
    assert keys == {one.article.article_id for one in articles}
    assert [one.due - sent[0].due for one in sent] == pytest.approx([n / 100 for n in range(40)], abs=1e-3)
    assert all(one.published >= began + 0.5 for one in sent), "the stream was held for so long"
    assert sent[0].published - sent[0].due > sent[30].published - sent[30].due + 0.25


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param([], id="missing"),
        pytest.param([("a", "x@example.com"), ("a", "x@example.com")], id="doubled"),
        pytest.param([("a", "x@example.com"), ("b", "x@example.com")], id="unexpected"),
        pytest.param([("a", "y@example.com")], id="to somebody else"),
    ],
)
def test_any_wrong_mail_is_an_error(wrong: list[tuple[str, str]]) -> None:
    from journey.mailbox import Arrival, check

    expected = {"a": "x@example.com"}
    check([Arrival("a", "x@example.com", 0.0)], expected)
    with pytest.raises(SystemExit, match="wrong mails"):
        check([Arrival(url, receiver, 0.0) for url, receiver in wrong], expected)


def test_percentiles_are_values_that_were_measured() -> None:
    from journey.figures import percentile

    values = [n / 100 for n in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [0.5, 0.95, 0.99, 1.0]
    assert percentile([7.0], 0.95) == 7.0


def test_the_tables_of_both_languages_say_the_same() -> None:
    from journey.figures import CHINESE, ENGLISH, Journey, Measured, tables

    journeys = [Journey(10.0, 10.1, 10.3, 10.6, 11.0, 11.0 + n / 100, 12.0) for n in range(1, 101)]
    english, chinese = (
        [*tables([Measured(("A", "B"), 50, journeys)], words)] for words in (ENGLISH, CHINESE)
    )
    assert english[2] == "| A, B | 50 | 100 | 1.50 s | 1.95 s | 1.99 s | 2.00 s |"
    assert chinese[2] == "| A、B | 50 | 100 | 1.50 秒 | 1.95 秒 | 1.99 秒 | 2.00 秒 |"
    parts = "0.10 / 0.10 | 0.20 / 0.20 | 0.30 / 0.30 | 0.40 / 0.40 | 0.50 / 0.95 | 1.70 / 1.70"
    assert english[-1] == f"| A, B | 50 | {parts} |"
    assert chinese[-1] == f"| A、B | 50 | {parts} |"
    assert {row.count("|") for row in english[:3] + chinese[:3]} == {8}
    assert {row.count("|") for row in english[-3:] + chinese[-3:]} == {9}


@pytest.mark.slow
def test_a_short_run_on_the_real_line() -> None:
    from latency import measure

    found: list[tuple[float, list[Any]]] = list(measure([20], seconds=2, warm_up=1, chosen={}))
    [(rate, journeys)] = found
    assert rate == 20
    assert len(journeys) == 4
    for one in journeys:
        moments = [one.due, one.published, one.mail_taken]
        assert moments == sorted(moments)
        assert one.tagged <= one.matched <= one.mail_made <= one.mail_taken
        assert one.tagged <= one.indexed
