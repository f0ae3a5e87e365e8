"""What a text says for each chain, as numbers: by these it is decided which chains it is about."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.industries.likeness import Likely
from consumers.tagging.industries.sentences import STATEMENT, Weighed
from consumers.tagging.text.prepared import Prepared

_LIKE_ENOUGH = -1.5  # for a chain without words to be thought of
_TITLE, _EVERYDAY_IN_TITLE, _COMPANY_NAME = 3.0, 1.35, 0.3
_MOST_TIMES = 6
_IN_TITLE = -1  # for the number of a sentence
_SILENT = Likely(0.0, 0.0, 0.0, 0.0)


class Evidence(Struct, frozen=True, gc=False):
    """Of one chain in one text.

    words: how far its words can be relied on, added up; a word said again counts again, six times at most.
    best_word: the best of them.
    together: how far those of one sentence can be relied on, added up, where that is most; a title is one.
    best_place: what one of them weighs at most by where it stands, from an errand up to the title.
    density: what they weigh together, 0 to 1, less the longer the text is; those in the names of companies
      count little unless there are no others.
    beside_first: what they weigh beside the heaviest chain; names of companies count in full.
    sentences: the share of sentences with such a word.
    comes_first: whether the text names it before any other chain; names of companies are passed over.
    chains: of how many chains the text has words.
    chars: of the text.
    sentence, sentence_ahead, clause, clause_ahead: see `Likely`; nothing where letters are not read.
    duties, errands: of the text, see `Weighed`; duties are nothing where the title or the sentence that
      reports a project has the chain.
    """

    words: float
    best_word: float
    together: float
    best_place: float
    density: float
    beside_first: float
    sentences: float
    comes_first: bool
    chains: int
    chars: int
    duties: float
    errands: int
    sentence: float
    sentence_ahead: float
    clause: float
    clause_ahead: float


class _Gathered:
    """What the words of one chain add up to, taken in the order of the text."""

    __slots__ = (
        "_here",
        "_sentence",
        "_times",
        "best_place",
        "firm",
        "firm_outside",
        "loose",
        "loose_outside",
        "relied",
        "sentences",
        "together",
    )

    def __init__(self) -> None:
        self.relied: dict[str, float] = {}  # by word, the best that it is good for in this text
        self._times: dict[str, int] = {}
        self.best_place = 0.0
        self.firm = self.loose = 0.0
        self.firm_outside = self.loose_outside = 0.0  # where names of companies count little
        self.sentences = 0
        self.together = 0.0
        self._sentence = _IN_TITLE
        self._here: dict[str, float] = {}  # the words of this sentence

    def add(self, word: IndustryWord, near: float, relied: float, sentence: int) -> None:
        self._stands_in(sentence, word.keyword, relied)
        keyword = word.keyword
        if relied > self.relied.get(keyword, -1.0):
            self.relied[keyword] = relied
        weight = word.weight * near
        outside = weight * _COMPANY_NAME if word.in_company else weight
        if word.weight >= 1.0:
            self._times[keyword] = self._times.get(keyword, 0) + 1
            self.firm += weight
            self.firm_outside += outside
            weight = near
        else:
            self.loose += weight
            self.loose_outside += outside
        self.best_place = max(self.best_place, weight)

    def _stands_in(self, sentence: int, keyword: str, relied: float) -> None:
        if sentence != self._sentence:
            self._sentence = sentence
            self._here = {}
            self.sentences += 1
        if relied > self._here.get(keyword, 0.0):
            self._here[keyword] = relied
            self.together = max(self.together, sum(self._here.values()))

    @property
    def words(self) -> float:
        times = self._times
        return sum(
            [relied * min(times.get(keyword, 1), _MOST_TIMES) for keyword, relied in self.relied.items()]
        )

    @property
    def in_full(self) -> float:
        """Tools and figures of speech add what the chain's own words weigh, and alone make none."""
        return self.firm + min(self.firm, self.loose)

    @property
    def outside(self) -> float:
        return self.firm_outside + min(self.firm_outside, self.loose_outside)


def evidence_of(
    title: Sequence[IndustryWord],
    text: Prepared,
    words: Sequence[IndustryWord],
    weighed: Weighed,
    reliability: Callable[[IndustryWord], float],
    likeness: Mapping[str, Likely],
) -> dict[str, Evidence]:
    """By chain: of those that the text has words of, and of others that it is like enough."""
    gathered = _gathered(title, text, words, weighed, reliability)
    for chain, likely in likeness.items():
        if likely.sentence > _LIKE_ENOUGH:
            _ = gathered[chain]
    every = (*title, *words)
    outside = next((word for word in every if not word.in_company), None)
    named_first = (outside or every[0]).chain if every else None
    with_firm = [one for one in gathered.values() if one.firm]
    first = max((one.in_full for one in with_firm), default=0.0) or 1.0
    chars, sentences = len(text.chars), max(len(text.sentences), 1)
    found: dict[str, Evidence] = {}
    for chain, one in gathered.items():
        likely = likeness.get(chain, _SILENT)
        found[chain] = Evidence(
            words=one.words,
            best_word=max(one.relied.values(), default=0.0),
            together=one.together,
            best_place=one.best_place,
            density=density(one.outside if outside else one.in_full, chars),
            beside_first=one.in_full / first,
            sentences=one.sentences / sentences,
            comes_first=chain == named_first,
            chains=len(with_firm),
            chars=chars,
            duties=0.0 if one.best_place >= STATEMENT else weighed.duties,
            errands=weighed.errands,
            sentence=likely.sentence,
            sentence_ahead=likely.sentence_ahead,
            clause=likely.clause,
            clause_ahead=likely.clause_ahead,
        )
    return found


def _gathered(
    title: Sequence[IndustryWord],
    text: Prepared,
    words: Sequence[IndustryWord],
    weighed: Weighed,
    reliability: Callable[[IndustryWord], float],
) -> defaultdict[str, _Gathered]:
    found: defaultdict[str, _Gathered] = defaultdict(_Gathered)
    for word in title:
        near = _EVERYDAY_IN_TITLE if word.everyday else _TITLE
        found[word.chain].add(word, near, reliability(word), _IN_TITLE)
    number = end = 0
    for word, near in zip(words, weighed.weights, strict=True):
        if word.start >= end:
            number = text.sentence_number(word.start)
            end = text.sentences[number].end
        if near == 0.0:
            continue  # in a list of all industries
        found[word.chain].add(word, near, reliability(word), number)
    return found


def density(weight: float, chars: int) -> float:
    return weight / (weight + 2 + chars / 1000)
