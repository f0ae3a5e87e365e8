"""All names of places as one automaton, and what each can mean."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import rjieba
from pydantic import BaseModel, ConfigDict

from consumers.tagging.places.gazetteer import Gazetteer
from consumers.tagging.places.region_names import level_of
from consumers.tagging.places.zones import is_bare_zone, zone_end
from consumers.tagging.text.automaton import Find, automaton

_LONGEST = 16
_SEAM = re.compile(r"\n(?<=[一-鿿]\n)(?=[一-鿿])")
_REACH, _MAX_SEAMS = 8, 2_000
# What rjieba's dictionary calls a name of a place or a person; all else is a word.
_NAME_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nz"})
_COMMON_TAGS = ("n", "v", "a", "d", "i", "l", "b", "c", "p", "r")
_FACILITY = re.compile(
    r".{0,2}(?:种畜场|良种场|原种场|种马场|种猪场|奶牛场|畜牧场|林业站|林业局|苗圃|盐场|农场|林场|牛场|煤管局|林草局)"
)


class ShortNames(BaseModel):
    """Which names must not be trusted, and which may be although the dictionary calls them words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    never: frozenset[str]
    unsafe: frozenset[str]
    safe: frozenset[str]
    generic: frozenset[str]
    masks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surface:
    """`former` are meanings that the name had once, beside those of today."""

    name: str
    codes: tuple[str, ...]
    method: str
    weak: bool = False
    former: tuple[str, ...] = ()

    @property
    def short(self) -> bool:
        return self.method == "short"


class Masked:
    """The positions inside words like 金山银山, where no name of a place stands.

    Hardly any text has such a word: they are looked for around the positions that are asked for.
    """

    def __init__(self, chars: str, masks: Find, longest: int) -> None:
        self._chars = chars
        self._masks = masks
        self._longest = longest

    def __contains__(self, position: int) -> bool:
        around = self._chars[max(position - self._longest + 1, 0) : position + self._longest]
        return bool(self._masks(around)) and position in self._everywhere

    @cached_property
    def _everywhere(self) -> frozenset[int]:
        hits = self._masks(self._chars)
        return frozenset(position for start, end, _ in hits for position in range(start, end))


class Surfaces:
    """Finds names, leftmost and longest; pure after construction."""

    def __init__(self, gazetteer: Gazetteer, short_names: ShortNames) -> None:
        self._surfaces = [*_long_names(gazetteer, short_names), *_short_names(gazetteer, short_names)]
        names = [surface.name for surface in self._surfaces]
        self._automaton = automaton(names)
        self._beginnings = frozenset(name[:2] for name in names)
        self._masks = automaton(sorted(short_names.masks))
        self._longest_mask = max(map(len, short_names.masks), default=0)

    def masked(self, chars: str) -> "Masked":
        return Masked(chars, self._masks, self._longest_mask)

    def find(self, chars: str) -> Iterator[tuple[Surface, int, int]]:
        for start, end, number in self._automaton(chars):
            yield self._surfaces[number], start, end

    def broken(self, chars: str) -> Iterator[tuple[Surface, int, int]]:
        """Full names of counties and above with a line's end in them, as a narrow column has: 江津⏎区."""
        for seam in islice(_SEAM.finditer(chars), _MAX_SEAMS):
            start = max(seam.start() - _REACH, 0)
            left, right = chars[start : seam.start()], chars[seam.end() : seam.end() + _REACH]
            for surface, first, last in self.find(left + right):
                is_region = surface.method == "full" and level_of(surface.codes[0]) != "town"
                if first < len(left) < last and len(surface.name) > 2 and is_region:
                    yield surface, start + first, seam.end() + last - len(left)

    def within(self, chars: str, start: int, end: int) -> Iterator[tuple[Surface, int, int]]:
        """Those that start in the span: 顺义区 where 和顺 was found first and is none."""
        if not any(chars[at : at + 2] in self._beginnings for at in range(start, end)):
            return
        for surface, first, last in self.find(chars[start : end + _LONGEST]):
            if start + first >= end:
                return
            yield surface, start + first, start + last


def is_word(name: str, safe: frozenset[str] = frozenset()) -> bool:
    """Whether the dictionary has it as something else than a name: 合作, 资源, 通道."""
    tag = None if name in safe else _tag(name)
    return tag is not None and tag not in _NAME_TAGS


def is_common(name: str, safe: frozenset[str] = frozenset()) -> bool:
    """Whether it is a noun, a verb or an adjective; 丁卯 is a word, but none that any text may hold."""
    return is_word(name, safe) and (_tag(name) or "").startswith(_COMMON_TAGS)


def _tag(name: str) -> str | None:
    """What kind of word the dictionary says this is, where it has it."""
    if not rjieba.has_word(name):
        return None
    tagged = rjieba.tag(name, False)
    return tagged[0][1] if len(tagged) == 1 else None


def _long_names(gazetteer: Gazetteer, words: ShortNames) -> Iterator[Surface]:
    shared = {short for short, codes in gazetteer.short_names().items() if len(codes) > 1}
    for name in gazetteer.long_names():
        codes = tuple(gazetteer.codes(name))
        if level_of(codes[0]) == "town" and (_is_no_town_name(name) or _is_zone_of(shared, gazetteer, name)):
            continue
        former = tuple(code for code in gazetteer.former(name) if code not in codes)
        method = "alias" if gazetteer.is_alias(name) else "full"
        yield Surface(name, codes, method, weak=len(name) == 2 or name in words.unsafe, former=former)


def _short_names(gazetteer: Gazetteer, words: ShortNames) -> Iterator[Surface]:
    known = set(gazetteer.long_names())
    for name, codes in sorted(gazetteer.short_names().items()):
        if name in known or name in words.never:
            continue
        is_county = all(level_of(code) == "county" for code in codes)
        weak = name in words.unsafe or (is_county and is_word(name, words.safe))
        yield Surface(name, tuple(codes), "short", weak=weak)


def _is_zone_of(shared: Collection[str], gazetteer: Gazetteer, name: str) -> bool:
    """海州开发区 is short for a zone of one 海州区, but the other may have one too."""
    cuts = (cut for cut in (2, 3) if name[:cut] in shared)
    return gazetteer.is_alias(name) and any(zone_end(name, cut) == len(name) for cut in cuts)


def _is_no_town_name(name: str) -> bool:
    """Two letters, a word of its own (小城镇), or what every county has one of (工业集中区)."""
    if len(name) < 3 or is_word(name):
        return True
    if name.endswith(("街道", "镇", "乡")):
        return False
    return is_bare_zone(name) or is_facility(name)


def is_facility(name: str) -> bool:
    """种畜场, 岗埠农场: a farm or works with the rank of a town, by a name of at most two letters."""
    return _FACILITY.fullmatch(name) is not None
