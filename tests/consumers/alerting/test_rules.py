"""Rules: what may be written, what is refused and how, and what they then match."""

from typing import Any

import pytest
from alerting_samples import VOCABULARY, article, compiled, event
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.alerting.amounts import parse_amount, shown_amount
from consumers.alerting.compile import compile_rule
from consumers.alerting.compiled import CompiledRule
from consumers.alerting.matching import match_all
from consumers.alerting.necessary import necessary_values
from consumers.alerting.rule_yaml import read_rules
from consumers.alerting.rules import parse_rule
from consumers.query.fields import check
from wire.errors import ConfigurationError
from wire.messages import TaggedArticle


def hits(tagged: TaggedArticle, **fields: Any) -> list[str | None]:
    """The projects of the events that match; None stands for the article itself."""
    return [match.event and match.event.project for match in match_all([compiled(**fields)], tagged)]


def places(one: CompiledRule) -> set[str]:
    return set(necessary_values(one.node, "place_codes") or ())


def refusal(**fields: Any) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        compile_rule(parse_rule({"id": "r", **fields}), VOCABULARY)
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("1亿", 100_000_000), ("1.5亿元", 150_000_000), ("5000万", 50_000_000), ("１２万", 120_000),
        ("5,000万元", 50_000_000), (7, 7), ("0.00000001亿", 1), (" 3 亿 元 ", 300_000_000),
    ],
)  # fmt: skip
def test_amounts_are_exact(written: str | int, yuan: int) -> None:
    assert parse_amount(written) == yuan


@pytest.mark.parametrize(
    "written", ["", "一亿", "1亿5000万", "-1亿", "1.5", "0.000000001亿", "1亿美元", True, 1.5]
)
def test_what_is_no_amount_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match=r"amount|whole number"):
        parse_amount(written)


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        (410_000_000, "4.1亿元"), (100_000_000, "1亿元"), (50_000_000, "5000万元"), (9_999, "9999元"),
        (412_345_678, "约4.1235亿元"), (0, "0元"), (10**12, "10000亿元"), (12_345, "1.2345万元"),
    ],
)  # fmt: skip
def test_amounts_are_shown_as_people_say_them(yuan: int, shown: str) -> None:
    assert shown_amount(yuan) == shown


@settings(deadline=None)
@given(st.integers(0, 10**15))
def test_an_amount_shown_exactly_reads_back(yuan: int) -> None:
    shown = shown_amount(yuan)
    if not shown.startswith("约"):
        assert parse_amount(shown) == yuan


def test_an_event_word_means_the_event_and_not_the_letters() -> None:
    plan = event(type="开工", state="planned", project="远望项目")
    assert hits(article(), keywords=["动工"]) == ["云台新材料产业园项目"]
    assert compiled(keywords=[" 动　工"]).types == {"开工"}
    assert hits(article(events=[plan]), keywords=["开工"]) == []
    assert hits(article(events=[]), keywords=["开工"]) == []
    assert hits(article(events=[plan]), keywords=["开工"], states=["planned", "done"]) == ["远望项目"]


def test_keywords_are_alternatives_and_lists_must_all_hold() -> None:
    assert hits(article(), keywords=["签约", "北岭新材料"])
    assert not hits(article(), keywords=["签约", "北岭光伏"])
    assert hits(article(), keywords=["开工"], industries=["新材料"], sources=["haizhou-news"])
    assert not hits(article(), keywords=["开工"], industries=["光伏"])
    assert not hits(article(), keywords=["开工"], sources=["elsewhere"])


@pytest.mark.parametrize(("least", "found"), [("4.1亿", True), (410_000_000, True), ("41000.0001万", False)])
def test_the_least_amount_is_exact(least: str | int, found: bool) -> None:
    assert bool(hits(article(), keywords=["开工"], min_amount=least)) is found


def test_an_unknown_amount_is_not_enough() -> None:
    assert not hits(article(events=[event(amount_cny=None)]), keywords=["开工"], min_amount="1万")


def test_exclude_forbids() -> None:
    assert not hits(article(), keywords=["开工"], exclude=["产业园"])
    assert hits(article(), keywords=["开工"], exclude=["物流园"])
    two = article(events=[event(), event(type="签约", project="海燕项目")])
    assert hits(two, places=["320706"], exclude=["奠基"]) == ["海燕项目"]


def test_unnamed_events_and_counts_match_only_when_wanted() -> None:
    unnamed = article(events=[event(named=False, project=None)])
    counted = article(events=[event(named=False, project=None, aggregate=38)])
    assert not hits(unnamed, keywords=["开工"])
    assert not hits(counted, keywords=["开工"])
    assert not hits(unnamed, keywords=["开工"], aggregates=True)
    assert hits(counted, keywords=["开工"], aggregates=True) == [None]
    assert hits(unnamed, keywords=["开工"], named=False) == [None]


def test_a_city_finds_its_districts() -> None:
    assert hits(article(), places=["连云港市"])
    assert not hits(article(), places=["镇江市"])


def test_phrases_keep_to_the_borders_of_clauses() -> None:
    tagged = article(title="简报", text="信息公开。工业增速平稳，C919量产在即。", events=[])
    assert not hits(tagged, on="article", keywords=["开工"])
    assert not hits(tagged, on="article", keywords=["公开工业"])
    assert hits(tagged, on="article", keywords=["工业增速"])
    assert not hits(tagged, on="article", keywords=["919量产"])
    assert hits(tagged, on="article", keywords=["ｃ919量产"])


def test_on_article_keywords_are_letters() -> None:
    talk = article(title="家庭医生签约服务", text="全区签约率上升。", events=[])
    assert hits(talk, on="article", keywords=["签约"]) == [None]
    assert hits(talk, keywords=["签约"]) == []
    assert hits(article(), on="article", types=["开工"]) == [None]
    assert hits(talk, on="article", types=["开工"]) == []


def test_an_ambiguous_place_is_refused_with_its_candidates() -> None:
    problem = refusal(places=["海州区"])["places"]
    assert "江苏省连云港市海州区 (320706)" in problem
    assert "辽宁省阜新市海州区 (210902)" in problem


@pytest.mark.parametrize(
    "fields",
    [
        {"places": ["连云港市海州区"]},
        {"places": [320706]},
        {"places": ["海州区"], "home": "连云港市"},
        {"places": ["海州区"], "home": "江苏省"},
        {"places": ["海州区"], "home": 321102},
    ],
)
def test_an_ambiguous_place_can_be_decided(fields: dict[str, Any]) -> None:
    assert places(compiled(**fields)) == {"320706"}


def test_a_home_elsewhere_decides_nothing() -> None:
    assert places(compiled(places=["海州区"], home="阜新市")) == {"210902"}
    assert "home" in refusal(places=["京口区"], home="海州区")


@pytest.mark.parametrize(
    ("fields", "key", "said"),
    [
        ({"keyword": ["开工"]}, "keyword", "did you mean keywords?"),
        ({"keywords": ["开工"], "min_amount": "很多"}, "min_amount", "1亿"),
        ({"keywords": ["开工"], "to": "张三@例子.中国"}, "to", "ASCII"),
        ({"keywords": ["开工"], "to": "a@b.cn\nBcc: c@d.cn"}, "to", "no mail address"),
        ({"keywords": ["开工"], "notify": "daily"}, "notify", "daily 08:30"),
        ({"keywords": ["开工"], "states": ["finished"]}, "states.0", "done"),
        ({"keywords": ["公开。工业"]}, "keywords", "punctuation"),
        ({"keywords": ["！！"]}, "keywords", "no letter"),
        ({"types": ["开弓"]}, "types", "did you mean 开工?"),
        ({"industries": ["新村料"]}, "industries", "did you mean 新材料?"),
        ({"places": ["亚特兰蒂斯"]}, "places", "320706"),
        ({"keywords": ["开工"], "exclude": ["奠基"]}, "exclude", "开工"),
        ({}, "rule", "everything"),
        ({"exclude": ["演练"]}, "rule", "everything"),
        ({"on": "article", "keywords": ["开工"], "min_amount": "1亿"}, "rule", "on: event"),
        ({"id": "../r", "keywords": ["开工"]}, "id", "pattern"),
        ({"keywords": ["开工"], "published_days": 0}, "published_days", "greater than 0"),
    ],
)
def test_a_wrong_rule_is_refused_with_the_field_and_a_hint(
    fields: dict[str, Any], key: str, said: str
) -> None:
    problems = refusal(**fields)
    assert said in problems[key]


def test_words_can_be_written_with_commas_and_receivers_are_told_once() -> None:
    rule = parse_rule({"id": 7, "keywords": "开工，签约、 投产", "to": "A@b.cn, a@b.cn;c@d.cn"})
    assert rule.id == "7"
    assert rule.keywords == ("开工", "签约", "投产")
    assert rule.to == ("A@b.cn", "c@d.cn")


def test_the_match_says_why() -> None:
    [match] = match_all(
        [compiled(keywords=["动工", "北岭"], places=[320706, "镇江市"], min_amount="1亿")], article()
    )
    assert match.why == "地区=海州区，金额=不低于1亿元，类型=开工，关键词=北岭"


def test_yaml_reads_on_as_a_word_and_refuses_a_key_given_twice() -> None:
    [rule] = read_rules("on: article\nkeywords: [签约]\nenabled: false\n".encode(), "家医")
    assert (rule.id, rule.on, rule.enabled) == ("家医", "article", False)
    with pytest.raises(ConfigurationError, match="given twice"):
        read_rules(b"types: [a]\ntypes: [b]\n", "r")


@pytest.mark.parametrize(
    "fields",
    [
        {
            "keywords": ["开工", "北岭"],
            "places": ["连云港市"],
            "min_amount": "1亿",
            "exclude": ["演练", "投产"],
        },
        {
            "keywords": ["签约"],
            "aggregates": True,
            "industries": ["光伏"],
            "sources": ["s"],
            "states": ["planned"],
        },
        {
            "on": "article",
            "keywords": ["签约"],
            "types": ["开工"],
            "places": ["京口区"],
            "industries": ["光伏"],
        },
    ],
)
def test_every_compiled_field_is_one_that_the_documents_have(fields: dict[str, Any]) -> None:
    one = compiled(**fields)
    check(one.node, "events" if one.rule.on == "event" else "articles")


def test_an_absurd_amount_is_shown_all_the_same() -> None:
    assert shown_amount(10**40) == f"1{'0' * 32}亿元"
