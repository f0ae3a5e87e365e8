"""The short names that only count in a county that is spoken of: its own, and those of its towns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from consumers.tagging.gazetteer import Gazetteer
from consumers.tagging.region_names import level_of, short_name
from consumers.tagging.surfaces import ShortNames, is_word

# A hill, a river or a village often has the name of the town around it, and is not the town.
NO_TOWN = re.compile(r"[山河湖江岭寺桥站港岛峰水村湾]|水库|社区|小区|景区|大桥|文化|精神|人|牌")
_KEPT = 512


@dataclass(frozen=True, slots=True)
class _Local:
    names: list[str]
    codes: list[str]
    automaton: AhoCorasick


class LocalPlaces:
    def __init__(self, gazetteer: Gazetteer, short_names: ShortNames) -> None:
        self._gazetteer = gazetteer
        self._safe = short_names.safe
        self._never = short_names.never
        self._elsewhere = frozenset(gazetteer.short_names())
        self._of = lru_cache(maxsize=_KEPT)(self._made)
        self._towns = lru_cache(maxsize=_KEPT)(self._short_towns)

    def find(self, chars: str, county: str) -> Iterator[tuple[str, str, int, int]]:
        """(code, name, start, end) of every short name of the county and its towns."""
        local = self._of(county)
        for number, start, end in local.automaton.find_matches_as_indexes(chars):
            yield local.codes[number], local.names[number], start, end

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
        names = dict(self._names(county))
        automaton = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
        return _Local(list(names), list(names.values()), automaton)

    def _names(self, county: str) -> Iterator[tuple[str, str]]:
        for code, name in self._gazetteer.towns_of(county).items():
            short = short_name(name, "town")
            if short and short not in self._elsewhere and not is_word(short, self._safe):
                yield short, code
            if len(name) == 2 and not is_word(name):  # 张镇
                yield name, code
        own = short_name(self._gazetteer.name_of(county), level_of(county))
        if own and own not in self._never:
            yield own, county
