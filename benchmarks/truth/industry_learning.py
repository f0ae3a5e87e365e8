"""How the tagger's model of industries is learned: the trust in words, then the steps of numbers."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from industry_examples import Example
from likeness_learning import Odds, cross_fitted, fitted_likeness
from msgspec.structs import astuple
from sklearn.ensemble import HistGradientBoostingClassifier

from consumers.tagging.industries.evidence import Evidence, evidence_of
from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.industries.likeness import LikenessModel
from consumers.tagging.industries.model import IndustryModel, Trust
from consumers.tagging.industries.vocabulary import Chains

TRUST = Trust(firm=0.8, everyday=0.5, loose=0.35, lines=3)
# Of these, more never speaks for a chain, and of a text's size either way; of all others never against it.
AGAINST, EITHER = ("duties", "errands"), ("chains", "chars")
# Characters: what a longer text says is judged otherwise, and of the longest letters read too little.
SHORT_UPTO, MIDDLE_UPTO = 100, 300
# A chain is told from this probability on. Between 0.4 and 0.5 F1 over lines of all kinds is the same, and
# what is told is right more often.
LIKELY = 0.5


class Counts:
    """In how many lines a word stands, and in how many of them the text is about its chain."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.seen: dict[str, Counter[bool]] = defaultdict(Counter)
        self._counted = {id(example) for example in examples}
        for example in examples:
            for keyword, is_right in _verdicts(example):
                self.seen[keyword][is_right] += 1

    def evidence(self, example: Example, likeness: Odds) -> dict[str, Evidence]:
        """As the other lines have it: a line does not speak for its own words."""
        own = Counter(_verdicts(example)) if id(example) in self._counted else Counter()

        def reliability(word: IndustryWord) -> float:
            right, wrong = (
                self.seen[word.keyword][answer] - own[word.keyword, answer] for answer in (True, False)
            )
            return TRUST.of(right, right + wrong).as_said(word)

        read = example.read
        return evidence_of(read.title, read.text, read.words, read.weighed, reliability, likeness)

    def groups(self) -> dict[str, str]:
        """3/4 → the words of four lines that three times were about their chain."""
        found: dict[tuple[int, int], list[str]] = defaultdict(list)
        for word, verdicts in self.seen.items():
            if total := verdicts.total():
                found[verdicts[True], total].append(word)
        return {
            f"{right}/{lines}": " ".join(sorted(words)) for (right, lines), words in sorted(found.items())
        }


def _verdicts(example: Example) -> set[tuple[str, bool]]:
    words = {(word.keyword, word.chain) for word in (*example.read.title, *example.read.words)}
    told = {(keyword, example.is_right(chain)) for keyword, chain in words}
    return {(keyword, is_right) for keyword, is_right in told if is_right is not None}


@dataclass(frozen=True)
class Fitted:
    counts: Counts
    likeness: LikenessModel
    model: IndustryModel


def fitted(examples: Sequence[Example], chains: Chains) -> Fitted:
    """What letters say of a line is learned from other files, as of any text that nobody labelled."""
    counts = Counts(examples)
    every = list(zip(examples, cross_fitted(examples, chains), strict=True))
    short = [(example, odds) for example, odds in every if _length(example) <= SHORT_UPTO]
    longer = [(example, odds) for example, odds in every if _length(example) > SHORT_UPTO]
    model = IndustryModel.model_validate(
        {
            "trust": TRUST.model_dump(),
            "short_upto": SHORT_UPTO,
            "middle_upto": MIDDLE_UPTO,
            "short": _additive(counts, short),
            "middle": _additive(counts, longer),
            "long": _additive(counts, [(example, {}) for example, _ in longer]),
            "seen": counts.groups(),
        }
    )
    return Fitted(counts, fitted_likeness(examples, chains), model)


def _length(example: Example) -> int:
    return len(example.read.text.chars)


def _additive(counts: Counts, told: Sequence[tuple[Example, Odds]]) -> dict[str, object]:
    numbers, answers = [], []
    for example, odds in told:
        for chain, evidence in counts.evidence(example, odds).items():
            if (is_right := example.is_right(chain)) is not None:
                numbers.append(astuple(evidence))
                answers.append(is_right)
    table = np.array(numbers, float)
    learner = HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.12, max_leaf_nodes=2, min_samples_leaf=20, l2_regularization=1.0,
        monotonic_cst=[_direction(name) for name in Evidence.__struct_fields__], random_state=0,
    ).fit(table, answers)  # fmt: skip
    return _as_steps(learner, table)


def _direction(name: str) -> int:
    """As scikit-learn wants it."""
    return -1 if name in AGAINST else 0 if name in EITHER else 1


def _as_steps(learner: HistGradientBoostingClassifier, table: np.ndarray) -> dict[str, object]:
    """Trees of one split add up to one function of each number, read off at the values that there are."""
    origin = table[0]
    base = float(learner.decision_function([origin])[0])
    steps = {}
    for column, name in enumerate(Evidence.__struct_fields__):
        values = np.unique(table[:, column])
        asked = np.tile(origin, (len(values), 1))
        asked[:, column] = values
        gives = np.round(learner.decision_function(asked) - base, 3)
        borders = [place for place, (here, there) in enumerate(pairwise(gives)) if here != there]
        steps[name] = {
            "upto": [round(float(values[at] + values[at + 1]) / 2, 4) for at in borders],
            "gives": [float(gives[at]) for at in (*borders, len(gives) - 1)],
        }
    return {"base": round(base - log(LIKELY / (1 - LIKELY)), 3), "steps": steps}
