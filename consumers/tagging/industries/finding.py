"""Industry words in a text, each with its chain and its weight."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

import rjieba
from msgspec import Struct
from msgspec.structs import replace

from consumers.tagging.industries.vocabulary import Chains, Turn
from consumers.tagging.text.automaton import automaton
from consumers.tagging.text.prepared import Prepared, Span

_MAX_WORDS = 20_000
_WEAK, _TOOL = 0.4, 0.3
_SHORT, _LONG = 2, 4  # so many letters stand across a border of words only by a mistake of the dictionary
_COMPANY = re.compile(r"[一-鿿]{0,6}?(?:有限(?:责任)?公司|集团|股份(?![合])|公司)")
_DENIED = ("不", "非", "未", "没有", "不是", "不再", "不做", "不卖", "不产", "告别")
_DENIED_ENDS = frozenset(word[-1] for word in _DENIED)
_LOOK_BACK = 24
# 引进数控机床、机器人等企业: their makers come.
_AND_MAKERS = re.compile(r"[^,。;]{0,16}?(?:企业|公司|厂家)")
_REACH = 10  # how far a word goes that begins inside another
_WHERE = ("里", "下", "上", "边", "旁", "前", "中", "深处", "开了", "开花", "盛开", "又开")
_OF_MATERIAL = ("材料", "新材料")  # behind a thing: both are told
_LATIN = re.compile(r"[a-z0-9]")


class IndustryWord(Struct, frozen=True, gc=False):
    """`in_company`: stands in the name of a company, which may do something else. `everyday`: what everybody
    has, and it is not said whose.
    """

    chain: str
    keyword: str
    start: int
    end: int
    weight: float = 1.0
    in_company: bool = False
    everyday: bool = False


class FoundWords(Struct, frozen=True):
    """`silent` are letters that say nothing of an industry, or little, whatever they spell: of words that are
    hidden, denied or an office's, of weak words, materials, tools and figures of speech; and clauses aside.
    """

    words: list[IndustryWord]
    silent: list[Span]


class _Meaning(Struct, frozen=True, gc=False):
    """`chain` is None for a word that hides others."""

    chain: str | None
    weak: bool = False
    everyday: bool = False


class _Entry(Struct, frozen=True):
    """What is known of a keyword: whether the dictionary has it; what its `tails` mean where it is said."""

    keyword: str
    meaning: _Meaning
    tails: dict[str, _Meaning]
    is_usual: bool
    may_be_cut: bool
    is_latin: bool


_Found = tuple[_Entry, int, int]  # with start and end


class IndustryFinder:
    """Holds the automaton of all keywords; pure after construction. `chain_of` has every name of a chain."""

    def __init__(self, chains: Chains) -> None:
        self.names = tuple(chain.name for chain in chains.chains)
        self.chain_of = {name: chain.name for chain in chains.chains for name in (*chain.names, chain.name)}
        meanings = _meanings(chains)
        self._entries = [_entry(keyword, meanings) for keyword in meanings]
        self._automaton = automaton(list(meanings))
        self._production = _behind(chains.production)
        self._office = _behind(chains.offices)
        self._in_passing = _in_passing(chains)
        self._aside = _behind(chains.aside)
        self._aside_clauses = {
            name: re.compile("|".join(clause.having)) for clause in chains.aside_clauses for name in clause.of
        }
        self._materials = frozenset(chain.name for chain in chains.chains if chain.is_material)
        self._services = frozenset(chain.name for chain in chains.chains if chain.is_service)
        self._turns = {
            name: [(_behind(turn.followed), turn) for turn in chains.turns if name in turn.of]
            for name in {name for turn in chains.turns for name in turn.of}
        }
        # Most words are turned by nothing, and this is seen sooner.
        self._turned = {
            name: _behind([followed.pattern for followed, _ in turns]) for name, turns in self._turns.items()
        }

    def find(self, text: Prepared, places: Sequence[Span] = ()) -> FoundWords:
        """The words of a text, in their order. A word inside the name of a place is none: 建安 of 建安区."""
        chars = text.chars
        inside = {position: place for place in places for position in range(place.start, place.end)}
        named = {place.end for place in places}
        found: list[IndustryWord] = []
        silent: list[Span] = []
        told: dict[str, _Meaning] = {}
        for entry, start, end in self._keywords(text):
            keyword, meaning = entry.keyword, entry.meaning
            if meaning.chain is None or (start in inside and _is_part_of(inside[start], start, end)):
                silent.append(Span(start, end))
                continue
            is_behind_word = bool(found) and found[-1].end == start
            if meaning.weak and is_behind_word:
                continue  # 智慧医疗|装备: the word in front says what it is for
            meaning = told.get(keyword, meaning)
            is_part = entry.is_latin and _is_of_latin(chars, start, end)
            if is_part or self._is_none(chars, start, end):
                silent.append(Span(start, end))
                continue
            if (clause := self._clause_aside(text, meaning.chain, start)) is not None:
                silent.append(clause)
                continue
            known = meaning.everyday and _is_known_for(chars, start, end, named)
            read = self._read(chars, meaning, keyword, start, end, known=known)
            if is_behind_word and not meaning.weak and not keyword.startswith(_OF_MATERIAL):
                self._make_loose(found, start, read)
            found += read
            if entry.tails:
                told.update(entry.tails)
        silent += [Span(word.start, word.end) for word in found if word.weight < 1.0]
        return FoundWords(found, silent)

    def _keywords(self, text: Prepared) -> Iterator[_Found]:
        """Those that are no parts of other words; where one is, the next, which it hid: 黄|牛肉干."""
        reached = 0
        for start, end, index in islice(self._automaton(text.chars), _MAX_WORDS):
            if start < reached:
                continue
            entry = self._entries[index]
            if not (entry.may_be_cut and _is_cut(text, entry, start, end)):
                reached = end
                yield entry, start, end
            elif (hidden := self._hidden(text, start + 1, end)) is not None:
                reached = hidden[2]
                yield hidden

    def _hidden(self, text: Prepared, start: int, end: int) -> _Found | None:
        for first, last, index in self._automaton(text.chars[start : end + _REACH]):
            entry = self._entries[index]
            if start + first >= end:
                return None
            if not (entry.may_be_cut and _is_cut(text, entry, start + first, start + last)):
                return entry, start + first, start + last
        return None

    def _is_none(self, chars: str, start: int, end: int) -> bool:
        if chars[start - 1 : start] in _DENIED_ENDS and chars.endswith(_DENIED, 0, start):
            return True
        return chars[end : end + 1].isalnum() and self._office.match(chars, end) is not None

    def _clause_aside(self, text: Prepared, chain: str | None, start: int) -> Span | None:
        """The clause, where the chain's words in it are not what the text is about."""
        having = self._aside_clauses.get(chain or "")
        if having is None:
            return None
        clause = text.clause(start)
        return clause if having.search(text.chars, clause.start, clause.end) else None

    def _read(
        self, chars: str, meaning: _Meaning, keyword: str, start: int, end: int, *, known: bool
    ) -> list[IndustryWord]:
        """The word, or what is made of it: a crop that is pressed is food, a machine for it machinery.

        `known`: what a place is known for (诸暨的珍珠), and so nothing everyday.
        """
        chain = meaning.chain or ""
        if not chars[end : end + 1].isalnum():  # nothing behind it says more
            weight = self._weight(chars, chain, start, end, weak=meaning.weak)
            return [IndustryWord(chain, keyword, start, end, weight, False, meaning.everyday and not known)]
        in_company = _COMPANY.match(chars, end) is not None
        turned = self._turned.get(chain)
        turns = self._turns_at(chars, chain, end) if turned and turned.match(chars, end) else []
        read: list[IndustryWord] = []
        if not turns or all(turn.also for turn in turns):
            weight = self._weight(chars, chain, start, end, weak=meaning.weak)
            everyday = meaning.everyday and not known and not self._production.match(chars, end)
            read.append(IndustryWord(chain, keyword, start, end, weight, in_company, everyday))
        for turn in turns:
            loose = meaning.weak or self._is_in_passing(chars, turn.to, start, end)
            read.append(IndustryWord(turn.to, keyword, start, end, _WEAK if loose else 1.0, in_company))
        return read

    def _turns_at(self, chars: str, chain: str, end: int) -> list[Turn]:
        return [turn for followed, turn in self._turns[chain] if followed.match(chars, end)]

    def _weight(self, chars: str, chain: str, start: int, end: int, *, weak: bool) -> float:
        if self._is_in_passing(chars, chain, start, end):
            return _TOOL
        if weak and not self._production.match(chars, end):
            return _WEAK
        is_quoted = end - start == _SHORT and _is_quoted(chars, start, end)
        return _WEAK if is_quoted or self._aside.match(chars, end) else 1.0

    def _is_in_passing(self, chars: str, chain: str, start: int, end: int) -> bool:
        passing = self._in_passing.get(chain)
        if passing is None:
            return False
        before, unless_made = passing
        if not before.search(chars, max(start - _LOOK_BACK, 0), start):
            return False
        return not (unless_made and (self._production.match(chars, end) or _AND_MAKERS.match(chars, end)))

    def _make_loose(self, found: list[IndustryWord], start: int, read: Sequence[IndustryWord]) -> None:
        """What stands directly in front of a thing only says what it is made of: 铝合金|轮毂."""
        chains = {word.chain for word in read}
        if chains & self._services:
            return
        for position in range(len(found) - 1, -1, -1):
            word = found[position]
            if word.end != start:
                return
            if word.chain in self._materials - chains:
                found[position] = replace(word, weight=min(word.weight, _WEAK))


def _entry(keyword: str, meanings: Mapping[str, _Meaning]) -> _Entry:
    return _Entry(
        keyword,
        meanings[keyword],
        _tails(keyword, meanings),
        is_usual=rjieba.has_word(keyword),
        may_be_cut=len(keyword) < _LONG and meanings[keyword].chain is not None,
        is_latin=keyword.isascii(),
    )


def _behind(expressions: Sequence[str]) -> re.Pattern[str]:
    """What follows a word begins with a letter: where a mark stands, nothing else is tried."""
    return re.compile(rf"(?=\w)(?:{'|'.join(expressions)})")


def _in_passing(chains: Chains) -> dict[str, tuple[re.Pattern[str], bool]]:
    """Chain → what makes its words a tool or a raw material, and whether not if they go on with a maker."""
    return {
        name: (re.compile(rf"(?:{'|'.join(passing.before)})\Z"), passing.unless_made)
        for passing in chains.in_passing
        for name in passing.of
    }


def _tails(keyword: str, meanings: Mapping[str, _Meaning]) -> dict[str, _Meaning]:
    """Words that mean something else, but not in a text that has said this one: 液压支架, and then 支架."""
    own = meanings[keyword]
    ends = (keyword[start:] for start in range(1, len(keyword) - 1))
    return {end: own for end in ends if end in meanings and meanings[end].chain not in (None, own.chain)}


def _is_cut(text: Prepared, entry: _Entry, start: int, end: int) -> bool:
    """Whether a border of words runs through it."""
    if entry.is_usual:
        return text.crosses_words(start, end)
    # Where a word ends that it does not have, the dictionary cannot tell.
    return text.begins_inside_word(start, end)


def _is_of_latin(chars: str, start: int, end: int) -> bool:
    """Whether it is a part of a longer word: 5g in 5gwh."""
    return bool(_LATIN.match(chars, end) or (start and _LATIN.match(chars[start - 1])))


def _is_part_of(place: Span, start: int, end: int) -> bool:
    return end <= place.end and (start, end) != (place.start, place.end)


def _is_known_for(chars: str, start: int, end: int, places: Collection[int]) -> bool:
    """Directly behind the end of a place's name: 诸暨的珍珠, but not 永吉县雾凇下, which says where."""
    behind = start in places or (start - 1 in places and chars[start - 1] == "的")
    return behind and not chars.startswith(_WHERE, end)


def _is_quoted(chars: str, start: int, end: int) -> bool:
    """踩足“油门”: a short word alone between quotes is mostly a figure of speech."""
    return chars.startswith("“", start - 1) and chars.startswith("”", end)


def _meanings(chains: Chains) -> dict[str, _Meaning]:
    found: dict[str, _Meaning] = {}
    for chain in chains.chains:
        found.update(dict.fromkeys(chain.signs, _Meaning(chain.name)))
        found.update(dict.fromkeys(chain.weak, _Meaning(chain.name, weak=True)))
        found.update(dict.fromkeys(chain.everyday, _Meaning(chain.name, everyday=True)))
        found.update(dict.fromkeys((*chain.names, *chain.keywords), _Meaning(chain.name)))
    found.update(dict.fromkeys(chains.masks, _Meaning(None)))
    return found
