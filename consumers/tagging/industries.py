"""Industry chains by the density of their words, nearer to projects and in the title counting more."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import BaseModel, ConfigDict, Field

from consumers.tagging.prepared import Prepared, Span
from wire.messages import Industry

_TITLE_WEIGHT, _PROJECT_WEIGHT = 3.0, 2.0
_THRESHOLD, _RELATIVE_THRESHOLD = 0.3, 0.4
_MAX_EVIDENCE = 8


class Chain(BaseModel):
    """`gb` lists divisions, groups or classes of GB/T 4754-2017."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    gb: list[str] = Field(min_length=1)
    keywords: list[str] = Field(min_length=15)


class Chains(BaseModel):
    """`masks` are longer words in which a keyword means nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    masks: list[str]
    chains: list[Chain]

    @classmethod
    def load(cls, path: Path) -> "Chains":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class IndustryWord:
    chain: str
    keyword: str
    start: int
    end: int


class IndustryFinder:
    """Holds the automaton of all keywords; pure after construction."""

    def __init__(self, chains: Chains) -> None:
        self._order = {chain.name: number for number, chain in enumerate(chains.chains)}
        self._chain_of: dict[str, str | None] = dict.fromkeys(chains.masks)
        self._chain_of.update({word: chain.name for chain in chains.chains for word in chain.keywords})
        self._strings = list(self._chain_of)
        self._automaton = AhoCorasick(self._strings, matchkind=MatchKind.LeftmostLongest)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._order)

    def words(self, text: Prepared) -> list[IndustryWord]:
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(text.chars):
            keyword = self._strings[index]
            chain = self._chain_of[keyword]
            if chain is not None and not text.crosses_words(start, end):
                found.append(IndustryWord(chain, keyword, start, end))
        return found

    def score(
        self, title: Sequence[IndustryWord], body: Sequence[IndustryWord], near: Sequence[Span], chars: int
    ) -> list[Industry]:
        """The article's chains, the strongest first. `near` are the sentences that speak of projects."""
        weights: dict[str, float] = defaultdict(float)
        evidence: dict[str, dict[str, None]] = defaultdict(dict)
        spoken = {position for span in near for position in range(span.start, span.end)}
        weighted = [(word, _TITLE_WEIGHT) for word in title]
        weighted += [(word, _PROJECT_WEIGHT if word.start in spoken else 1.0) for word in body]
        for word, weight in weighted:
            weights[word.chain] += weight
            evidence[word.chain][word.keyword] = None
        scores = {chain: weight / (weight + 2 + chars / 1000) for chain, weight in weights.items()}
        least = max(_THRESHOLD, _RELATIVE_THRESHOLD * max(scores.values(), default=0.0))
        return [
            Industry(name=name, score=round(scores[name], 3), evidence=list(evidence[name])[:_MAX_EVIDENCE])
            for name in self._ranked(scores)
            if scores[name] >= least
        ]

    def of_statement(self, words: Sequence[IndustryWord], fallback: str | None) -> list[str]:
        """The chains of one sentence, the most often named first."""
        counts: dict[str, float] = defaultdict(float)
        for word in words:
            counts[word.chain] += 1
        return self._ranked(counts) or ([fallback] if fallback else [])

    def _ranked(self, scores: dict[str, float]) -> list[str]:
        return sorted(scores, key=lambda name: (-scores[name], self._order[name]))
