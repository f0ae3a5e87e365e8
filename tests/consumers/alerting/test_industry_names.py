"""An industry by its other names: in rules, and in what people read."""

from dataclasses import replace

from alerting_samples import VOCABULARY, article, compiled

from consumers.alerting.compile import compile_rule
from consumers.alerting.facts import article_facts
from consumers.alerting.matching import match_all
from consumers.alerting.rules import parse_rule
from consumers.alerting.vocabulary import CHINA
from consumers.alerting.wording import rows

WORDS = replace(VOCABULARY, industry_names={"先进材料": "新材料"}, shown_industries={"新材料": "新型材料"})


def test_a_rule_may_call_an_industry_by_another_name() -> None:
    fields = {"id": "r", "keywords": ["开工"], "industries": ["先进材料"]}
    rule = compile_rule(parse_rule(fields), WORDS)
    assert list(match_all([rule], article()))


def test_a_mail_shows_the_customers_name_and_the_facts_keep_the_chain() -> None:
    match = compiled(keywords=["开工"])
    facts = article_facts(article(main_industry="新材料"), match, "", WORDS)
    assert (facts["industry"], facts["industry_name"]) == ("新材料", "新型材料")
    assert ("行业", "新型材料") in rows(facts, CHINA)
    plain = article_facts(article(main_industry=None), match, "", WORDS)
    assert plain["industry_name"] is None
