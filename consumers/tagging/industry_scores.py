"""Which chains a text is about, by the density of their words; and which a single statement."""

from collections import defaultdict
from collections.abc import Sequence

from consumers.tagging.industries import IndustryWord
from consumers.tagging.industry_sentences import SentenceWeights
from consumers.tagging.industry_words import Chains
from consumers.tagging.prepared import Prepared, Span, starting_within
from wire.messages import Industry

_TITLE, _EVERYDAY_IN_TITLE, _COMPANY_NAME = 3.0, 1.35, 0.3
_THRESHOLD = 0.3
_OF_FIRST, _OF_ALL = 0.4, 0.1  # what a chain weighs at least, beside the first and beside all together
_MAX_EVIDENCE = 8


class IndustryScores:
    """The order of the chains decides between equals."""

    def __init__(self, chains: Chains) -> None:
        self._order = {chain.name: number for number, chain in enumerate(chains.chains)}
        self._sentences = SentenceWeights(chains)

    def of_text(
        self,
        title: Sequence[IndustryWord],
        text: Prepared,
        words: Sequence[IndustryWord],
        statements: Sequence[Span],
    ) -> list[Industry]:
        """The chains, the strongest first. `statements` are the sentences that speak of a project's stage.

        What is only in the names of companies decides where nothing else does: 天河新材 may sell shoes.
        """
        weights = [(word, _EVERYDAY_IN_TITLE if word.everyday else _TITLE) for word in title]
        weights += zip(words, self._sentences.of(text, words, statements), strict=True)
        found = self._scored(weights, len(text.chars), _COMPANY_NAME)
        return found or self._scored(weights, len(text.chars), 1.0)

    def of_statement(
        self, words: Sequence[IndustryWord], text: Prepared, position: int, fallback: str | None
    ) -> list[str]:
        """The chains of a sentence with these words: of its clause, else of its part up to a semicolon."""
        for span in (text.clause(position), _part(text.chars, position), None):
            near = words if span is None else starting_within(words, span)
            told = [word for word in near if word.weight >= 1.0]
            outside = [word for word in told if not word.in_company]
            if told:
                return self._ranked(_sums(outside or told))
        return [fallback] if fallback else []

    def _scored(
        self, weighted: Sequence[tuple[IndustryWord, float]], chars: int, company_name: float
    ) -> list[Industry]:
        sums = _supported(weighted, company_name)
        scores = {chain: weight / (weight + 2 + chars / 1000) for chain, weight in sums.items()}
        least = max(_OF_FIRST * max(sums.values(), default=0.0), _OF_ALL * sum(sums.values()))
        return [
            Industry(name=name, score=round(scores[name], 3), evidence=_evidence(name, weighted))
            for name in self._ranked(scores)
            if scores[name] >= _THRESHOLD and sums[name] >= least
        ]

    def _ranked(self, scores: dict[str, float]) -> list[str]:
        return sorted(scores, key=lambda name: (-scores[name], self._order[name]))


def _part(chars: str, position: int) -> Span:
    end = chars.find(";", position)
    return Span(chars.rfind(";", 0, position) + 1, end if end >= 0 else len(chars))


def _sums(words: Sequence[IndustryWord]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for word in words:
        sums[word.chain] += word.weight
    return sums


def _supported(weighted: Sequence[tuple[IndustryWord, float]], company_name: float) -> dict[str, float]:
    """Tools and figures of speech add to a chain what its own words weigh, and alone make none."""
    firm: dict[str, float] = defaultdict(float)
    loose: dict[str, float] = defaultdict(float)
    for word, near in weighted:
        sums = firm if word.weight >= 1.0 else loose
        sums[word.chain] += word.weight * (near * company_name if word.in_company else near)
    return {chain: weight + min(weight, loose.get(chain, 0.0)) for chain, weight in firm.items()}


def _evidence(chain: str, weighted: Sequence[tuple[IndustryWord, float]]) -> list[str]:
    words = dict.fromkeys(word.keyword for word, _ in weighted if word.chain == chain)
    return list(words)[:_MAX_EVIDENCE]
