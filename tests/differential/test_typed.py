"""A query written out asks the same when it is read again, also as a Chinese keyboard writes it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from query_strategies import as_typed, event_documents, typable_queries
from typed_queries import PARSER

from consumers.query.ast import Node
from consumers.query.document import prepare
from consumers.query.matcher import matches
from consumers.query.written import written


@given(typable_queries(), st.lists(event_documents(), min_size=1, max_size=4))
def test_written_out_and_read_again(query: Node, documents: list[dict[str, Any]]) -> None:
    read = PARSER.read(written(query), "events")
    assert not read.notices
    for document in documents:
        prepared = prepare("events", document)
        assert matches(read.node, prepared) == matches(query, prepared)


@given(st.data(), typable_queries())
def test_as_a_chinese_keyboard_writes_it(data: st.DataObject, query: Node) -> None:
    text = written(query)
    assert PARSER.parse(data.draw(as_typed(text)), "events") == PARSER.parse(text, "events")
