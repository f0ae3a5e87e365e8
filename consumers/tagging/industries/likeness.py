"""How much the beginning of a text reads like those about a chain, by its letters and pairs of letters.

No list has all goods: 钓线轮 and 鱼竿 are told by 轮, 钓 and 竿. For each chain a logistic regression over
the tf-idf of letters and pairs, each counted once; to sort texts by their runs of letters is as old as
Cavnar and Trenkle 1994, "N-gram-based text categorization". `benchmarks/truth/fit_industries.py` writes it.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from consumers.tagging.text.prepared import Span

_LENGTH = 100  # what an article is about stands at its beginning, and a page must not take long
_NUMBER, _RUN = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"[一-鿿a-z0]+")
_TENTHS = 10
_SHOWN = 3

Letters = dict[str, int]


def beginning_of(parts: Iterable[tuple[str, Sequence[Span]]]) -> str:
    """Of title and text in their matched form, each without what is silent."""
    return "。".join(_without(chars, silent) for chars, silent in parts if chars)[:_LENGTH]


def _without(chars: str, silent: Sequence[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for span in silent:
        if span.start >= _LENGTH:
            break
        pieces.append(chars[done : span.start])
        done = span.end
    return "。".join([*pieces, chars[done : max(done, _LENGTH)]])


def letters_of(beginning: str) -> set[str]:
    """Its letters and pairs of them; a number is one letter, and no pair reaches over a mark."""
    found: set[str] = set()
    for run in _RUN.findall(_NUMBER.sub("0", beginning)):
        found.update(run)
        found.update([one + other for one, other in pairwise(run)])
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
        for chain, letters in self.speaks.items():
            if unknown := sorted(letters.keys() - self.rarity.keys()):
                raise ValueError(f"of {chain} these have no rarity: {' '.join(unknown[:5])}")
        return self


class Likeness:
    """Pure after construction."""

    def __init__(self, model: LikenessModel) -> None:
        self._base = model.base
        self._rows = _rows(model)  # smaller than the model, which is let go

    def of(self, beginning: str) -> dict[str, float]:
        """By chain, the logarithm of the odds that a text that begins so is about it."""
        rows = self._known(beginning).values()
        if not rows:
            return dict(self._base)
        *sums, length = map(sum, zip(*rows, strict=True))
        scale = sqrt(length) * _TENTHS
        return {
            chain: base + total / scale for (chain, base), total in zip(self._base.items(), sums, strict=True)
        }

    def shown(self, beginning: str, chain: str) -> list[str]:
        """The pairs that say most for the chain, in the order of the text."""
        place = list(self._base).index(chain)
        known = self._known(beginning).items()
        says = {letters: row[place] for letters, row in known if len(letters) > 1 and letters in beginning}
        strongest = sorted(says, key=lambda letters: (-says[letters], letters))[:_SHOWN]
        return sorted((letters for letters in strongest if says[letters] > 0), key=beginning.find)

    def _known(self, beginning: str) -> dict[str, tuple[int, ...]]:
        rows = self._rows
        return {letters: rows[letters] for letters in letters_of(beginning) if letters in rows}


def _rows(model: LikenessModel) -> dict[str, tuple[int, ...]]:
    """For each of the letters what they say of every chain, in hundredths, and at the end their part of the
    length that tf-idf divides by: so whole columns can be added at once.
    """
    rows = {letters: [0] * len(model.speaks) + [rarity**2] for letters, rarity in model.rarity.items()}
    for place, says in enumerate(model.speaks.values()):
        for letters, weight in says.items():
            rows[letters][place] = weight * model.rarity[letters]
    return {letters: tuple(row) for letters, row in rows.items()}
