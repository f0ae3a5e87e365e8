"""Long texts as several messages: nothing is lost, nothing is cut that a reader would see cut."""

import re

from hypothesis import given
from hypothesis import strategies as st

from consumers.alerting.pieces import MOST_PIECES, pieces

DIGEST = "\n".join(
    [
        "开工签约日报 11-22：30 条",
        "",
        "海州区",
        *(f"* [开工] 第{n}个项目\n  原文第{n}句。\n  http://a/{n}\n" for n in range(30)),
    ]
)


def unnumbered(piece: str) -> str:
    return re.sub(r"\A（\d+/\d+）\n", "", piece)


def test_what_fits_is_left_alone() -> None:
    assert pieces("短消息\n第二行", 2_000) == ["短消息\n第二行"]


def test_a_digest_is_cut_between_its_rows() -> None:
    found = pieces(DIGEST, 600)
    assert [piece.split("\n")[0] for piece in found] == [
        f"（{n}/{len(found)}）" for n in range(1, len(found) + 1)
    ]
    assert all(len(piece.encode()) <= 600 for piece in found)
    rows = [
        row
        for piece in found
        for row in re.findall(r"\* \[开工\] 第(\d+)个项目\n  原文第\1句。\n  http://a/\1", piece)
    ]
    assert rows == [str(n) for n in range(30)]


def test_a_row_larger_than_a_message_is_cut_between_characters() -> None:
    text = "👩‍👩‍👧海州区é" * 100
    found = pieces(text, 100)
    assert "".join(map(unnumbered, found)) == text or len(found) == MOST_PIECES
    assert all(len(piece.encode()) <= 100 for piece in found)
    assert not any(unnumbered(piece)[0] in "\u200d\u0301" for piece in found)


def test_what_would_be_too_many_messages_ends_with_where_the_rest_is() -> None:
    found = pieces("海州区项目开工。\n" * 10_000, 100)
    assert len(found) == MOST_PIECES
    assert "kaigong alert list" in found[-1]


@given(st.text(alphabet="开工 \n*é\u0301👍x", max_size=400), st.integers(60, 200))
def test_nothing_visible_is_lost(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(len(piece.encode()) <= limit for piece in found)
    joined = "".join(map(unnumbered, found))
    assert "".join(joined.split()) == "".join(text.split())
