"""An index of queries answers as the queries do one by one, whatever came and went before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_strategies import event_documents, queries

from consumers.matching.index import QueryIndex
from consumers.query.ast import And, AnyOf, Everything, Exists, Near, Node, Not, Or, Phrase, Prefix, Range
from consumers.query.document import prepare
from consumers.query.matcher import matches
from wire.text import phrase

TEXT = "海州区云台产业园项目今日开工，总投资4.1亿元。信息公开。工业增速平稳。"
FIELDS = {
    "title": "云台产业园项目开工",
    "text": TEXT,
    "type": "开工",
    "place_codes": ["320000", "320700", "320706"],
    "named": True,
    "amount_cny": 410_000_000,
    "shown_at": "2026-03-02T04:00:00+00:00",
}
KEYS = st.integers(0, 20)
CHANGES = st.lists(
    st.one_of(
        st.dictionaries(KEYS, queries(), min_size=1, max_size=6),
        st.sets(KEYS, max_size=4),
        event_documents(),
    ),
    max_size=12,
)


def words(text: str, field: str | None = None) -> Phrase:
    return Phrase(tuple(phrase(text)[0]), field)


def near(text: str, distance: int) -> Near:
    return Near(tuple(tuple(phrase(word)[0]) for word in text.split()), distance)


def hits(index: QueryIndex[Any], **fields: Any) -> set[Any]:
    return set(index.matching(prepare("events", FIELDS | fields)))


@given(st.lists(queries(), max_size=12), st.lists(event_documents(), max_size=4))
def test_many_queries_match_what_each_does(nodes: list[Node], documents: list[dict[str, Any]]) -> None:
    index: QueryIndex[int] = QueryIndex()
    index.put(dict(enumerate(nodes)))
    for fields in documents:
        document = prepare("events", fields)
        expected = [number for number, node in enumerate(nodes) if matches(node, document)]
        assert sorted(index.matching(document)) == expected


@given(CHANGES)
def test_changes_leave_nothing_behind(steps: list[Any]) -> None:
    index: QueryIndex[int] = QueryIndex()
    known: dict[int, Node] = {}
    for step in steps:
        if isinstance(step, set):
            index.remove(step & known.keys())
            known = {key: node for key, node in known.items() if key not in step}
        elif "shown_at" in step:
            document = prepare("events", step)
            expected = sorted(key for key, node in known.items() if matches(node, document))
            assert sorted(index.matching(document)) == expected
        else:
            index.put(step)
            known |= step
        assert len(index) == len(known)
    index.remove(known)
    assert not index.fields
    assert not hits(index)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Everything(), True),
        (Not(Everything()), False),
        (And(()), True),
        (Or(()), False),
        (words("开工"), True),
        (words("公开工业"), False),
        (words("投资", "title"), False),
        (words("4.1亿元", "text"), True),
        (words("1亿元"), False),
        (Phrase(()), False),
        (Not(Phrase(())), True),
        (And((words("开工"), Not(words("签约")))), True),
        (And((words("开工"), Not(words("投资")))), False),
        (Not(Or((words("签约"), words("投资")))), False),
        (Not(And((words("开工"), words("签约")))), True),
        (Not(Not(words("开工"))), True),
        (near("项目 投资", 9), False),
        (near("云台 今日", 5), True),
        (near("云台 今日", 4), False),
        (Or((And((words("签约"), Exists("project"))), And((words("开工"), Exists("amount_cny"))))), True),
        (Or((And((words("签约"), Exists("title"))), And((words("开工"), Exists("project"))))), False),
        (AnyOf("place_codes", frozenset({"320706", "110000"})), True),
        (AnyOf("place_codes", frozenset()), False),
        (Prefix("place_codes", "3207"), True),
        (Prefix("place_codes", "3208"), False),
        (Prefix("type", "开工" * 40), False),
        (AnyOf("named", frozenset({"true"})), True),
        (And((Range("amount_cny", gte=10**8), words("开工"))), True),
        (And((Range("amount_cny", lt=10**8), words("开工"))), False),
        (And(tuple(map(words, ("海州", "云台", "产业", "园", "项目", "今日", "开工", "信息")))), True),
        (And(tuple(map(words, ("海州", "云台", "产业", "园", "项目", "今日", "开工", "签")))), False),
    ],
)
def test_every_shape_of_query(node: Node, *, expected: bool) -> None:
    index: QueryIndex[str] = QueryIndex()
    index.put({"other": words("开工"), "it": node})
    assert ("it" in hits(index)) is expected
    assert matches(node, prepare("events", FIELDS)) is expected


def test_a_replaced_query_is_asked_no_longer() -> None:
    index: QueryIndex[str] = QueryIndex()
    index.put({"r": words("开工")})
    index.put({"r": words("投资", "title")})
    assert hits(index) == set()
    assert hits(index, title="总投资") == {"r"}
    assert index.fields == {"title"}


@pytest.mark.parametrize("count", [1, 40])
def test_words_added_later_are_found_with_those_before(count: int) -> None:
    index: QueryIndex[str] = QueryIndex()
    for number in range(count):
        index.put({f"{word}{number}": words(word) for word in ("开工", "项目", "签约")})
        index.put({"n": words(f"N{number}")})
    assert hits(index) == {f"{word}{number}" for word in ("开工", "项目") for number in range(count)}
    assert "n" in hits(index, text=f"编号N{count - 1}")
    assert "n" not in hits(index, text=f"编号NN{count - 1}")
