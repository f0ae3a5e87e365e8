"""How much the words of a sentence say about the industries of its text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.industries.vocabulary import Chains
from consumers.tagging.text.automaton import automaton
from consumers.tagging.text.prepared import Prepared, Span, starting_within

STATEMENT = 2.0  # what a word weighs in the sentence that reports a project's stage
PLAIN = 1.0  # in any that is about nothing else
_MAKING = 1.5
_DUTY, _CUSTOMER, _EVERYDAY = 0.4, 0.4, 0.45
# Chains: a part of a sentence that lists so many, or so many and ends their list with 等, is about none.
_MANY, _LISTED = 5, 4
_LOOK_BACK = 14
_SHORT = 2
_ALL_INDUSTRIES = re.compile(r"等[\w“”、]{0,8}(?:产业|领域|行业|赛道|方向|板块)")
_DUTIES = 2  # from this kind on: words that may be a part of goods
_MAKERS_NAMED = (
    "企业",
    "产业",
    "项目",
)  # behind a word: the sentence is about them, whatever happens to them


class Weighed(Struct, frozen=True):
    """`weights` are of the words; `lists` are the sentences that list all industries. `duties`: the share of
    daily life and duties in all that the sentences speak of; `errands`: how many words of errands there are.
    """

    weights: list[float]
    lists: list[Span]
    duties: float
    errands: int


class SentenceWeights:
    """Most in a sentence that reports a project, then where somebody makes something; little in one about
    daily life or duties, for what a customer does, and in a list of all industries.
    """

    def __init__(self, chains: Chains) -> None:
        self._kinds = (chains.makers, chains.production_sites, chains.duties, chains.errands)
        self._kind_of = [kind for kind, words in enumerate(self._kinds) for _ in words]
        strings = [word for words in self._kinds for word in words]
        self._automaton = automaton(strings)
        customers = "|".join(chains.customers)
        self._any_customer = re.compile(customers)
        self._customer = re.compile(rf"(?:{customers})\Z")

    def of(self, text: Prepared, words: Sequence[IndustryWord], statements: Sequence[Span]) -> Weighed:
        """The words are in the order of the text."""
        signals = self._signals(text, words)
        told = {span.start for span in statements}
        sentence, of_sentence, everyday, customers = Span(0, 0), PLAIN, 1.0, False
        part, share = sentence, 1.0
        weights: list[float] = []
        lists: list[Span] = []
        for number, word in enumerate(words):
            if word.start >= sentence.end:
                sentence = text.sentences[text.sentence_number(word.start)]
                of_sentence, everyday = _of_sentence(sentence, signals, is_told=sentence.start in told)
                customers = self._any_customer.search(text.chars, sentence.start, sentence.end) is not None
            if word.start >= part.end:
                part = text.part(word.start, sentence)
                share = _share(text.chars, part, words, number)
                if share < 1.0:
                    lists.append(part)
            weight = of_sentence * share * (everyday if word.everyday else 1.0)
            if 0.0 < weight < PLAIN and text.chars.startswith(_MAKERS_NAMED, word.end):
                weight = PLAIN
            if customers and self._customer.search(
                text.chars, max(word.start - _LOOK_BACK, sentence.start), word.start
            ):
                weight *= _CUSTOMER
            weights.append(weight)
        makers, sites, duties, errands = map(len, signals)
        return Weighed(weights, lists, duties / (duties + makers + sites + 1), errands)

    def _signals(self, text: Prepared, words: Sequence[IndustryWord]) -> tuple[list[int], ...]:
        """Where words of each kind stand, in their order; 停车 of 停车设备 is none."""
        starts = [word.start for word in words]
        found: tuple[list[int], ...] = tuple([] for _ in self._kinds)
        for start, end, index in self._automaton(text.chars):
            kind = self._kind_of[index]
            if kind < _DUTIES or not _is_inside(words, bisect_right(starts, start) - 1, end):
                found[kind].append(start)
        return found


def _is_inside(words: Sequence[IndustryWord], number: int, end: int) -> bool:
    return number >= 0 and words[number].end >= end and len(words[number].keyword) > _SHORT


def _of_sentence(sentence: Span, signals: tuple[list[int], ...], *, is_told: bool) -> tuple[float, float]:
    """The weight of a word of it, and how much of that an everyday word has."""
    if is_told:
        return STATEMENT, 1.0
    makers, sites, duties, errands = signals
    is_site = _any_within(sites, sentence)
    if _any_within(errands, sentence) or (not is_site and _any_within(duties, sentence)):
        return _DUTY, _EVERYDAY
    return (_MAKING, 1.0) if is_site or _any_within(makers, sentence) else (PLAIN, _EVERYDAY)


def _any_within(starts: Sequence[int], span: Span) -> bool:
    position = bisect_left(starts, span.start)
    return position < len(starts) and starts[position] < span.end


def _share(chars: str, part: Span, words: Sequence[IndustryWord], first: int) -> float:
    """Of its weight a word keeps this much in a part of a sentence that has many chains, and nothing where it
    names all industries. `first` is the number of the part's first word.
    """
    last = first + _LISTED - 1
    if last >= len(words) or words[last].start >= part.end:
        return 1.0
    within = starting_within(words, part)
    firm = len({word.chain for word in within if word.weight >= 1.0})
    is_list = len({word.chain for word in within}) >= _LISTED
    if is_list and _ALL_INDUSTRIES.search(chars, within[0].start, part.end):
        return 0.0
    if firm >= _MANY:
        return 2 / firm
    return 2 / _MANY if is_list and "等" in chars[within[0].start : part.end] else 1.0
