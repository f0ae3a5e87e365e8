"""Typical searches, sent the way Kibana sends them in either language, over the demo's news."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kibana_corpus import Corpus, Document, indexed_corpus
from services.session import RunningElasticsearch

from wire.text import token_runs

Query = dict[str, Any]


@pytest.fixture(scope="module")
def corpus(elasticsearch_server: RunningElasticsearch) -> Iterator[Corpus]:
    with indexed_corpus(elasticsearch_server.url) as corpus:
        yield corpus


def lucene(text: str) -> Query:
    """With the options that `kaigong kibana install --lucene` sets."""
    return {"query_string": {"query": text, "analyze_wildcard": True, "default_operator": "AND"}}


def kql(*values: str) -> Query:
    """`a and "b"`: a bare word is a best_fields match, a quoted one a phrase, of the default fields."""
    return {"bool": {"filter": [_kql_value(value) for value in values]}}


def _kql_value(value: str) -> Query:
    kind = "phrase" if value.startswith('"') else "best_fields"
    return {"multi_match": {"type": kind, "query": value.strip('"'), "lenient": True}}


def kql_field(field: str, value: str) -> Query:
    return {"bool": {"should": [{"match": {field: value}}], "minimum_should_match": 1}}


def contains(word: str) -> Callable[[Document], bool]:
    """As a person reads it: it stands in title or text, inside one clause, or is the name of a tag."""
    (wanted,) = token_runs(word)

    def found(document: Document) -> bool:
        runs = token_runs(document["title"]) + token_runs(document["text"])
        told = {
            *document["place_names"],
            *document["industries"],
            *document["event_types"],
            document["publisher"],
        }
        return word in told or any(
            run[at : at + len(wanted)] == wanted for run in runs for at in range(len(run))
        )

    return found


def both(*words: str) -> Callable[[Document], bool]:
    return lambda document: all(contains(word)(document) for word in words)


def ids(corpus: Corpus, query: Query) -> set[str]:
    answer = corpus.ask("articles", {"query": query, "size": 1000, "_source": False})
    return {hit["_id"] for hit in answer["hits"]["hits"]}


def expected(corpus: Corpus, wanted: Callable[[Document], bool]) -> set[str]:
    return {one["article_id"] for one in corpus.documents["articles"] if wanted(one)}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (lucene("开工"), contains("开工")),
        (lucene("海州区 AND 开工"), both("海州区", "开工")),
        (lucene('"海州区" "开工"'), both("海州区", "开工")),
        (lucene('"签约仪式"'), contains("签约仪式")),
        (lucene("签约仪式"), contains("签约仪式")),
        (lucene("竣工 -规划"), lambda one: contains("竣工")(one) and not contains("规划")(one)),
        (lucene("event_types:开工 AND main_place:320706"),
         lambda one: "开工" in one["event_types"] and one["main_place"] == "320706"),
        (kql("开工"), contains("开工")),
        (kql('"开工"'), contains("开工")),
        (kql('"海州区"', "开工"), both("海州区", "开工")),
        (kql('"签约仪式"'), contains("签约仪式")),
        (kql_field("event_types", "开工"), lambda one: "开工" in one["event_types"]),
        (kql_field("place_names", "海州区"), lambda one: "海州区" in one["place_names"]),
    ],
    ids=lambda value: json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else "expected",
)  # fmt: skip
def test_what_a_person_expects_is_found(
    corpus: Corpus, query: Query, wanted: Callable[[Document], bool]
) -> None:
    found = expected(corpus, wanted)
    assert 0 < len(found) < len(corpus.documents["articles"])
    assert ids(corpus, query) == found


@pytest.mark.parametrize("query", [lucene("C919"), lucene("c919"), kql("C919"), kql('"C919"')], ids=str)
def test_letters_and_digits_are_one_word(corpus: Corpus, query: Query) -> None:
    assert ids(corpus, query) == expected(corpus, contains("C919"))


def test_the_limits_that_the_documentation_tells(corpus: Corpus) -> None:
    """docs/kibana.md: three characters or more want quotes in KQL, several words an AND between them."""
    together = expected(corpus, both("海州区", "开工"))
    assert expected(corpus, contains("签约仪式")) < ids(corpus, kql("签约仪式"))
    assert together < ids(corpus, kql("海州区 开工"))
    assert ids(corpus, lucene("海州区 开工")) < together
