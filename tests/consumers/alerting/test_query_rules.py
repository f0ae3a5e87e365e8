"""Rules that are written as a query: what they match, why, and what is refused."""

from typing import Any

import pytest
from alerting_samples import VOCABULARY, article, compiled, event

from consumers.alerting.compile import compile_rule
from consumers.alerting.leaves import described
from consumers.alerting.matching import match_all
from consumers.alerting.rule_yaml import dump_rule, read_rules
from consumers.alerting.rules import parse_rule
from wire.errors import ConfigurationError
from wire.messages import TaggedArticle


def hits(tagged: TaggedArticle, query: str, **fields: Any) -> list[str | None]:
    found = match_all([compiled(query=query, **fields)], tagged)
    return [match.event.project if match.event else None for match in found]


def refusal(**fields: Any) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        compile_rule(parse_rule({"id": "r", **fields}), VOCABULARY)
    return caught.value.problems


def test_a_query_is_asked_of_every_event() -> None:
    two = article(events=[event(), event(type="签约", project="海燕项目", amount_cny=None)])
    assert hits(two, "type:开工 place:连云港市海州区") == ["云台新材料产业园项目"]
    assert hits(two, "type:签约 OR amount_cny:>=4亿") == ["云台新材料产业园项目", "海燕项目"]
    assert hits(two, "产业园 -type:签约") == ["云台新材料产业园项目"]
    assert hits(two, "物流园 place:连云港市") == []


def test_a_query_means_what_it_says_and_no_more() -> None:
    """In a search planned events count too unless the query says otherwise: here as well."""
    planned = article(events=[event(state="planned")])
    assert hits(planned, "type:开工") == ["云台新材料产业园项目"]
    assert hits(planned, "type:开工 state:done") == []
    assert hits(planned, "type:开工 -state:planned") == []


def test_a_query_can_be_asked_of_articles() -> None:
    talk = article(title="家庭医生签约服务", text="全区签约率上升。", events=[])
    assert hits(talk, "家庭医生 签约", on="article") == [None]
    assert hits(talk, "type:签约", on="article") == []
    assert hits(article(), "type:开工", on="article") == [None]


def test_the_home_decides_between_places_of_the_same_name() -> None:
    assert hits(article(), "type:开工 place:海州区", home="连云港市") == ["云台新材料产业园项目"]
    assert hits(article(), "type:开工 place:海州区", home="阜新市") == []
    said = refusal(query="type:开工 place:海州区")["query"]
    assert "320706" in said
    assert "210902" in said


def test_the_match_names_the_parts_it_came_from() -> None:
    [match] = match_all(
        [
            compiled(
                query="(type:开工 OR type:投产) place:连云港市 amount_cny:>=1亿 (产业园 OR 物流园) -演练 "
                "shown_at:>=2026-03-01"
            )
        ],
        article(),
    )
    assert match.why == "类型=开工，地区=连云港市，金额=不低于1亿元，关键词=产业园，时间=自2026-03-01 00:00"


@pytest.mark.parametrize(
    ("query", "types", "keywords"),
    [
        ("type:开工 place:320706", {"开工"}, ()),
        ("type:开工 OR type:签约", {"开工", "签约"}, ()),
        ("(type:开工 OR type:签约) type:开工", {"开工"}, ()),
        ("type:开工 OR 光伏", None, (("光", "伏"),)),
        ("place:320706 -type:开工 title:光伏 -仪式", None, (("光", "伏"),)),
        ('"签约 项目"~3', None, (("签", "约"), ("项", "目"))),
    ],
)
def test_types_and_keywords_are_read_off_the_query(
    query: str, types: set[str] | None, keywords: tuple[tuple[str, ...], ...]
) -> None:
    one = compiled(query=query)
    assert (one.types, one.keywords) == (types, keywords)


@pytest.mark.parametrize(
    ("fields", "key", "said"),
    [
        ({"query": "type:开工", "keywords": ["签约"]}, "rule", "`query` and `keywords`"),
        ({"query": "type:开工", "states": ["planned"]}, "rule", "state:done"),
        ({"query": "(开工"}, "query", "character 1"),
        ({"query": "typ:开工"}, "query", "did you mean"),
        ({"query": "-演练"}, "query", "nearly everything"),
        ({"query": "开工 OR -演练"}, "query", "nearly everything"),
        ({"query": ""}, "query", "at least 1 character"),
        ({"query": "project:*", "on": "article"}, "query", "events"),
        ({"query": "type:开工", "home": "海州区"}, "home", "210902"),
    ],
)
def test_a_wrong_query_is_refused_with_the_place_and_a_hint(
    fields: dict[str, Any], key: str, said: str
) -> None:
    assert said in refusal(**fields)[key]


def test_the_author_is_told_what_was_read_otherwise_and_that_plans_count() -> None:
    assert compiled(query="type:开工 state:done").notices == ()
    assert compiled(query="签约", on="article").notices == ()
    [read, plans] = compiled(query="type：开工").notices
    assert "at character 5" in read
    assert "state:done" in plans


def test_a_query_is_written_and_read_back() -> None:
    rule = parse_rule({"id": "光伏", "query": 'type:开工 "光伏 组件"', "home": "连云港市", "to": "a@b.cn"})
    assert read_rules(dump_rule(rule).encode(), "光伏") == [rule]


def test_a_query_in_a_readers_words() -> None:
    one = compiled(query="type:开工 (place:320706 OR place:镇江市) -演练")
    assert described(one.node, VOCABULARY) == "类型=开工，（地区=海州区 或 地区=镇江市），没有（关键词=演练）"
