"""A document's token texts are a mapping like any other, and made when they are asked for."""

import pytest

from consumers.query.document import prepare
from consumers.query.token_texts import TokenTexts
from wire.errors import InvalidMessageError


def test_fields_without_a_token_are_not_there() -> None:
    texts = TokenTexts()
    texts.put("title", ["项目签约。公开"])
    texts.put("parties", ["北岭", "！！", "云台"])
    texts.put("text", ["……", ""])
    assert dict(texts) == {"title": " 项 目 签 约 _ 公 开 ", "parties": " 北 岭 _ 云 台 "}
    assert len(texts) == 2
    assert "text" not in texts
    assert texts.get("text", "") == ""
    assert "project" not in texts


def test_a_text_of_another_type_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidMessageError, match=r"articles.title is no tokens"):
        prepare("articles", {"title": 7})
