"""Snippets point into the stored text."""

from dataclasses import replace

from hypothesis import given
from query_strategies import nears, queries, texts

from consumers.query.ast import And, Near, Node, Not, Or, Phrase
from consumers.query.document import prepare
from consumers.query.highlight import MAX_SNIPPETS, Snippet, highlight
from consumers.query.matcher import matches

OPENED = Phrase(("开", "工"))


def test_overlapping_phrases_make_one_mark() -> None:
    query = Or((OPENED, Phrase(("项", "目", "开")), Phrase(("目",))))
    assert highlight(query, {"title": "项目开工"}) == {"title": [Snippet("项目开工", 0, ((0, 4),))]}


def test_a_snippet_is_cut_out_of_a_long_text_and_says_where() -> None:
    text = "甲" * 100 + "开工" + "乙" * 100 + "开工。开工"
    first, second = highlight(OPENED, {"text": text})["text"]
    assert first == Snippet("甲" * 40 + "开工" + "乙" * 40, 60, ((40, 42),))
    assert second.marks == ((40, 42), (43, 45))
    assert all(text[one.start :].startswith(one.text) for one in (first, second))


def test_a_text_full_of_marks_makes_few_short_snippets() -> None:
    snippets = highlight(OPENED, {"text": "开工，" * 1000})["text"]
    assert len(snippets) == MAX_SNIPPETS
    assert all(len(snippet.text) < 400 for snippet in snippets)


def test_what_is_excluded_or_absent_is_not_marked() -> None:
    query = And((Not(OPENED), Phrase(("签", "约"), "text"), Phrase(("x",), "nothing")))
    assert highlight(query, {"title": "开工", "text": "今日签约", "other": None}) == {
        "text": [Snippet("今日签约", 0, ((2, 4),))]
    }


def test_a_line_break_inside_a_sentence_is_inside_the_mark() -> None:
    text = "海州区工业和信息化局，国家专精特\n新企业"
    ((snippet,),) = highlight(Phrase(("专", "精", "特", "新")), {"text": text}).values()
    ((start, end),) = snippet.marks
    assert snippet.text[start:end] == "专精特\n新"


def test_of_words_near_each_other_only_those_that_are_near() -> None:
    near = Near((("签", "约"), ("项", "目"), ("开", "工")), 2)
    text = "签约了很多项目开工，签约大项目今日开工，项目开工"
    ((snippet,),) = highlight(near, {"text": text}).values()
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["签约", "项目", "开工"]
    assert snippet.marks[0] == (10, 12)


@given(nears(), texts())
def test_words_are_marked_if_and_only_if_they_are_near(near: Near, text: str) -> None:
    near = replace(near, field="title")
    marked = bool(highlight(near, {"title": text}))
    assert marked == matches(near, prepare("articles", {"title": text}))


@given(texts(), queries())
def test_marks_stand_inside_and_a_matching_phrase_is_always_marked(text: str, query: Node) -> None:
    document = {"title": text, "shown_at": "2026-03-01T00:00:00Z"}
    for snippet in highlight(query, document).get("title", []):
        assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
        assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)
    if isinstance(query, Phrase):
        assert bool(highlight(query, document)) == matches(query, prepare("events", document))
