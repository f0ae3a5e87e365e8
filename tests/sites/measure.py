"""How much of a site a crawl found, and how well: what was expected against what was published. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from crawler.urls import canonical
from kaigong.demo.markup import ZONE
from kaigong.demo.web.pieces import Expected

FIELDS = ("title", "time", "source", "body", "files")


@dataclass
class Score:
    """Counts of one site or of many; `right` and `asked` are by field."""

    listed: int = 0
    found: int = 0
    published: int = 0
    spurious: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    asked: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.listed if self.listed else 1.0

    @property
    def spurious_share(self) -> float:
        return len(self.spurious) / self.published if self.published else 0.0

    def accuracy(self, name: str) -> float:
        return self.right[name] / self.asked[name] if self.asked[name] else 1.0

    def add(self, other: "Score") -> None:
        self.listed += other.listed
        self.found += other.found
        self.published += other.published
        self.spurious += other.spurious
        self.missed += other.missed
        self.wrong += other.wrong
        for name in FIELDS:
            self.right[name] += other.right[name]
            self.asked[name] += other.asked[name]


def measure(expected: Iterable[Expected], articles: Sequence[Mapping[str, Any]]) -> Score:
    """Compare what a site has with what the crawler published of it."""
    wanted = {canonical(one.url): one for one in expected}
    got = {canonical(str(one["url"])): one for one in articles}
    score = Score(published=len(articles))
    score.spurious = [url for url in got if url not in wanted or wanted[url].kind == "gone"]
    score.spurious += ["published twice"] * (len(articles) - len(got))
    for url, one in wanted.items():
        if one.kind == "gone":
            continue
        score.listed += 1
        article = got.get(url)
        if article is None:
            score.missed.append(f"{one.oddity or one.kind} {one.url}")
            continue
        score.found += 1
        _compare(score, one, article)
    return score


def _compare(score: Score, expected: Expected, article: Mapping[str, Any]) -> None:
    checks = {"title": article["title"] == expected.title}
    if expected.kind == "article":
        checks["time"] = _same_time(expected, article.get("published"))
        checks["body"] = _letters(expected, expected.body) == _letters(expected, article["text"])
        if expected.source:
            checks["source"] = article.get("publisher") == expected.source
        if expected.files:
            names = {one.get("name", "") for one in article.get("attachments", ())}
            checks["files"] = names == set(expected.files)
    for name, right in checks.items():
        score.asked[name] += 1
        score.right[name] += right
        if not right:
            oddity = expected.oddity or "plain"
            score.wrong.append(f"{name} [{oddity}] {expected.url}: {_shown(name, article)}")


def _shown(name: str, article: Mapping[str, Any]) -> str:
    key = {"time": "published", "source": "publisher", "body": "text", "files": "attachments"}.get(name, name)
    value, how = article.get(key), article.get("provenance", {}).get(key)
    return f"{str(value)[:160]!r} ({how})"


def _same_time(expected: Expected, published: str | None) -> bool:
    if expected.published is None or published is None:
        return expected.published is None and published is None
    moment = datetime.fromisoformat(published).astimezone(UTC)
    if expected.day_only:
        return moment.astimezone(ZONE).date() == expected.published.astimezone(ZONE).date()
    return moment.replace(second=0) == expected.published.astimezone(UTC)


def _letters(expected: Expected, text: str) -> str:
    """The text without spaces, lines, the bars of tables and the line that names the attachments."""
    for name in expected.files:
        text = re.sub(rf"(?:附件\d*[：:]?)?\s*{re.escape(name)}", "", text)
    return re.sub(r"[\s|　]+", "", text)


def table(scores: Mapping[str, Score]) -> str:
    """One line for each family and one for all of them."""
    names = " ".join(f"{name:>7}" for name in FIELDS)
    lines = [f"{'family':<20} {'listed':>6} {'recall':>7} {'spurious':>8} {names}"]
    for name, one in scores.items():
        fields = " ".join(f"{one.accuracy(field):7.3f}" for field in FIELDS)
        lines.append(f"{name:<20} {one.listed:>6} {one.recall:7.3f} {one.spurious_share:8.4f} {fields}")
    return "\n".join(lines)
