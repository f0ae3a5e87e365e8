"""A rule tried on a filled index, with the same answers from SQLite and from a real Elasticsearch."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from indices import SHANGHAI, elastic_index, empty, shared_indices
from services.session import RunningElasticsearch

from consumers.alerting.compile import compile_rule
from consumers.alerting.compiled import CompiledRule
from consumers.alerting.directory import Directory
from consumers.alerting.receivers import parse_receivers
from consumers.alerting.rules import parse_rule
from consumers.alerting.vocabulary import Vocabulary
from consumers.index.port import Index
from consumers.index.sqlite import SqliteIndex
from consumers.indexer import Indexer
from consumers.stage import Delivered
from consumers.tagging import Knowledge, Tagger
from kaigong.rule_trial.report import Report
from kaigong.rule_trial.trial import Trials
from wire import codec, settings
from wire.clock import ManualClock
from wire.messages import Article, Tagging
from wire.stream import Partition, Record
from wire.topics import TAGGED_ARTICLES

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
RULE: dict[str, Any] = {"keywords": ["开工"], "places": ["连云港市海州区"], "to": ["a@b.cn", "c@d.cn"]}
PARK = "今天上午，云汐智能装备产业园在连云港市海州区正式开工，项目总投资4.1亿元。"
# Id, story, days between the publication and now, days until it was found, text.
ARTICLES = [
    ("park", "park", 1.0, 0.1, PARK),
    ("reprint", "park", 0.2, 0.1, PARK),
    ("elsewhere", "elsewhere", 2.0, 0.1, "昨日，北岭光伏产业园在镇江市京口区正式开工，总投资3亿元。"),
    ("plan", "plan", 2.0, 0.1, "星澜新材料产业园计划于今年年底在连云港市海州区开工。"),
    ("rate", "rate", 3.0, 0.1, "连云港市海州区一季度重大项目开工率达92%。"),
    ("found-late", "found-late", 9.0, 7.0, "昨日，镁辰新材料产业园在连云港市海州区正式开工，总投资2亿元。"),
    ("long-ago", "long-ago", 40.0, 0.1, PARK),
    ("short", "chips", 6.0, 0.1, "昨日，云岭芯片产业园在镇江市丹徒区正式开工，总投资5亿元。"),
    ("long", "chips", 5.0, 0.1, "昨日，江北云岭芯片产业园项目在镇江市丹徒区正式开工，总投资5亿元。"),
]


@cache
def knowledge() -> Knowledge:
    return Knowledge.load()


@cache
def delivered() -> list[Delivered]:
    tagger = Tagger(knowledge())
    records = []
    for offset, (article_id, story_id, age, delay, text) in enumerate(ARTICLES):
        published = NOW - timedelta(days=age)
        article = Article(
            article_id=article_id, revision=1, source_id="haizhou", url=f"http://example.cn/{article_id}",
            title="简讯", text=text, published=published, published_precision="minute", shown_at=published,
            first_seen=published + timedelta(days=delay), fetched_at=NOW, content_hash="h",
        )  # fmt: skip
        tagging = Tagging(version="1", data_version="1", seq=1)
        tagged = tagger.tag(article, tagging=tagging, story_id=story_id)
        envelope = codec.wrap(tagged, lane="live", trace="t", now=NOW)
        value = codec.encode(envelope)
        place = Partition(TAGGED_ARTICLES, 0)
        record = Record(place, offset, article_id, value, codec.headers_of(envelope), NOW)
        records.append(Delivered(record, codec.decode(value)))
    return records


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    known = knowledge()
    return Vocabulary(known.gazetteer, known.event_types, known.industries.names)


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = SqliteIndex(tmp_path_factory.mktemp("trial") / "index.db", SHANGHAI)
    index.create()
    yield index
    index.close()


@pytest.fixture(scope="module")
def elasticsearch(elasticsearch_server: RunningElasticsearch) -> Iterator[Index]:
    with shared_indices(elasticsearch_server.url) as prefix:
        index = elastic_index(elasticsearch_server.url, prefix)
        yield index
        index.close()
        empty(elasticsearch_server.url, prefix)


@pytest.fixture(scope="module", params=["sqlite", "elasticsearch"])
def index(request: pytest.FixtureRequest) -> Index:
    filled: Index = request.getfixturevalue(request.param)
    assert not Indexer(filled, ManualClock(NOW)).handle(delivered()).rejected
    return filled


class Trying:
    def __init__(self, index: Index, words: Vocabulary) -> None:
        self._index = index
        self._words = words

    def rule(self, rule_id: str = "r", **fields: Any) -> CompiledRule:
        return compile_rule(parse_rule({"id": rule_id, **fields}), self._words)

    def __call__(
        self, *others: CompiledRule, days: int = 30, receivers: Mapping[str, Any] | None = None, **fields: Any
    ) -> Report:
        directory = Directory(parse_receivers(receivers or {}))
        trials = Trials(self._index, self._words, settings.load({}), directory, others)
        return trials.run(self.rule(**fields), NOW, days, held_back=True)


@pytest.fixture
def tried(index: Index, words: Vocabulary) -> Trying:
    return Trying(index, words)


def test_hits_are_counted_for_every_day(tried: Trying) -> None:
    report = tried(**RULE)
    assert (report.hits, report.examined, report.since, len(report.per_day)) == (3, 3, "2026-02-04", 30)
    days = {day: count for day, count in report.per_day.items() if count}
    assert days == {"2026-02-24": 1, "2026-03-04": 1, "2026-03-05": 1}
    assert list(report.per_day) == sorted(report.per_day)
    assert report.per_source == {"haizhou": 3}
    assert report.states == {"done": 3}
    assert tried(**RULE, days=60).hits == 4
    assert tried(**RULE, days=1).per_day == {"2026-03-05": 1}


def test_samples_show_the_words_in_the_sentence(tried: Trying) -> None:
    first = tried(**RULE).samples[0]
    assert first.sentence == PARK
    assert [first.sentence[start:end] for start, end in first.marks] == ["开工"]
    assert (first.place, first.type, first.state, first.amount_cny) == ("海州区", "开工", "done", 410_000_000)
    assert first.why == "地区=海州区，类型=开工"
    [plan] = tried(query="type:开工 state:planned").samples
    assert plan.state == "planned"


def test_a_rule_on_articles_shows_the_words_where_they_stand(tried: Trying) -> None:
    report = tried(on="article", query="开工率")
    [sample] = report.samples
    assert [sample.sentence[start:end] for start, end in sample.marks] == ["开工率"]
    assert (report.hits, report.states, report.mails.alerts) == (1, {}, 1)
    assert report.held_back is not None
    assert report.held_back.total == 0


def test_mails_are_those_that_the_alerter_would_have_sent(tried: Trying) -> None:
    """The reprint tells a known story; what was published a week before it was found is no news."""
    mails = tried(**RULE).mails
    assert (mails.alerts, mails.repeats, mails.late, mails.total) == (1, 1, 1, 2)
    assert mails.per_day == {"2026-03-04": {"a@b.cn": 1, "c@d.cn": 1}}
    patient = tried(**RULE, published_days=10).mails
    assert (patient.alerts, patient.late, patient.total) == (2, 0, 4)


def test_a_copy_that_calls_the_project_otherwise_tells_it_again(tried: Trying) -> None:
    """The same story with the park's full name: one alert, as the alerter has it."""
    report = tried(query="type:开工 state:done 云岭", to="a@b.cn")
    mails = report.mails
    assert len({sample.project for sample in report.samples}) == 2
    assert (mails.alerts, mails.repeats, mails.total) == (1, 1, 1)


def test_digests_and_quiet_hours_gather_the_mails(tried: Trying) -> None:
    """What was found too late comes in digests only."""
    receivers = {
        "receivers": {
            "morning": {"to": "a@b.cn", "when": "daily 08:30"},
            "asleep": {"to": "e@f.cn", "quiet": "20:00-07:00"},
            "gone": {"to": "g@h.cn", "paused": True},
        },
        "subscriptions": [{"rules": ["star*"], "to": ["asleep"]}],
    }
    rule = RULE | {"to": ["morning"], "published_days": 5}
    mails = tried(**rule, receivers=receivers).mails
    assert (mails.alerts, mails.late) == (1, 1)
    assert mails.per_day == {"2026-03-04": {"morning": 1}, "2026-03-05": {"morning": 1}}
    subscribed = tried(**rule, id="starts", receivers=receivers).mails
    assert subscribed.per_day["2026-03-04"] == {"asleep": 1, "morning": 1}


def test_other_rules_with_the_same_hits_are_named(tried: Trying) -> None:
    all_starts = tried.rule("all-starts", types=["开工"])
    park = tried.rule("park", on="article", query="云汐智能装备产业园")
    deaf = tried.rule("deaf", types=["投产"])
    report = tried(all_starts, park, deaf, **RULE)
    assert report.overlap.rules == {"all-starts": 3, "park": 2}
    assert report.overlap.alone == 0
    alone = tried(park, tried.rule("r", types=["开工"]), **RULE).overlap
    assert (alone.rules, alone.alone) == ({"park": 2}, 1)


def test_what_was_held_back_is_told_with_its_reasons(tried: Trying) -> None:
    held = tried(**RULE).held_back
    assert held is not None
    assert held.reasons == {"开工率": 1, "计划": 1}
    assert (held.total, held.complete) == (2, True)
    by_reason = {sample.reason: sample for sample in held.samples}
    for reason, sentence, word in (("计划", ARTICLES[3][4], "开工"), ("开工率", ARTICLES[4][4], "开工率")):
        sample = by_reason[reason]
        assert sample.sentence == sentence
        assert [sample.sentence[start:end] for start, end in sample.marks] == [word]


def test_what_a_rule_asks_for_is_not_held_back_from_it(tried: Trying) -> None:
    report = tried(query="type:开工 place:连云港市海州区 -state:conditional")
    assert report.states == {"done": 3, "planned": 1}
    assert report.held_back is not None
    assert report.held_back.reasons == {"开工率": 1}
    elsewhere = tried(**{**RULE, "places": ["镇江市"]}).held_back
    assert elsewhere is not None
    assert elsewhere.total == 0


def test_a_rule_without_hits_has_an_empty_report(tried: Trying) -> None:
    report = tried(types=["投产"], places=["镇江市"])
    assert (report.hits, report.samples, report.mails.total, report.overlap.rules) == (0, [], 0, {})
    assert set(report.per_day.values()) == {0}


def test_a_report_is_json(tried: Trying) -> None:
    report = tried(**RULE)
    assert msgspec.convert(msgspec.json.decode(msgspec.json.encode(report)), Report) == report


@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        ("type:开工 amount_cny:>=1亿 place:连云港市", {"开工率": 1, "计划": 1}),
        ("type:开工 state:done -amount_cny:>=1亿 place:连云港市", {"开工率": 1, "计划": 1}),
        ("type:开工 state:done -place:镇江市", {"开工率": 1, "计划": 1}),
        ("type:开工 state:done -(place:连云港市海州区 named:true)", {"开工率": 1, "计划": 1}),
        ("type:开工 state:done 星澜", {"计划": 1}),
        ("type:开工 state:done -星澜", {"开工率": 1}),
        ("type:投产", {}),
    ],
)
def test_what_only_events_can_answer_hides_nothing(
    tried: Trying, query: str, reasons: dict[str, int]
) -> None:
    held = tried(query=query).held_back
    assert held is not None
    assert held.reasons == reasons
