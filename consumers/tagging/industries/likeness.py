"""How much the sentences and clauses of a text's beginning read like those about a chain, by their letters
and pairs of letters.

No list has all goods: 钓线轮 and 鱼竿 are told by 轮, 钓 and 竿. For each chain a logistic regression over
the tf-idf of letters and pairs, each counted once; to sort texts by their runs of letters is as old as
Cavnar and Trenkle 1994, "N-gram-based text categorization". `benchmarks/truth/fit_industries.py` writes it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import add, attrgetter
from typing import Annotated, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from consumers.tagging.text.prepared import Span

_LENGTH = 200  # what an article is about stands at its beginning, and a page must not take long
_SENTENCE_END, _CLAUSE_END = re.compile(r"[。;!?\n]+"), re.compile(r"[,、:—]+")
_NUMBER, _RUN = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"[一-鿿a-z0]+")
_HIDDEN = "*"  # between letters: no pair reaches over it
_TENTHS = 10
_SHOWN = 3
_start = attrgetter("start")

Heading = tuple[str, Sequence[Span]]  # in the matched form, with the parts of it that are silent
Letters = dict[str, int]
Numbers = NDArray[np.floating[Any]]


def beginning_of(*parts: Heading) -> str:
    """Of title and text, each without what is silent."""
    return "\n".join(_without(chars, sorted(silent, key=_start)) for chars, silent in parts if chars)


def _without(chars: str, silent: Sequence[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for span in silent:
        if span.start >= _LENGTH:
            break
        pieces.append(chars[done : span.start])
        done = max(done, span.end)
    return _HIDDEN.join([*pieces, chars[done : max(done, _LENGTH)]])


def letters_of(piece: str) -> set[str]:
    """Its letters and pairs of them; a number is one letter, and no pair reaches over a mark."""
    return _letters(_NUMBER.sub("0", piece))


def _letters(piece: str) -> set[str]:
    found: set[str] = set()
    for run in _RUN.findall(piece):
        found.update(run, map(add, run, run[1:]))
    return found


def _by_letters(groups: Any) -> Any:
    """{31: "药 制药"} → {"药": 31, "制药": 31}."""
    if not isinstance(groups, dict):
        return groups
    return {letters: tenths for tenths, several in groups.items() for letters in several.split()}


class LikenessModel(BaseModel):
    """`rarity` is the inverse document frequency of letters, `speaks` what they say for a chain or against
    it; both in tenths, before all letters that have so much. `base` is what a text without letters has.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: dict[str, float] = Field(min_length=1)
    rarity: Annotated[Letters, BeforeValidator(_by_letters)]
    speaks: dict[str, Annotated[Letters, BeforeValidator(_by_letters)]]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if list(self.speaks) != list(self.base):
            raise ValueError("`speaks` and `base` have different chains")
        for name, letters in self.speaks.items():
            if unknown := sorted(letters.keys() - self.rarity.keys()):
                raise ValueError(f"of {name} these have no rarity: {' '.join(unknown[:5])}")
        return self


class Likely(NamedTuple):
    """Of one chain the logarithms of the odds, in the sentence and in the clause that is likest.

    `ahead`: how far they are before the next chain there, or behind the likest.
    """

    sentence: float
    sentence_ahead: float
    clause: float
    clause_ahead: float


class Likeness:
    """Pure after construction."""

    def __init__(self, model: LikenessModel) -> None:
        self._chains = list(model.base)
        self._base = np.array(list(model.base.values()), np.float32)
        self._number = {letters: number for number, letters in enumerate(model.rarity)}
        self._says, self._rarity = _tables(model)

    def of(self, beginning: str) -> dict[str, Likely]:
        sentences, clauses = self._pieces(beginning)
        if not clauses:
            return dict(zip(self._chains, _rows(self._base[None], self._base[None]), strict=True))
        odds = self._odds([*sentences, *clauses])
        rows = _rows(odds[: len(sentences)], odds[len(sentences) :])
        return dict(zip(self._chains, rows, strict=True))

    def shown(self, beginning: str, chain: str) -> list[str]:
        """The pairs that say most for the chain, in the order of the text."""
        place = self._chains.index(chain)
        known = letters_of(beginning) & self._number.keys()
        pairs = [letters for letters in known if len(letters) > 1 and letters in beginning]
        says = {letters: self._says[self._number[letters], place] for letters in pairs}
        strongest = sorted(says, key=lambda letters: (-says[letters], letters))[:_SHOWN]
        return sorted((letters for letters in strongest if says[letters] > 0), key=beginning.find)

    def _pieces(self, beginning: str) -> tuple[list[list[int]], list[list[int]]]:
        """Of each sentence and of each clause the numbers of its letters, where any of them is known."""
        sentences: list[list[int]] = []
        clauses: list[list[int]] = []
        for sentence in _SENTENCE_END.split(_NUMBER.sub("0", beginning)):
            of_clauses = [known for clause in _CLAUSE_END.split(sentence) if (known := self._known(clause))]
            clauses += of_clauses
            if of_clauses:
                sentences.append(list(set().union(*of_clauses)))
        return sentences, clauses

    def _known(self, piece: str) -> list[int]:
        return [number for number in map(self._number.get, _letters(piece)) if number is not None]

    def _odds(self, pieces: Sequence[Sequence[int]]) -> Numbers:
        """A row for each piece, a column for each chain."""
        numbers = np.array([number for piece in pieces for number in piece])
        starts = [0, *accumulate(map(len, pieces[:-1]))]
        lengths = np.sqrt(np.add.reduceat(self._rarity[numbers], starts))
        return self._base + np.add.reduceat(self._says[numbers], starts) / lengths[:, None]


def _rows(sentences: Numbers, clauses: Numbers) -> Iterator[Likely]:
    columns = (part.max(0).tolist() for odds in (sentences, clauses) for part in (odds, _ahead(odds)))
    return map(Likely, *columns)


def _ahead(odds: Numbers) -> Numbers:
    second, first = np.partition(odds, -2)[:, -2:, None].swapaxes(0, 1)
    ahead: Numbers = odds - np.where(odds == first, second, first)
    return ahead


def _tables(model: LikenessModel) -> tuple[Numbers, Numbers]:
    """For each of the letters what they say of every chain, and their part of the length that tf-idf
    divides by.
    """
    rarity = np.array(list(model.rarity.values()), np.float32) / np.float32(_TENTHS)
    says = np.zeros((len(rarity), len(model.base)), np.float32)
    rows = {letters: row for row, letters in enumerate(model.rarity)}
    for column, weights in enumerate(model.speaks.values()):
        at = [rows[letters] for letters in weights]
        says[at, column] = np.array(list(weights.values()), np.float32) / np.float32(_TENTHS) * rarity[at]
    return says, rarity**2
