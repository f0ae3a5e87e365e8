"""Which chains a text is about, by what their words say; and which a single statement."""

from collections import defaultdict
from collections.abc import Sequence

from consumers.tagging.industries.evidence import density, evidence_of
from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.industries.likeness import Heading, Likeness, beginning_of
from consumers.tagging.industries.model import IndustryJudge
from consumers.tagging.industries.sentences import SentenceWeights
from consumers.tagging.industries.vocabulary import Chains
from consumers.tagging.text.prepared import Prepared, Span, starting_within
from wire.messages import Industry

_MAX_EVIDENCE = 8
_FAIR_SHARE = 0.25  # of the densest: a plan of forty pages names every chain
_ONE_WORD = 1.0  # what a chain weighs that no word names


class IndustryScores:
    """The order of the chains decides between equals."""

    def __init__(self, chains: Chains, judge: IndustryJudge, likeness: Likeness) -> None:
        self._order = {chain.name: number for number, chain in enumerate(chains.chains)}
        self._sentences = SentenceWeights(chains)
        self._judge = judge
        self._likeness = likeness

    def of_text(
        self,
        heading: Heading,
        title: Sequence[IndustryWord],
        text: Prepared,
        words: Sequence[IndustryWord],
        silent: Sequence[Span],
        statements: Sequence[Span],
    ) -> list[Industry]:
        """The chains, the densest first. `title` are the words of the heading and of a headline in the text,
        `statements` the sentences that speak of a project's stage.
        """
        weighed = self._sentences.of(text, words, statements)
        reads = self._judge.reads_letters(len(text.chars))
        beginning = beginning_of(heading, (text.chars, [*silent, *weighed.lists])) if reads else ""
        likeness = self._likeness.of(beginning) if reads else {}
        found = evidence_of(title, text, words, weighed, self._judge.reliability, likeness)
        scores = {
            chain: evidence.density or density(_ONE_WORD, evidence.chars)
            for chain, evidence in found.items()
            if self._judge.is_told(evidence)
        }
        least = _FAIR_SHARE * max(scores.values(), default=0.0)
        scores = {chain: score for chain, score in scores.items() if score >= least}
        return [
            Industry(
                name=name,
                score=round(scores[name], 3),
                evidence=self._shown(name, (*title, *words), beginning),
            )
            for name in self._ranked(scores)
        ]

    def of_statement(
        self, words: Sequence[IndustryWord], text: Prepared, position: int, fallback: str | None
    ) -> list[str]:
        """The chains of a sentence with these words: of its clause, else of its part up to a semicolon."""
        whole = Span(0, len(text.chars))
        for span in (text.clause(position), text.part(position, whole), None):
            near = words if span is None else starting_within(words, span)
            told = [word for word in near if word.weight >= 1.0]
            outside = [word for word in told if not word.in_company]
            if told:
                return self._ranked(_sums(outside or told))
        return [fallback] if fallback else []

    def _shown(self, chain: str, words: Sequence[IndustryWord], beginning: str) -> list[str]:
        named = list(dict.fromkeys(word.keyword for word in words if word.chain == chain))[:_MAX_EVIDENCE]
        return named or self._likeness.shown(beginning, chain)

    def _ranked(self, scores: dict[str, float]) -> list[str]:
        return sorted(scores, key=lambda name: (-scores[name], self._order[name]))


def _sums(words: Sequence[IndustryWord]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for word in words:
        sums[word.chain] += word.weight
    return sums
