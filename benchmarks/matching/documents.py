"""Tagged articles of 2,500 characters for measuring rules: the benchmarks' corpus with a richer vocabulary.

Nine of ten clauses are made of invented words whose frequencies fall as those of real words do (Zipf), so
that rules meet rare words and common ones. The same seed gives the same texts.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, cycle

from corpus import articles

from wire.messages import Article, Industry, TaggedArticle, Tagging

CHARS = 2_500
INDUSTRIES = (
    "新材料", "生物医药", "新能源", "新能源汽车", "半导体", "电子信息", "高端装备", "航空航天", "海工装备",
    "化工", "钢铁", "纺织服装", "食品", "现代农业", "物流", "软件", "人工智能", "机器人", "储能", "文旅",
)  # fmt: skip
_WORDS = 20_000
_PROVINCES, _CITIES, _COUNTIES = 31, 10, 9
_MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


class Vocabulary:
    """Words of two to four characters; the n-th is used 100 / (100 + n) times as often as the first."""

    def __init__(self, chars: str, seed: int = 5) -> None:
        dice = random.Random(seed)
        words: dict[str, None] = {}
        while len(words) < _WORDS:
            words["".join(dice.choices(chars, k=dice.choice((2, 2, 2, 3, 4))))] = None
        self._words = list(words)
        self._weights = list(accumulate(1 / rank for rank in range(100, _WORDS + 100)))

    def draw(self, dice: random.Random) -> list[str]:
        return dice.choices(self._words, cum_weights=self._weights, k=dice.randrange(3, 9))


@dataclass(frozen=True)
class Document:
    """`words` are those of the vocabulary that stand in its text."""

    article: TaggedArticle
    words: list[str]


def documents(count: int, *, seed: int) -> Iterator[Document]:
    dice = random.Random(seed)
    vocabulary = Vocabulary(_common_characters())
    for source in articles(count, seed=seed, now=_MOMENT, chars=CHARS):
        text, words = _written(source, vocabulary, dice)
        yield Document(_tagged(source, text, dice), words)


def _common_characters() -> str:
    return "".join(
        sorted({char for article in articles(50) for char in article.text if "一" <= char <= "鿿"})
    )


def _written(source: Article, vocabulary: Vocabulary, dice: random.Random) -> tuple[str, list[str]]:
    clauses = cycle(source.text.replace("。", "，").split("，"))
    text = ""
    words: dict[str, None] = {}
    while len(text) < CHARS:
        drawn = [next(clauses)] if dice.random() < 0.1 else vocabulary.draw(dice)
        text += "".join(drawn) + dice.choice(("，", "，", "。", "。\n"))
        words |= dict.fromkeys(drawn if len(drawn) > 1 else ())
    return text[:CHARS], list(words)


def _tagged(source: Article, text: str, dice: random.Random) -> TaggedArticle:
    return TaggedArticle(
        article_id=source.article_id,
        revision=1,
        source_id=source.source_id,
        url=source.url,
        title=source.title,
        text=text,
        published_precision="none",
        shown_at=_MOMENT,
        first_seen=_MOMENT,
        fetched_at=_MOMENT,
        content_hash="",
        tagging=Tagging(version="1", data_version="1", seq=1),
        story_id=source.article_id,
        place_codes=_place_codes(dice),
        industries=[
            Industry(name=name, score=1.0) for name in dice.sample(INDUSTRIES, dice.choice((1, 1, 2)))
        ],
    )


def _place_codes(dice: random.Random) -> Sequence[str]:
    """A county with its city and its province, nearer places first."""
    province, city, county = dice.randrange(_PROVINCES), dice.randrange(_CITIES), dice.randrange(_COUNTIES)
    return [f"{11 + province}{city:02}{county + 1:02}", f"{11 + province}{city:02}00", f"{11 + province}0000"]
