"""How it is learned what letters say of each chain: from labelled lines, phrases and the vocabulary."""

from collections.abc import Callable, Sequence

import numpy as np
from industry_examples import Example, read_phrases
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from consumers.tagging.industries.likeness import Likely, Likeness, LikenessModel, letters_of
from consumers.tagging.industries.vocabulary import Chain, Chains

FOLDS = 5
LONGEST, BEGINNING = 400, 100  # characters: of a longer text the beginning may be about something else
PHRASE = 0.3  # what a phrase counts beside a line
# What a word of the vocabulary counts beside a line, by its kind.
FIRM, EVERYDAY, WEAK = 0.2, 0.1, 0.05
LEAST = 0.3  # weights below it are noise, and five in six are
Odds = dict[str, Likely]


def fitted_likeness(examples: Sequence[Example], chains: Chains) -> LikenessModel:
    """Of a chain, nothing is learned from what may or may not have it."""
    lines = [example for example in examples if len(example.read.text.chars) < LONGEST]
    phrases = read_phrases()
    words = [(word, chain.name, counts) for chain in chains.chains for word, counts in _counted(chain)]
    texts = [
        *(word for word, _, _ in words),
        *(phrase.text for phrase in phrases),
        *(line.read.beginning[:BEGINNING] for line in lines),
    ]
    vectors = TfidfVectorizer(analyzer=_letters, min_df=2, binary=True)
    table = csr_matrix(vectors.fit_transform(texts))
    counted = np.array([counts for _, _, counts in words] + [PHRASE] * len(phrases) + [1.0] * len(lines))
    base, weights = {}, {}
    for chain in chains.chains:
        verdicts = [
            *(name == chain.name for _, name, _ in words),
            *(labelled.is_right(chain.name) for labelled in (*phrases, *lines)),
        ]
        sure = [place for place, verdict in enumerate(verdicts) if verdict is not None]
        learner = LogisticRegression(C=100, solver="liblinear", random_state=0).fit(
            table[sure], [verdicts[place] for place in sure], sample_weight=counted[sure]
        )
        base[chain.name] = round(float(learner.intercept_[0]), 2)
        weights[chain.name] = learner.coef_[0]
    letters = vectors.get_feature_names_out()
    return LikenessModel.model_validate(
        {
            "base": base,
            "rarity": _grouped(_tenths(letters, vectors.idf_)),
            "speaks": {name: _grouped(_tenths(letters, of_chain)) for name, of_chain in weights.items()},
        }
    )


def cross_fitted(examples: Sequence[Example], chains: Chains) -> list[Odds]:
    """For each example, by a model of the lines of other files."""
    files = {file: number for number, file in enumerate(sorted({example.file for example in examples}))}
    told: dict[int, Odds] = {}
    for fold in range(FOLDS):
        inside = [example for example in examples if files[example.file] % FOLDS == fold]
        others = [example for example in examples if files[example.file] % FOLDS != fold]
        if inside:
            asked = asker(fitted_likeness(others, chains))
            told.update((id(example), asked(example)) for example in inside)
    return [told[id(example)] for example in examples]


def asker(model: LikenessModel) -> Callable[[Example], Odds]:
    likeness = Likeness(model)
    return lambda example: likeness.of(example.read.beginning)


def groups(model: LikenessModel) -> dict[str, object]:
    """As the file has it."""
    return {
        "base": model.base,
        "rarity": _grouped(model.rarity),
        "speaks": {chain: _grouped(letters) for chain, letters in model.speaks.items()},
    }


def _letters(text: str) -> list[str]:
    return sorted(letters_of(text))


def _counted(chain: Chain) -> list[tuple[str, float]]:
    kinds = ((chain.names, FIRM), (chain.keywords, FIRM), (chain.everyday, EVERYDAY), (chain.weak, WEAK))
    return [(word, counts) for words, counts in kinds for word in words]


def _tenths(letters: Sequence[str], numbers: np.ndarray) -> dict[str, int]:
    return {
        one: round(float(number) * 10)
        for one, number in zip(letters, numbers, strict=True)
        if abs(number) >= LEAST
    }


def _grouped(numbers: dict[str, int]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for letters, number in sorted(numbers.items()):
        found.setdefault(number, []).append(letters)
    return {number: " ".join(several) for number, several in sorted(found.items())}
