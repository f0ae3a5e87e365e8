"""A query on events, asked of articles: no article is missed that has an event that matches."""

from typing import Any

from alerting.alerting_samples import article, event
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from consumers.alerting.relaxed import relaxed
from consumers.query.ast import And, AnyOf, Everything, Exists, Node, Not, Or, Phrase, Prefix, Range
from consumers.query.matcher import matches, prepare_article, prepare_event
from wire.messages import Industry, TaggedArticle

PLACES = ("320706", "321102", "210902")
INDUSTRIES = ("新材料", "光伏")


def of(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), min_size=1)


LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(AnyOf, st.just("type"), of("开工", "签约")),
    st.builds(AnyOf, st.just("state"), of("done", "planned")),
    st.builds(AnyOf, st.just("place_codes"), of(*PLACES)),
    st.builds(AnyOf, st.just("main_place"), of(*PLACES)),
    st.builds(AnyOf, st.just("industries"), of(*INDUSTRIES)),
    st.builds(AnyOf, st.just("source_id"), of("haizhou-news", "x")),
    st.builds(AnyOf, st.just("named"), of("true", "false")),
    st.builds(Prefix, st.just("main_place"), st.sampled_from(["32", "3207"])),
    st.builds(Range, st.just("amount_cny"), gte=st.integers(0, 3)),
    st.builds(Phrase, st.sampled_from([("开", "工"), ("规", "划")]), st.sampled_from([None, "title"])),
    st.sampled_from([Exists("aggregate"), Exists("main_place"), Everything()]),
)
QUERIES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)


@st.composite
def articles(draw: st.DrawFn) -> TaggedArticle:
    """With the places of all its events; each of them has a few."""
    events: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 3))):
        codes = sorted(draw(of(*PLACES)))
        events.append(
            {
                "project": f"项目{number}",
                "type": draw(st.sampled_from(["开工", "签约"])),
                "state": draw(st.sampled_from(["done", "planned"])),
                "named": draw(st.booleans()),
                "aggregate": draw(st.sampled_from([None, 3])),
                "amount_cny": draw(st.sampled_from([None, 1, 5])),
                "place_codes": codes,
                "main_place": codes[0],
                "industries": sorted(draw(of(*INDUSTRIES))),
            }
        )
    return article(
        place_codes=sorted({code for one in events for code in one["place_codes"]}),
        main_place=events[0]["main_place"],
        industries=[Industry(name=name, score=1.0) for name in INDUSTRIES],
        events=[event(**one) for one in events],
    )


@settings(max_examples=1000, suppress_health_check=[HealthCheck.filter_too_much])
@given(QUERIES, articles())
def test_an_article_with_a_matching_event_is_never_missed(query: Node, tagged: TaggedArticle) -> None:
    assume(any(matches(query, prepare_event(tagged, one)) for one in tagged.events))
    assert matches(relaxed(query), prepare_article(tagged))
