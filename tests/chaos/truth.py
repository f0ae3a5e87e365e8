"""What must come of a soak's articles: known to the generator, and to nobody whom it checks."""

from dataclasses import dataclass, field
from typing import Any

from chaos.stories import Story

ONE, TWO, DIGEST, BOUNCES = "one@example.cn", "two@example.cn", "digest@example.cn", "bounces@example.cn"
RULES: list[dict[str, Any]] = [
    {"id": "haizhou", "keywords": ["开工"], "places": ["320706"], "to": [ONE, BOUNCES]},
    {"id": "large", "types": ["开工", "签约", "投产"], "min_amount": "3亿", "to": [ONE, TWO]},
    {"id": "words", "on": "article", "keywords": ["任前公示"], "to": [TWO]},
]
RECEIVERS: dict[str, Any] = {
    "receivers": {"digest": {"to": DIGEST, "when": "hourly", "digest_rows": 200}},
    "subscriptions": [{"to": "digest", "rules": ["haizhou", "large"]}],
}
_LARGE = 30  # 3亿, in 1/10 亿元


@dataclass(slots=True)
class TrueArticle:
    """As it must stand in the index at the end; `shown` is the hash of its last text."""

    article_id: str
    story: int
    revision: int
    shown: str
    withdrawn: bool = False
    event: dict[str, Any] | None = None
    earlier_event: bool = False


@dataclass(slots=True)
class TrueStory:
    """`rules` tell it once. `reads` must stand in a mail to whoever was told."""

    code: str
    rules: list[str]
    late: bool = False
    follows: str = ""
    reads: str = ""
    articles: list[str] = field(default_factory=list)


def rules_of(story: Story) -> list[str]:
    """By the generator's own knowledge; no rule is asked."""
    found = []
    if story.type == "开工" and story.place == "320706":
        found.append("haizhou")
    if story.has_event and story.amount >= _LARGE:
        found.append("large")
    if story.fate == "words":
        found.append("words")
    return found
