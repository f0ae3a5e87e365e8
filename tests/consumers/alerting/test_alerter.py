"""The alerter on a real outbox and a real stream: what is created, once, and always told to the stream."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alerting_line import HAIZHOU, Line
from alerting_samples import NOW, article, delivered, event, nobody, rule_files

from consumers.alerting.grouping import Grouping
from consumers.alerting.relay import publish_changes
from consumers.alerting.schedule import Calendar
from consumers.crash_note import CrashNote
from consumers.loop import ConsumerLoop
from consumers.stage import Delivered
from wire import codec
from wire.errors import TemporaryError
from wire.messages import Lane, Tagging
from wire.schemas import FOLDER
from wire.stream import NewRecord, Partition, Producer, Record
from wire.topics import TAGGED_ARTICLES, TOPICS


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path, haizhou=HAIZHOU)
    yield line
    line.close()


def test_a_match_becomes_an_alert_with_its_deliveries_and_facts(line: Line) -> None:
    line.feed(article())
    [alert] = line.alerts
    assert (alert.rule_id, alert.kind, alert.article_id, alert.story_id) == ("haizhou", "new", "a1", "a1")
    assert [(one.receiver, one.state) for one in alert.deliveries] == [
        ("li@example.cn", "pending"),
        ("wang@example.cn", "pending"),
    ]
    assert len({one.message_id for one in alert.deliveries}) == 2
    assert alert.facts["place"] == "海州区"
    assert alert.facts["source_name"] == "海州区政府网"
    assert alert.facts["amount_cny"] == 410_000_000
    assert alert.facts["words"] == ["开工"]
    assert alert.facts["why"] == "地区=海州区，类型=开工"
    assert line.told == [alert]


def test_a_record_that_comes_again_creates_nothing(line: Line) -> None:
    line.feed(article(), article())
    line.feed(article())
    line.crashed()
    line.feed(article())
    assert len(line.alerts) == 1
    assert len(line.told) == 1


def test_copies_of_a_story_are_told_once(line: Line) -> None:
    copy = article(article_id="a2", story_id="a1", source_id="elsewhere")
    line.feed(article())
    line.feed(copy)
    assert [alert.article_id for alert in line.alerts] == ["a1"]


def test_projects_of_one_article_are_alerts_of_their_own(line: Line) -> None:
    again = event(event_id="e3", sentence="云台新材料产业园 项目当日动工。")
    line.feed(article(events=[event(event_id="e1"), event(event_id="e2", project="望海项目"), again]))
    assert sorted(alert.event_ids for alert in line.alerts) == [["e1", "e3"], ["e2"]]


def test_of_several_statements_on_a_project_the_fullest_is_quoted(line: Line) -> None:
    in_title = event(
        event_id="e1", start=None, end=None, amount_cny=None, sentence="云台新材料产业园项目开工"
    )
    line.feed(article(events=[in_title, event(event_id="e2")]))
    [alert] = line.alerts
    assert alert.event_ids == ["e1", "e2"]
    assert alert.facts["amount_cny"] == 410_000_000


@pytest.mark.parametrize("lane", ["backfill", "import", "replay"])
def test_other_lanes_are_kept_without_mail(line: Line, lane: Lane) -> None:
    line.feed(article(), lane=lane)
    [alert] = line.alerts
    assert (alert.kind, alert.deliveries) == ("late", [])
    assert line.told == [alert]


def test_the_first_crawl_of_many_sources_sends_nothing(line: Line) -> None:
    old = [
        article(
            article_id=f"a{number}",
            source_id=f"s{number % 40}",
            events=[event(article_id=f"a{number}", story_id=f"a{number}", project=f"第{number}号项目")],
            shown_at=NOW - timedelta(days=number % 300),
            published=NOW - timedelta(days=number % 300),
        )
        for number in range(400)
    ]
    line.feed(*old, lane="backfill")
    line.feed(*[article(article_id=f"b{n}", shown_at=NOW - timedelta(days=9)) for n in range(20)])
    assert {alert.kind for alert in line.alerts} == {"late"}
    assert line.outbox.deliveries.receivers_due() == []


def test_a_better_tagger_never_alerts(line: Line) -> None:
    line.feed(article(events=[]))
    line.feed(article(tagging=Tagging(version="1", data_version="2", seq=2)), lane="retag")
    assert line.alerts == []


def test_a_newer_revision_may_alert_and_an_older_one_does_not(line: Line) -> None:
    line.feed(article(events=[]))
    line.feed(article(revision=2))
    assert len(line.alerts) == 1
    other = event(project="望海项目")
    line.feed(article(revision=1, events=[other]))
    assert len(line.alerts) == 1


def test_a_rule_that_comes_later_sees_only_later_records(line: Line) -> None:
    line.feed(article(article_id="a1"))
    rule_files(line.folder / "rules", line.clock, second="keywords: [开工]\n")
    line.clock.advance(timedelta(seconds=2))
    line.feed(article(article_id="a1"))
    line.feed(article(article_id="a9"))
    assert sorted((alert.rule_id, alert.article_id) for alert in line.alerts) == [
        ("haizhou", "a1"),
        ("haizhou", "a9"),
        ("second", "a9"),
    ]


def test_a_rule_on_articles_alerts_once_a_story(tmp_path: Path) -> None:
    line = Line(tmp_path, words="on: article\nkeywords: [北岭新材料]\nname: 北岭动态\n")
    line.feed(article(), article(article_id="a2", story_id="a1"))
    [alert] = line.alerts
    assert alert.event_ids == []
    assert alert.facts["sentence"] == "项目由江苏北岭新材料有限公司建设，投产后年产值可观。"
    assert alert.facts["words"] == ["北岭新材料"]
    line.close()


class BreakingProducer:
    """The real producer, over a line that breaks before or after the stream has the batch."""

    def __init__(self, producer: Producer, *, published: bool) -> None:
        self._producer = producer
        self._published = published

    def publish(self, batch: Sequence[NewRecord]) -> None:
        if self._published:
            self._producer.publish(batch)
        raise TemporaryError("the line broke")

    def close(self) -> None:
        self._producer.close()


@pytest.mark.parametrize("published", [False, True])
def test_a_break_between_outbox_and_stream_loses_no_alert(line: Line, published: bool) -> None:
    line.alerter.close()
    line.start(BreakingProducer(line.stream.producer(), published=published))
    with pytest.raises(TemporaryError):
        line.feed(article())
    line.crashed()
    line.feed(article())
    [alert] = line.alerts
    assert line.told[-1] == alert
    assert len({told.revision for told in line.told}) == 1
    assert line.outbox.alerts.unpublished(10) == []


def test_what_the_notifier_changes_is_told_too(line: Line) -> None:
    line.feed(article())
    Grouping(line.outbox, Calendar(ZoneInfo("Asia/Shanghai")), line.clock).round(nobody())
    line.outbox.messages.note_failed(line.outbox.messages.due(1)[0], "550 no")
    producer = line.stream.producer()
    assert publish_changes(line.outbox, producer, line.clock) == 1
    assert publish_changes(line.outbox, producer, line.clock) == 0
    producer.close()
    assert [alert.revision for alert in line.told] == [1, 2]
    assert line.told[-1].deliveries[0].state == "failed"


def test_a_record_of_another_type_is_rejected(line: Line) -> None:
    line.feed(article())
    wrong = codec.wrap(line.alerts[0], lane="live", trace="t", now=NOW)
    outcome = line.alerter.handle([Delivered(delivered(article()).record, wrong)])
    assert "tagged article" in str(outcome.rejected[0][1])


def test_the_loop_drives_it_from_the_stream_to_the_alert(line: Line) -> None:
    """Also when the process dies between the stage's work and the loop's commit."""
    line.stream.create_topics(TOPICS.values())
    record = delivered(article()).record
    producer = line.stream.producer()
    producer.publish([NewRecord(record.topic, record.key, record.value, record.headers)])
    producer.close()
    consumer = line.stream.consumer("alerter", [TAGGED_ARTICLES])
    line.alerter.handle([Delivered(one, codec.decode(one.value)) for one in consumer.poll(10, 5)])
    consumer.close()
    line.crashed()
    consumer = line.stream.consumer("alerter", [TAGGED_ARTICLES])
    loop = ConsumerLoop(line.alerter, consumer, CrashNote(line.folder / "alerter.note"), clock=line.clock)
    assert loop.step() == 1
    assert consumer.lag() == 0
    consumer.close()
    assert len(line.alerts) == len(line.told) == 1


def test_every_released_example_goes_through(line: Line) -> None:
    for number, path in enumerate(sorted(FOLDER.glob("*/v1/examples/*.json"))):
        envelope = codec.decode(path.read_bytes())
        record = Record(Partition(TAGGED_ARTICLES, 0), number, "k", path.read_bytes(), {}, NOW)
        outcome = line.alerter.handle([Delivered(record, envelope)])
        assert len(outcome.rejected) == (envelope.type != "tagged-article"), path
