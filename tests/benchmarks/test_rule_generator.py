"""The rules that are measured are what the README says of them, and the same every time."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consumers.matching.index import QueryIndex
from consumers.query.ast import AnyOf, Near, Not, Or, Phrase, walk
from consumers.query.matcher import matches, prepare_article

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
COUNT = 3_000


@pytest.fixture(scope="module")
def made() -> Iterator[Any]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from matching import documents, generator

        sample = list(documents.documents(60, seed=1))
        yield sample, generator.rules(COUNT, sample)
    finally:
        sys.path.remove(str(BENCHMARKS))


def test_the_shares_of_places_industries_nearness_and_words(made: Any) -> None:
    _, rules = made
    nodes = [list(walk(rule)) for rule in rules.values()]

    def share(kind: type, field: str | None = None) -> float:
        having = [
            any(isinstance(one, kind) and (field is None or one.field == field) for one in rule)
            for rule in nodes
        ]
        return sum(having) / COUNT

    assert share(AnyOf, "place_codes") == pytest.approx(0.7, abs=0.04)
    assert share(AnyOf, "industries") == pytest.approx(0.5, abs=0.04)
    assert share(Near) == pytest.approx(0.1, abs=0.03)
    assert 1 - sum(any(isinstance(one, Phrase | Near) for one in rule) for rule in nodes) / COUNT < 0.08
    assert share(Or) > 0.3
    assert share(Not) > 0.1


def test_documents_are_as_long_as_told_and_rules_meet_them(made: Any) -> None:
    sample, rules = made
    assert {len(one.article.text) for one in sample} == {2_500}
    index: QueryIndex[str] = QueryIndex()
    index.put(rules)
    document = prepare_article(sample[0].article)
    expected = {rule_id for rule_id, rule in rules.items() if matches(rule, document)}
    assert set(index.matching(document)) == expected
    assert 0 < len(expected) < COUNT / 20
