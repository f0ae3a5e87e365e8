"""Marks on a text: nothing is lost, nothing is added, and nothing crosses."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kaigong.tagging.marks import Kind, Mark, located, nested
from kaigong.tagging.page import marked
from kaigong.tagging.terminal import bracketed, coloured
from kaigong.tagging.view import Paragraph, tokens

KINDS: st.SearchStrategy[Kind] = st.sampled_from(["event", "held", "project", "company", "place", "figure"])
PRINTABLE = st.characters(exclude_categories=("C", "Z"))
TEXTS = st.text(alphabet=PRINTABLE | st.sampled_from("海州区开工<>&\"'[]·‹› "), min_size=1, max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    edges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = draw(st.lists(st.tuples(edges, KINDS), max_size=12))
    marks = [Mark(kind, min(edge), max(edge)) for edge, kind in spans if edge[0] != edge[1]]
    return text, nested(marks)


@given(marked_texts())
def test_the_text_comes_back_whole_and_marks_close_in_order(given_text: tuple[str, list[Mark]]) -> None:
    text, marks = given_text
    around: list[tuple[Mark, int]] = []
    at = 0
    for token in tokens(text, marks):
        if isinstance(token, Mark):
            assert token.start == at
            around.append((token, at))
        elif token is None:
            mark, start = around.pop()
            assert (mark.start, mark.end) == (start, at)
        else:
            assert text.startswith(token, at)
            at += len(token)
    assert at == len(text)
    assert around == []


@given(marked_texts())
def test_a_page_shows_the_text_and_only_its_own_elements(given_text: tuple[str, list[Mark]]) -> None:
    text, marks = given_text
    tree = html.fromstring(f"<div>{marked(Paragraph(text, marks=marks))}</div>")
    assert tree.text_content() == text
    assert {element.tag for element in tree.iterdescendants()} <= {"mark"}
    assert len(list(tree.iter("mark"))) == len(marks)


@given(TEXTS)
def test_a_text_without_marks_is_drawn_as_it_is(text: str) -> None:
    for drawing in (bracketed(text, []), coloured(text, [])):
        assert "".join(piece for piece, _ in drawing) == text


def test_a_mark_inside_another_is_drawn_inside() -> None:
    text = "江苏甲乙有限公司开工"
    marks = nested(
        [Mark("event", 8, 10, "开工 done"), Mark("place", 0, 2, "320000 hq"), Mark("company", 0, 8)]
    )
    assert "".join(piece for piece, _ in bracketed(text, marks)) == (
        "[[江苏·320000 hq]甲乙有限公司·company][开工·开工 done]"
    )


def test_what_runs_over_the_end_of_another_is_cut() -> None:
    first, second = nested([Mark("project", 0, 4), Mark("company", 2, 6)])
    assert (first.end, second.start, second.end) == (4, 2, 4)


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = "开工\x1b]0;owned\x07\u202e典礼"
    drawn = "".join(piece for piece, _ in bracketed(text, []))
    assert drawn.replace(" ", "").isprintable()
    assert len(drawn) == len(text)


def test_a_name_is_found_over_the_end_of_a_line_and_the_nearest_one() -> None:
    text = "甲乙项目已签约。今天，甲\n乙项目开工。"
    assert located(text, "甲乙项目", 19) == (11, 16)
    assert located(text, "甲乙项目", 0) == (0, 4)
    assert located(text, "丙项目", 0) is None
