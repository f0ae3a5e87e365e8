"""What a text says for each chain, as numbers: by these it is decided which chains it is about."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from msgspec import Struct

from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.industries.sentences import STATEMENT, Weighed
from consumers.tagging.text.prepared import Prepared

_TITLE, _EVERYDAY_IN_TITLE, _COMPANY_NAME = 3.0, 1.35, 0.3


class Evidence(Struct, frozen=True, gc=False):
    """Of one chain in one text.

    words: how far its words can be relied on, added up.
    best_word: the best of them.
    best_place: what one of them weighs at most by where it stands, from an errand up to the title.
    density: what they weigh together, 0 to 1, less the longer the text is; those in the names of companies
      count little unless there are no others.
    beside_first: what they weigh beside the heaviest chain; names of companies count in full.
    sentences: the share of sentences with such a word.
    comes_first: whether the text names it before any other chain; names of companies are passed over.
    chains: of how many chains the text has words.
    chars: of the text.
    duties, errands: of the text, see `Weighed`; duties are nothing where the title or the sentence that
      reports a project has the chain.
    """

    words: float
    best_word: float
    best_place: float
    density: float
    beside_first: float
    sentences: float
    comes_first: bool
    chains: int
    chars: int
    duties: float
    errands: int


def evidence_of(
    title: Sequence[IndustryWord],
    text: Prepared,
    words: Sequence[IndustryWord],
    weighed: Weighed,
    reliability: Callable[[IndustryWord], float],
) -> dict[str, Evidence]:
    """By chain."""
    weights = [(word, _EVERYDAY_IN_TITLE if word.everyday else _TITLE) for word in title]
    weights += zip(words, weighed.weights, strict=True)
    if not weights:
        return {}
    in_full = _supported(weights, 1.0)
    outside = next((word for word, _ in weights if not word.in_company), None)
    sums = _supported(weights, _COMPANY_NAME) if outside else in_full
    named_first = (outside or weights[0][0]).chain
    first = max(in_full.values(), default=0.0) or 1.0
    relied = _relied_on((*title, *words), reliability)
    places = _best_places(weights)
    sentences = _sentences(text, words)
    all_sentences = max(len(text.sentences), 1)
    return {
        chain: Evidence(
            words=sum(by_word.values()),
            best_word=max(by_word.values()),
            best_place=places[chain],
            density=_density(sums.get(chain, 0.0), len(text.chars)),
            beside_first=in_full.get(chain, 0.0) / first,
            sentences=len(sentences.get(chain, ())) / all_sentences,
            comes_first=chain == named_first,
            chains=len(in_full),
            chars=len(text.chars),
            duties=0.0 if places[chain] >= STATEMENT else weighed.duties,
            errands=weighed.errands,
        )
        for chain, by_word in relied.items()
    }


def _density(weight: float, chars: int) -> float:
    return weight / (weight + 2 + chars / 1000)


def _supported(weighted: Sequence[tuple[IndustryWord, float]], company_name: float) -> dict[str, float]:
    """Tools and figures of speech add to a chain what its own words weigh, and alone make none."""
    firm: dict[str, float] = defaultdict(float)
    loose: dict[str, float] = defaultdict(float)
    for word, near in weighted:
        sums = firm if word.weight >= 1.0 else loose
        sums[word.chain] += word.weight * (near * company_name if word.in_company else near)
    return {chain: weight + min(weight, loose.get(chain, 0.0)) for chain, weight in firm.items()}


def _relied_on(
    words: Sequence[IndustryWord], reliability: Callable[[IndustryWord], float]
) -> dict[str, dict[str, float]]:
    """Chain → each of its words with the best that it is good for in this text."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for word in words:
        of_chain = found[word.chain]
        relied = reliability(word)
        if relied >= of_chain.get(word.keyword, 0.0):
            of_chain[word.keyword] = relied
    return found


def _best_places(weighted: Sequence[tuple[IndustryWord, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, near in weighted:
        weight = near * min(word.weight, 1.0)
        if weight >= found.get(word.chain, 0.0):
            found[word.chain] = weight
    return found


def _sentences(text: Prepared, words: Sequence[IndustryWord]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    number = end = 0
    for word in words:
        if word.start >= end:
            number = text.sentence_number(word.start)
            end = text.sentences[number].end
        found[word.chain].add(number)
    return found
