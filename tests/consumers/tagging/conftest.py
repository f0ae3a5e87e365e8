"""One loaded tagger for all tests of this folder, and a way to write an article in one line."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from consumers.tagging import Knowledge, Tagger
from wire.messages import Article, TaggedArticle, Tagging

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

MakeArticle = Callable[..., Article]
TagText = Callable[..., TaggedArticle]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.fixture(scope="session")
def tagger(knowledge: Knowledge) -> Tagger:
    return Tagger(knowledge)


@pytest.fixture(scope="session")
def make_article() -> MakeArticle:
    def make(text: str, title: str = "", **fields: Any) -> Article:
        given: dict[str, Any] = {
            "article_id": "a1", "revision": 1, "source_id": "s1", "url": "https://www.example.cn/a1.html",
            "published_precision": "none", "shown_at": NOW, "first_seen": NOW, "fetched_at": NOW,
            "content_hash": "h1",
        }  # fmt: skip
        return Article(**{**given, "title": title, "text": text, **fields})

    return make


@pytest.fixture(scope="session")
def tag(tagger: Tagger, make_article: MakeArticle) -> TagText:
    """Tag a text; `region` is the source's home."""

    def tag_text(text: str, title: str = "", **fields: Any) -> TaggedArticle:
        article = make_article(text, title, **fields)
        return tagger.tag(article, tagging=Tagging(version="1", data_version="d", seq=1), story_id="a1")

    return tag_text
