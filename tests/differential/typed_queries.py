"""Queries as people type them, read by the parser."""

from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from query_strategies import CODES, TYPES, as_typed, typable_queries

from consumers.alerting.vocabulary import Vocabulary
from consumers.query.ast import Node
from consumers.query.text_query import QueryParser
from consumers.query.written import written
from consumers.tagging.places.gazetteer import Gazetteer

_NAMES = dict(zip(CODES, ("江苏省", "连云港市", "海州区"), strict=True))
PARSER = QueryParser(
    Vocabulary(Gazetteer(_NAMES), {name: name for name in TYPES if name}), ZoneInfo("Asia/Shanghai")
)


def typed_queries() -> st.SearchStrategy[Node]:
    texts = typable_queries().map(written).flatmap(as_typed)
    return texts.map(lambda text: PARSER.parse(text, "events"))
