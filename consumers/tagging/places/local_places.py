"""The short names that only count in a county that is spoken of: its own, and those of its towns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

from consumers.tagging.places.gazetteer import Gazetteer
from consumers.tagging.places.mention import COUNTY_DIGITS
from consumers.tagging.places.region_names import level_of, short_name
from consumers.tagging.places.surfaces import ShortNames, is_common, is_facility, is_word
from consumers.tagging.places.zones import zone_stem
from consumers.tagging.text.automaton import Find, automaton

_KEPT = 512
_NAMED = 4  # a farm's name with a name of its own in it
_LONG_STEM = 3  # 新民洲 of 新民洲临港产业园; shorter ones are words or the county's own name


class LocalName(Struct, frozen=True, gc=False):
    """A name that counts in its county; one that is a `word`, as 丁卯 for a year, only among other places."""

    code: str
    name: str
    start: int
    end: int
    word: bool


@dataclass(frozen=True, slots=True)
class _Local:
    names: list[str]
    codes: list[str]
    words: list[bool]
    automaton: Find


class LocalPlaces:
    def __init__(self, gazetteer: Gazetteer, short_names: ShortNames) -> None:
        self._gazetteer = gazetteer
        self._safe = short_names.safe
        self._never = short_names.never
        self._elsewhere = frozenset(gazetteer.short_names())
        self._of = lru_cache(maxsize=_KEPT)(self._made)
        self._towns = lru_cache(maxsize=_KEPT)(self._short_towns)

    def find(self, chars: str, county: str) -> Iterator[LocalName]:
        """Every short name of the county and its towns."""
        local = self._of(county)
        for start, end, number in local.automaton(chars):
            yield LocalName(local.codes[number], local.names[number], start, end, local.words[number])

    def begins_with_town(self, county: str, chars: str, at: int) -> bool:
        """Whether the name of one of its towns stands here: 洋口 behind 如东."""
        return any(
            found.start == 0 and len(found.code) > COUNTY_DIGITS
            for found in self.find(chars[at : at + 6], county)
        )

    def has_other(self, county: str, chars: str, name: str) -> bool:
        """Whether another name of the county stands in the text than this one."""
        return any(found.name != name and not found.word for found in self.find(chars, county))

    def town(self, counties: Sequence[str], name: str) -> str | None:
        """The one town in the counties that is called so for short, whatever else has the name."""
        found = [code for county in counties for code in self._towns(county).get(name, ())]
        return found[0] if len(found) == 1 else None

    def _short_towns(self, county: str) -> dict[str, list[str]]:
        towns: dict[str, list[str]] = {}
        for code, name in self._gazetteer.towns_of(county).items():
            if short := short_name(name, "town"):
                towns.setdefault(short, []).append(code)
        return towns

    def _made(self, county: str) -> _Local:
        codes: dict[str, str] = {}
        words: dict[str, bool] = {}
        for name, code, word in self._names(county):
            codes[name] = code
            words[name] = word
        return _Local(list(codes), list(codes.values()), list(words.values()), automaton(list(codes)))

    def _names(self, county: str) -> Iterator[tuple[str, str, bool]]:
        for code, name in self._gazetteer.towns_of(county).items():
            short = short_name(name, "town")
            if short and short not in self._elsewhere and not is_common(short, self._safe):
                yield short, code, is_word(short, self._safe)
            if len(name) == 2 and not is_word(name):  # 张镇
                yield name, code, False
            if is_facility(name) and len(name) >= _NAMED and not is_word(name[:2]):  # 岗埠农场, not 种畜场
                yield name, code, False
            if len(stem := zone_stem(name)) >= _LONG_STEM and not is_word(stem):
                yield stem, code, False
        own = short_name(self._gazetteer.name_of(county), level_of(county))
        if own and own not in self._never:
            yield own, county, False
