"""Whether a text is about a chain: steps of a few numbers, added up, learned from labelled lines.

An additive model of boosted one-split trees (Lou, Caruana and Gehrke 2012, "Intelligible models for
classification and regression"): every number has steps of its own, which can be read, and a chain is told
where their sum is above nothing, or a little higher where no word names it.
`benchmarks/truth/fit_industries.py` writes the file.
"""

from bisect import bisect_left
from collections.abc import Collection
from typing import Annotated, Any, NamedTuple, Self

from msgspec.structs import astuple
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from consumers.tagging.industries.evidence import Evidence
from consumers.tagging.industries.finding import IndustryWord
from consumers.tagging.industries.sentences import PLAIN, STATEMENT

_FULLY, _SURE = 1.0, 0.9
# Where only letters speak for a chain, and are less sure than six tenths, they are hardly more often right
# than wrong in lines of other files.
_LETTERS_ALONE = 0.4

Share = Annotated[float, Field(ge=0, le=1)]


def _by_word(groups: Any) -> Any:
    """{"3/4": "茶 酒"} → {"茶": (3, 4), "酒": (3, 4)}."""
    if not isinstance(groups, dict):
        return groups
    found: dict[str, tuple[int, ...]] = {}
    for share, words in groups.items():
        counts = tuple(map(int, str(share).split("/")))
        for word in words.split():
            if found.setdefault(word, counts) != counts:
                raise ValueError(f"{word} stands at {share} and elsewhere")
    return found


class Trust(BaseModel):
    """How far words are relied on that stand in no labelled line, by their kind.

    Where there are such lines, this counts as so many `lines` more.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    firm: Share
    everyday: Share
    loose: Share
    lines: float = Field(gt=0)

    def of(self, right: int, lines: int) -> "Relied":
        """For a word that is right in so many of so many labelled lines."""
        counted = lines + self.lines
        return Relied(
            *((right + self.lines * kind) / counted for kind in (self.firm, self.everyday, self.loose))
        )


class Relied(NamedTuple):
    """How far it can be relied on that a text with a word is about its chain, 0 to 1, by the word's kind."""

    firm: float
    everyday: float
    loose: float

    def as_said(self, word: IndustryWord) -> float:
        return self.loose if word.weight < 1.0 else self.everyday if word.everyday else self.firm


class Steps(BaseModel):
    """`gives[i]` for a number up to and with `upto[i]`, the last one beyond them all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    upto: list[float]
    gives: list[float]

    @model_validator(mode="after")
    def _fit(self) -> Self:
        if len(self.gives) != len(self.upto) + 1 or self.upto != sorted(self.upto):
            raise ValueError("steps have one value more than borders, and these in order")
        return self


class Additive(BaseModel):
    """`steps` are of the numbers of `Evidence`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: float
    steps: dict[str, Steps]

    @model_validator(mode="after")
    def _has_all_numbers(self) -> Self:
        if tuple(self.steps) != Evidence.__struct_fields__:
            raise ValueError(f"the steps must be those of {', '.join(Evidence.__struct_fields__)}")
        return self


class IndustryModel(BaseModel):
    """`short` decides of texts of up to so many characters as `short_upto`, `middle` of others up to
    `middle_upto`, and `long`, where words alone count, of all others; `seen` says of a word in how many of
    the labelled lines that hold it the text is about its chain.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    trust: Trust
    short_upto: int = Field(gt=0)
    middle_upto: int = Field(gt=0)
    short: Additive
    middle: Additive
    long: Additive
    seen: Annotated[dict[str, tuple[int, int]], BeforeValidator(_by_word)]


class IndustryJudge:
    """`own` are words of the customer: these are relied on fully."""

    def __init__(self, model: IndustryModel, own: Collection[str] = ()) -> None:
        self._unseen = model.trust.of(0, 0)
        self._relied = {word: model.trust.of(*counts) for word, counts in model.seen.items()}
        self._relied.update(dict.fromkeys(own, Relied(_FULLY, _FULLY, _FULLY)))
        self._upto = (model.short_upto, model.middle_upto)
        self._sums = tuple(_Sum(part) for part in (model.short, model.middle, model.long))

    def reads_letters(self, chars: int) -> bool:
        """Whether letters say anything of a text so long."""
        return chars <= self._upto[-1]

    def reliability(self, word: IndustryWord) -> float:
        return self._relied.get(word.keyword, self._unseen).as_said(word)

    def is_told(self, evidence: Evidence) -> bool:
        if evidence.best_word >= _FULLY and evidence.best_place >= PLAIN:
            return True  # the customer's own word, plainly said
        is_sure = evidence.best_word >= _SURE and evidence.best_place >= STATEMENT
        if is_sure and evidence.chars > self._upto[0]:
            return True  # in the title or where a project is reported, whatever else a longer text says
        least = 0.0 if evidence.words else _LETTERS_ALONE
        return self._sums[bisect_left(self._upto, evidence.chars)].of(evidence) > least


class _Sum:
    def __init__(self, model: Additive) -> None:
        self._base = model.base
        self._steps = [(steps.upto, steps.gives) for steps in model.steps.values()]

    def of(self, evidence: Evidence) -> float:
        pairs = zip(self._steps, astuple(evidence), strict=True)
        return self._base + sum(gives[bisect_left(upto, number)] for (upto, gives), number in pairs)
