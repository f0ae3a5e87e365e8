"""What may be typed, what it means, and what is said about the rest."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.query.ast import And, AnyOf, Everything, Exists, Node, Not, Or, Phrase, Range
from consumers.query.errors import QueryError
from consumers.query.text_query import QueryParser

PLACES = {"京口区": ["321102"], "海州区": ["210904", "320706"], "连云港市海州区": ["320706"]}
PARSER = QueryParser(lambda name: PLACES.get(name, []), ZoneInfo("Asia/Shanghai"))


def words(text: str, field: str | None = None) -> Phrase:
    return Phrase(tuple(text), field)


def value(field: str, *values: str) -> AnyOf:
    return AnyOf(field, frozenset(values))


def utc(day: int, hour: int = 16, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("", Everything()),
        ("  　", Everything()),
        ("开工", words("开工")),
        ("开工 签约", And((words("开工"), words("签约")))),
        ("开工　AND 签约", And((words("开工"), words("签约")))),
        ("开工 OR 签约 OR 竣工", Or((words("开工"), words("签约"), words("竣工")))),
        ("开工 -规划", And((words("开工"), Not(words("规划"))))),
        ("开工 NOT 规划", And((words("开工"), Not(words("规划"))))),
        ("-(规划 OR 愿景)", Not(Or((words("规划"), words("愿景"))))),
        ("--规划", words("规划")),
        ("(开工 OR 签约) 镁", And((Or((words("开工"), words("签约"))), words("镁")))),
        ("（开工 OR 签约）镁", And((Or((words("开工"), words("签约"))), words("镁")))),
        ("((开工))", words("开工")),
        ('"项目 开工"', words("项目开工")),
        ("“项目开工”", words("项目开工")),
        ('"OR"', Phrase(("or",))),
        ('-"项目开工"', Not(words("项目开工"))),
        ("公开。工业", And((words("公开"), words("工业")))),
        ("Ｃ９１９量产", Phrase(("c919", "量", "产"))),
        ("zj-02", Phrase(("zj-02",))),
        ("4.1亿元", Phrase(("4.1", "亿", "元"))),
        ("时间：下午", And((words("时间"), words("下午")))),
        ("title:开工", words("开工", "title")),
        ('title:"项目 开工"', words("项目开工", "title")),
        ("project:公开。工业", And((words("公开", "project"), words("工业", "project")))),
        ("type:开工", value("type", "开工")),
        ("type：开工", value("type", "开工")),
        ("type:开工 OR type:签约", Or((value("type", "开工"), value("type", "签约")))),
        ("state:done -type:签约", And((value("state", "done"), Not(value("type", "签约"))))),
        ("industry:新材料", value("industries", "新材料")),
        ('industry:"新 材料"', value("industries", "新 材料")),
        ("source:zhenjiang-news", value("source_id", "zhenjiang-news")),
        ("place:京口区", value("place_codes", "321102")),
        ("place:连云港市海州区", value("place_codes", "320706")),
        ("place:320700", value("place_codes", "320700")),
        ("region:京口区", value("region", "321102")),
        ("named:true", value("named", "true")),
        ("named:否", value("named", "false")),
        ("amount>=1亿", Range("amount_cny", gte=100_000_000)),
        ("amount:>=1亿", Range("amount_cny", gte=100_000_000)),
        ("amount：＞＝1亿", Range("amount_cny", gte=100_000_000)),
        ("amount >= 5000万元 开工", And((Range("amount_cny", gte=50_000_000), words("开工")))),
        ("amount<4.1亿元", Range("amount_cny", lt=410_000_000)),
        ("amount:1,000", Range("amount_cny", gte=1000, lte=1000)),
        ("amount>2千万", Range("amount_cny", gt=20_000_000)),
        ("amount_yi>0.5", Range("amount_yi", gt=0.5)),
        ("area>=3亩", Range("area_m2", gte=2000)),
        ("area<=1.5平方米", Range("area_m2", lte=1.5)),
        ("aggregate:*", Exists("aggregate")),
        ("shown_at:2026-03-02", Range("shown_at", gte=utc(1), lt=utc(2))),
        ("shown_at>=2026-03-02", Range("shown_at", gte=utc(1))),
        ("shown_at<=2026-03-02", Range("shown_at", lt=utc(2))),
        ("shown_at>2026-03-02", Range("shown_at", gte=utc(2))),
        ("shown_at<2026-03-02", Range("shown_at", lt=utc(1))),
        ("date>2026-03-02T08:30", Range("date", gt=utc(2, 0).replace(minute=30))),
        ("date<=2026-03-02T08:00Z", Range("date", lte=utc(2, 8))),
    ],
)
def test_what_a_query_means(query: str, meaning: Node) -> None:
    assert PARSER.parse(query, "events") == meaning


@pytest.mark.parametrize(
    ("query", "position", "said"),
    [
        ("开工 OR 签约 镁", 9, "parentheses"),
        ("开工 镁 OR 签约", 5, "parentheses"),
        ("开工 or 签约", 3, "write OR"),
        ("开工 And 签约", 3, "write AND"),
        ("not 开工", 0, "write NOT"),
        ("OR 开工", 0, "missing before 'OR'"),
        ("开工 OR", 5, "missing at the end"),
        ("开工 AND AND 签约", 7, "missing before 'AND'"),
        ("开工 -", 3, "nothing to search for"),
        ("()", 1, "missing before ')'"),
        ("(开工", 0, "never closed"),
        ("开工)", 2, "without '('"),
        ('开工 "项目', 3, "never closed"),
        ("开工 。。", 3, "nothing to search for"),
        ('""', 0, "nothing to search for"),
        ("签约*", 2, "not supported"),
        ("开工~2", 2, "not supported"),
        ("shown_at:[2026 TO 2027]", 9, "field>=value"),
        ("tpye:开工", 0, "did you mean 'type'"),
        ("开工 http://example.org", 3, "quotation marks"),
        ("places:x", 0, "did you mean 'place'"),
        ("type:", 5, "no value"),
        ("type:(开工 OR 签约)", 5, "no value"),
        ("type>开工", 5, "write type:开工"),
        ("place:海州区", 6, "210904 or 320706"),
        ("place:云梦泽", 6, "no place is called"),
        ("named:perhaps", 6, "true or false"),
        ("amount>=很多", 8, "is no number"),
        ("amount>=1美元", 8, "no unit"),
        ("amount>=999999999999999亿", 8, "too large"),
        ("shown_at>=昨天", 10, "is no time"),
        ("shown_at<=9999-12-31", 10, "is no time"),
        ("(" * 5000 + "开工", 20, "nested"),
    ],
)
def test_what_is_refused_and_where(query: str, position: int, said: str) -> None:
    with pytest.raises(QueryError, match=rf"at character {position + 1}\)") as caught:
        PARSER.parse(query, "events")
    assert caught.value.position == position
    assert said in str(caught.value)


def test_an_articles_type_is_the_type_of_any_of_its_events() -> None:
    assert PARSER.parse("type:开工") == value("event_types", "开工")


def test_words_need_a_kind_with_text() -> None:
    with pytest.raises(QueryError, match="sources cannot be searched by"):
        PARSER.parse("开工", "sources")
    assert PARSER.parse("state:ok", "sources") == value("state", "ok")


def test_fields_that_only_events_have_say_so() -> None:
    with pytest.raises(QueryError, match="events have it"):
        PARSER.parse("amount>=1亿", "articles")


PIECES = [
    "开工",
    "签约",
    " ",
    "(",
    ")",
    '"',
    "-",
    "OR",
    "AND",
    "NOT",
    "type:",
    "amount>=",
    "1亿",
    "place:",
    "。",
    "*",
    "“",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30))
def test_any_text_is_understood_or_refused_at_a_position_inside_it(query: str) -> None:
    refused_at = 0
    try:
        PARSER.parse(query, "events")
    except QueryError as exc:
        refused_at = -1 if exc.position is None else exc.position
    assert 0 <= refused_at <= len(query)
