"""Many rules at once: what matches, what a change changes, and what is never read."""

from typing import Any

from alerting_samples import article, compiled, event

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.matching import RuleMatcher
from wire.messages import TaggedArticle

PLAN = event(type="签约", project="远望项目")


def rule(rule_id: str, **fields: Any) -> CompiledRule:
    return compiled(id=rule_id, **fields)


def hits(matcher: RuleMatcher, tagged: TaggedArticle) -> list[tuple[str, str | None]]:
    return [(one.compiled.rule.id, one.event and one.event.project) for one in matcher.match(tagged)]


def test_articles_come_first_then_the_events_in_their_order() -> None:
    rules = [
        rule("z", keywords=["签约", "开工"]),
        rule("a", keywords=["开工"]),
        rule("m", on="article", keywords=["产业园"]),
        rule("n", on="article", keywords=["物流园"]),
    ]
    tagged = article(events=[event(), PLAN])
    assert hits(RuleMatcher(rules), tagged) == [
        ("m", None),
        ("a", "云台新材料产业园项目"),
        ("z", "云台新材料产业园项目"),
        ("z", "远望项目"),
    ]


def test_a_changed_a_new_and_a_gone_rule() -> None:
    kept, gone = rule("kept", keywords=["开工"]), rule("gone", keywords=["开工"])
    matcher = RuleMatcher([kept, gone, rule("changed", keywords=["签约"])])
    assert {one for one, _ in hits(matcher, article())} == {"kept", "gone"}
    matcher.use([kept, rule("changed", keywords=["开工"]), rule("new", on="article", keywords=["产业园"])])
    assert [one for one, _ in hits(matcher, article())] == ["new", "changed", "kept"]
    matcher.use([])
    assert hits(matcher, article()) == []


def test_a_rule_may_turn_from_events_to_articles() -> None:
    matcher = RuleMatcher([rule("r", keywords=["开工"])])
    matcher.use([rule("r", on="article", keywords=["开工"])])
    assert hits(matcher, article()) == [("r", None)]


def test_events_of_one_article_differ_in_their_own_fields_only() -> None:
    matcher = RuleMatcher([rule("r", query="project:远望 AND 北岭 AND type:签约")])
    assert hits(matcher, article(events=[event(), PLAN])) == [("r", "远望项目")]
    assert hits(matcher, article(events=[event(), PLAN], text="远望项目签约。")) == []
