"""What counts as a change: laws for every pair of statements."""

from hypothesis import given
from hypothesis import strategies as st

from consumers.alerting.changes import Statement, compare, complete
from consumers.alerting.model import Facts

amounts = st.lists(st.integers(1, 10**12), max_size=3).map(tuple)
parties = st.lists(st.text("甲乙丙丁公司集团", min_size=2, max_size=6), max_size=4).map(tuple)
projects = st.none() | st.text("云台望海项目产业园", min_size=1, max_size=8)
statements = st.builds(Statement, amounts, parties, projects)
sources = st.none() | st.just("海州区政府网")


def facts_of(said: Statement) -> Facts:
    """The facts of an alert whose mail quotes the first statement."""
    first = said.amounts[0] if said.amounts else None
    quoted: Facts = {"amount_cny": first, "parties": list(said.parties[:1]), "project": said.project}
    return complete(quoted, said)


@given(statements, sources)
def test_the_same_said_again_is_no_news(said: Statement, source: str | None) -> None:
    assert compare(facts_of(said), said, source).lines == ()


@given(statements, statements, sources)
def test_what_was_told_is_known_from_then_on(first: Statement, then: Statement, source: str | None) -> None:
    changed = compare(facts_of(first), then, source)
    again = Statement(then.amounts[:1], then.parties, then.project)
    assert [line for line in compare(changed.facts, again, source).lines if "金额" not in line] == []


@given(st.integers(1, 10**12), st.floats(-0.2, 0.2))
def test_five_percent_decide(before: int, share: float) -> None:
    now = max(1, round(before * (1 + share)))
    told = compare({"amount_cny": before}, Statement((now,), ())).lines
    assert bool(told) is (abs(now - before) >= 0.05 * before)


@given(statements, statements)
def test_another_sources_word_replaces_nothing(first: Statement, then: Statement) -> None:
    known = facts_of(first)
    facts = compare(known, then, "海州区政府网").facts
    assert facts["project"] == known["project"]
    if known["amount_cny"] is not None:
        assert facts["amount_cny"] == known["amount_cny"]
    assert set(known["parties"] or ()) <= set(facts["parties"] or ())  # type: ignore[arg-type]
