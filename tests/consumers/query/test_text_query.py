"""What may be typed, what it means, and what is said about the rest."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.alerting.vocabulary import Vocabulary
from consumers.query.ast import And, AnyOf, Everything, Exists, Near, Node, Not, Or, Phrase, Prefix, Range
from consumers.query.errors import QueryError
from consumers.query.text_query import QueryParser
from consumers.tagging.places.gazetteer import Gazetteer

REGIONS = Gazetteer(
    {
        "210000": "辽宁省",
        "210900": "阜新市",
        "210902": "海州区",
        "320000": "江苏省",
        "320700": "连云港市",
        "320706": "海州区",
        "321100": "镇江市",
        "321102": "京口区",
    }
)
EVENT_TYPES = {"开工": "开工", "动工": "开工", "签约": "签约"}
PARSER = QueryParser(Vocabulary(REGIONS, EVENT_TYPES, ["新材料", "医药健康"]), ZoneInfo("Asia/Shanghai"))


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
        ("Ｃ９１９量产", Phrase(("c919", "量", "产"))),
        ("zj-02", Phrase(("zj-02",))),
        ("4.1亿元", Phrase(("4.1", "亿", "元"))),
        ("title:开工", words("开工", "title")),
        ('title:"项目 开工"', words("项目开工", "title")),
        ('"公开。工业"', And((words("公开"), words("工业")))),
        ('project:"公开。工业"', And((words("公开", "project"), words("工业", "project")))),
        ("开工 or 签约", Or((words("开工"), words("签约")))),
        ("开工 And 签约", And((words("开工"), words("签约")))),
        ("not 开工", Not(words("开工"))),
        ("开工　ＯＲ　签约", Or((words("开工"), words("签约")))),
        ("「开工」 『签约』", And((words("开工"), words("签约")))),
        ("‘开工’", words("开工")),
        ("”开工“", words("开工")),
        ('项目"开工"', And((words("项目"), words("开工")))),
        ('"说“开工”了"', And((words("说"), words("开工"), words("了")))),
        ("“a\\b”", Phrase(("a", "b"))),
        (r'"a \"b\" c"', And((Phrase(("a",)), Phrase(("b",)), Phrase(("c",))))),
        ("－规划", Not(words("规划"))),
        ("R&D", Phrase(("r", "d"))),
        ("O-RAN-2", Phrase(("o-ran-2",))),
        ("TO", Phrase(("to",))),
        ("NOT -规划", words("规划")),
        ("NOT NOT NOT 规划", Not(words("规划"))),
        ("开工 NOT (规划 愿景)", And((words("开工"), Not(And((words("规划"), words("愿景"))))))),
        ("开工 AND 签约 竣工", And((words("开工"), words("签约"), words("竣工")))),
        ("*", Everything()),
        ("*:*", Everything()),
        ('"签约 项目"~10', Near((tuple("签约"), tuple("项目")), 10)),
        ("“签约　项目”～１０", Near((tuple("签约"), tuple("项目")), 10)),
        ("“签约　项目”〜10", Near((tuple("签约"), tuple("项目")), 10)),
        ("NOTE开工", Phrase(("note", "开", "工"))),
        ("Y-OR开工", Phrase(("y-or", "开", "工"))),
        ('title:"签约 C919 项目"~0', Near((tuple("签约"), ("c919",), tuple("项目")), 0, "title")),
        ("type:(开工 OR 签约)", Or((value("type", "开工"), value("type", "签约")))),
        ("type:（开工 or 签约）", Or((value("type", "开工"), value("type", "签约")))),
        ("type:(NOT 开工)", Not(value("type", "开工"))),
        ("title:(开工 签约)", And((words("开工", "title"), words("签约", "title")))),
        (
            'title:("开工 签约"~3 OR 竣工)',
            Or((Near((tuple("开工"), tuple("签约")), 3, "title"), words("竣工", "title"))),
        ),
        (
            "place:(京口区 OR 连云港市海州区)",
            Or((value("place_codes", "321102"), value("place_codes", "320706"))),
        ),
        ("type:动工", value("type", "开工")),
        ("ｔｙｐｅ：开工", value("type", "开工")),
        ("type : 开工", value("type", "开工")),
        ("type=开工", value("type", "开工")),
        ("publisher:连云港*", Prefix("publisher", "连云港")),
        ("publisher:连云港＊", Prefix("publisher", "连云港")),
        ('publisher:"连云港*"', value("publisher", "连云港*")),
        ('publisher:"or"', value("publisher", "or")),
        ("publisher:or", value("publisher", "or")),
        ('url:"http://a.example/1?x=2"', value("url", "http://a.example/1?x=2")),
        ("place:3207*", Prefix("place_codes", "3207")),
        ("place:江苏", value("place_codes", "320000")),
        ("place:*", Exists("place_codes")),
        ("_exists_:amount", Exists("amount_cny")),
        ("amount:[1亿 TO 5亿}", Range("amount_cny", gte=10**8, lt=5 * 10**8)),
        ("amount：｛1亿 to 5亿］", Range("amount_cny", gt=10**8, lte=5 * 10**8)),
        ("amount:[1亿 TO *]", Range("amount_cny", gte=10**8)),
        ("amount:{* TO 1,000]", Range("amount_cny", lte=1000)),
        ("amount:[* TO *]", Exists("amount_cny")),
        ("amount:(>=1亿 <5亿)", And((Range("amount_cny", gte=10**8), Range("amount_cny", lt=5 * 10**8)))),
        ("area:[-5 TO 5]", Range("area_m2", gte=-5, lte=5)),
        ("area:-5", Range("area_m2", gte=-5, lte=-5)),
        ("area>-5", Range("area_m2", gt=-5)),
        ("-amount>=1亿", Not(Range("amount_cny", gte=10**8))),
        ("shown_at:[2026-03-01 TO 2026-03-02]", Range("shown_at", gte=utc(28, month=2), lt=utc(2))),
        ("shown_at:{2026-03-01 TO 2026-03-03}", Range("shown_at", gte=utc(1), lt=utc(2))),
        ("shown_at:2026-03", Range("shown_at", gte=utc(28, month=2), lt=utc(31))),
        ("shown_at:2026-12", Range("shown_at", gte=utc(30, month=11), lt=utc(31, month=12))),
        ("shown_at>=2026-3-2", Range("shown_at", gte=utc(1))),
        ("date:[2026-03-02T08:30 TO *]", Range("date", gte=utc(2, 0).replace(minute=30))),
        ("date>=2026-03-02T08:00+08:00", Range("date", gte=utc(2, 0))),
        ("type:开工", value("type", "开工")),
        ("type：开工", value("type", "开工")),
        ("type:开工 OR type:签约", Or((value("type", "开工"), value("type", "签约")))),
        ("state:done -type:签约", And((value("state", "done"), Not(value("type", "签约"))))),
        ("industry:新材料", value("industries", "新材料")),
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
        ("aggregate:true", Exists("aggregate")),
        ("aggregate:否", Not(Exists("aggregate"))),
        ("aggregate>=3", Range("aggregate", gte=3)),
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
        ("开工 AND 签约 OR 竣工", 10, "parentheses"),
        ("a OR b AND c", 7, "parentheses"),
        ("title:(开工 OR 签约 竣工)", 16, "parentheses"),
        ("开工 或 签约", 3, "write OR"),
        ("开工 且 签约", 3, "write AND"),
        ("开工 && 签约", 3, "write AND, OR or NOT"),
        ("开工 || 签约", 3, "write AND, OR or NOT"),
        ("!开工", 0, "write AND, OR or NOT"),
        ("+开工", 0, "leave it out"),
        ("开工，签约", 2, "OR for either"),
        ("开工OR签约", 2, "put spaces around it"),
        ("title:开工and签约", 8, "put spaces around it"),
        ("NOT规划", 0, "put spaces around it"),
        ("amount≥1亿", 6, "write >="),
        ("amount：≤1亿", 7, "write >="),
        ("开工＆＆签约", 2, "write AND, OR or NOT"),
        ("﹙开工﹚", 0, "part of no word"),
        ("开工＇", 2, "part of no word"),
        ("title:开工﹔签约", 8, "part of no word"),
        ("开工, 签约", 2, "OR for either"),
        ("开工、签约", 2, "OR for either"),
        ("公开。工业", 2, "part of no word"),
        ("公开{工业", 2, "never closed"),
        ("《规划》", 0, "quotation marks"),
        ("【公告】开工", 0, "quotation marks"),
        ("开工！", 2, "quotation marks"),
        ("OR 开工", 0, "missing before 'OR'"),
        ("开工 OR", 5, "missing at the end"),
        ("开工 or", 5, "missing at the end"),
        ("开工 AND AND 签约", 7, "missing before 'AND'"),
        ("开工 -", 3, "nothing stands behind"),
        ("开工 - 签约", 3, "nothing stands behind"),
        ("开工 —规划", 3, "this dash leaves nothing out"),
        ("开工-(规划)", 2, "hyphen"),
        ("()", 1, "missing before ')'"),
        ("(开工", 0, "never closed"),
        ("（开工", 0, "never closed"),
        ("(开工]", 3, "without"),
        ("开工)", 2, "without '('"),
        ('开工 "项目', 3, "never closed"),
        ("开工 “项目", 3, "never closed"),
        ('开工 "项目”', 3, "never closed"),
        ("开工 。。", 3, "part of no word"),
        ("开工 ☆", 3, "nothing to search for"),
        ('""', 0, "nothing to search for"),
        ('开工 "😀"', 3, "nothing to search for"),
        ("签约*", 2, "not understood in a text"),
        ("title:签约*", 8, "not understood in a text"),
        ("签*约", 1, "only understood at the end"),
        ("publisher:*市", 10, "only understood at the end"),
        ("签?约", 1, "an * at the end"),
        ("开工~2", 2, "fuzzy"),
        ("开工~", 2, "fuzzy"),
        ("开工^2", 2, "boosts"),
        ('"开工 项目"^2', 7, "boosts"),
        ("(开工 项目)^2", 7, "boosts"),
        ('"开工 项目"~', 7, "how many tokens"),
        ('"开工 项目"~1.5', 7, "how many tokens"),
        ('"开工项目"~10', 0, "nearness of 1 word"),
        ('"一 二 三 四 五 六 七 八 九"~1', 0, "nearness of 9 words"),
        ('"开工 项目"~100', 0, "give 0 to 99"),
        ('"开工，项目 签约"~10', 0, "no word to be near to"),
        ('type:"开工 项目"~10', 5, "no text to be near in"),
        ("/开工/", 0, "regular expressions"),
        ("title:/开工/", 6, "regular expressions"),
        ("开\\工", 1, "not supported"),
        ("'开工'", 0, "no quotation mark"),
        (">=5", 0, "behind no field"),
        ("[1 TO 2]", 0, "behind no field"),
        ("面积>5", 2, "behind no field"),
        ("amount:[5亿 TO 1亿]", 8, "ends before it begins"),
        ("amount:[1亿 5亿]", 11, "[low TO high]"),
        ("shown_at:[2026-03-02 TO 2026-03-01]", 10, "ends before it begins"),
        ("type:[a TO b]", 6, "cannot be compared"),
        ("amount:1*", 8, "not understood in a number"),
        ("named:tr*", 6, "true or false"),
        ("place:海州*", 6, "place_names:海州*"),
        ("title:(type:开工)", 7, "inside the values of title"),
        ("title:-规划", 6, "put the minus before the field"),
        ("a:b:c", 0, "quotation marks"),
        ("时间：下午", 0, "quotation marks"),
        ("tpye:开工", 0, "did you mean 'type'"),
        ("开工 http://example.org", 8, "quotation marks"),
        ("places:x", 0, "did you mean 'place'"),
        ("type:", 5, "missing at the end"),
        ("type: ", 5, "missing at the end"),
        ('type:""', 5, "no value"),
        ("type>开工", 5, "write type:开工"),
        ("type:开业", 5, "did you mean 开工"),
        ("state:xyz", 6, "there are done"),
        ("state:plan", 6, "did you mean planned"),
        ("industry:新能源料", 9, "did you mean 新材料"),
        ("place:海州区", 6, "辽宁省阜新市海州区 (210902); 江苏省连云港市海州区 (320706)"),
        ("开工 place:(京口区 OR 海州区)", 17, "2 places"),
        ("place:云梦泽", 6, "no place is called"),
        ("place:999999", 6, "no place is called"),
        ("named:perhaps", 6, "true or false"),
        ("amount>=很多", 8, "is no number"),
        ("amount>=1美元", 8, "no unit"),
        ("amount>=999999999999999亿", 8, "too large"),
        ("shown_at>=昨天", 10, "is no time"),
        ("shown_at>=now-7d", 10, "is no time"),
        ("shown_at>=2026-02-30", 10, "is no time"),
        ("shown_at<=9999-12-31", 10, "is no time"),
        ("_exists_:nothing", 9, "cannot be searched"),
        ("(" * 5000 + "开工", 15, "nested"),
        ("开工\ud800", 2, "is no character"),
    ],
)
def test_what_is_refused_and_where(query: str, position: int, said: str) -> None:
    with pytest.raises(QueryError, match=rf"at character {position + 1}\)") as caught:
        PARSER.parse(query, "events")
    assert caught.value.position == position
    assert said in str(caught.value)


def test_home_decides_between_places_of_the_same_name() -> None:
    assert PARSER.parse("place:海州区", home="320700") == value("place_codes", "320706")
    assert PARSER.parse("place:海州区", home="210000") == value("place_codes", "210902")
    with pytest.raises(QueryError, match="2 places"):
        PARSER.parse("place:海州区", home="330000")


@pytest.mark.parametrize(
    ("query", "notices"),
    [
        ('(开工 OR "签约") -规划', []),
        (
            "（开工 or “签约”）",
            [("（ is read as (", 0), ("or is read as OR", 4), ('“ is read as "', 7), ("） is read as )", 11)],
        ),
        ("type：开工", [("： is read as :", 4)]),
        ("type=开工", [("= is read as :", 4)]),
        (
            "“公开，工程”",
            [('“ is read as "', 0), ("no phrase goes across punctuation: read as 2 phrases, all of them", 0)],
        ),
        ("“开工” “签约”", [('“ is read as "', 0)]),
    ],
)
def test_what_was_read_other_than_typed_is_told(query: str, notices: list[tuple[str, int]]) -> None:
    told = PARSER.read(query, "events").notices
    assert [(notice.message, notice.position) for notice in told] == notices


def test_a_query_of_thousands_of_words_is_read_in_time_and_a_longer_one_refused() -> None:
    assert len(PARSER.parse(" OR ".join(["开工"] * 2500)).parts) == 2500  # type: ignore[union-attr]
    assert PARSER.parse("NOT " * 4998 + "开工") == words("开工")
    with pytest.raises(QueryError, match="no more than 20,000"):
        PARSER.parse("开" * 20_001)


@pytest.mark.parametrize(
    "query",
    [
        "amount" + " " * 19_000 + ">=1",
        '"' * 19_999,
        "a:" * 9_999,
        '" ' * 9_999,
        "-" * 19_999,
        "x=" * 9_999,
        "[" * 19,
    ],
    ids=lambda query: query[:6],
)
def test_queries_made_to_cost_time(query: str) -> None:
    began = time.perf_counter()
    with suppress(QueryError):
        PARSER.parse(query, "events")
    assert time.perf_counter() - began < 10


def test_threads_do_not_disturb_each_other() -> None:
    queries = [f'title:(w{n} OR x{n}) -"y{n} z{n}"~{n % 9}' for n in range(40)]
    alone = [PARSER.parse(query) for query in queries]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(PARSER.parse, queries * 5)) == alone * 5


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
    "”",
    "，",
    "（",
    "）",
    "：",
    "[",
    "]",
    " TO ",
    "~5",
    "or",
    "^",
    "/",
    "'",
    "\\",
    "=",
    "+",
    "!",
    "2026-03-02T08:30:00Z",
    "「",
    "」",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30))
def test_any_text_is_understood_or_refused_at_a_position_inside_it(query: str) -> None:
    refused_at = 0
    try:
        PARSER.parse(query, "events")
    except QueryError as exc:
        refused_at = -1 if exc.position is None else exc.position
    assert 0 <= refused_at <= len(query)
