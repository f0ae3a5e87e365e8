"""What the mentions of an article say about which of several regions a shared name means."""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from consumers.tagging.places.gazetteer import Gazetteer
from consumers.tagging.places.mention import COUNTY_DIGITS, Mention
from consumers.tagging.places.region_names import level_of
from consumers.tagging.places.support import Support
from wire.messages import PlaceRole

# Where somebody comes from, or who writes, says nothing about which 鼓楼区 is meant.
_ELSEWHERE: frozenset[PlaceRole] = frozenset({"origin", "hq", "publisher"})
_CAPITAL = "110000"  # where agencies write about any place
_END = (True, sys.maxsize)
_NEAR = 60
_OFTEN = 3


class Evidence:
    """`mentioned` are the regions spoken of. Which of them the text is about, `tells_of` says.

    杭州的丝绸…，西湖区的小店… need not be in Hangzhou: that a city is named is one witness, and not enough.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.mentioned = Support()
        self._around: dict[str, tuple[str, ...]] = {}
        self._spoken: set[str] = set()
        self._noted: set[str] = set()
        self._first: dict[str, tuple[bool, int]] = {}
        self._but_guests: dict[str, tuple[bool, int]] = {}
        self._told_at: dict[str, set[tuple[bool, int]]] = defaultdict(set)
        self._in_clause: dict[tuple[bool, int], set[tuple[int, str]]] = defaultdict(set)
        self._told: set[str] = set()
        self._governing: set[str] = set()
        self._speaking: set[str] = set()
        self._visited: set[str] = set()
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._shared: dict[str, set[str]] = defaultdict(set)

    def note(self, mentions: Iterable[Mention]) -> None:
        for mention in mentions:
            if mention.code is None:
                continue
            regions = self._regions(mention.code)
            self._spoken.update(regions)
            if mention.role not in _ELSEWHERE:
                self._note(mention, mention.code, regions)

    def _note(self, mention: Mention, code: str, regions: tuple[str, ...]) -> None:
        if code not in self._noted:
            self._noted.add(code)
            self.mentioned.add(regions)
        if self._says_where(mention, code):
            _note_first(self._first, regions, mention)
            if not mention.standing.is_only_from:
                _note_first(self._but_guests, regions, mention)
        if mention.role == "venue":
            self._visited.update(regions)
        elif mention.role == "dateline":
            self._speaking.update({code} - {_CAPITAL})
        elif mention.standing.leads and not mention.on_route:
            self._note_told(mention, code, regions)

    def _note_told(self, mention: Mention, code: str, regions: tuple[str, ...]) -> None:
        self._in_clause[mention.in_title, mention.standing.clause].add((mention.start, code))
        self._told_at[code].add(mention.position)
        self._told.update(regions)
        for outer in regions[1:]:
            self._parts[outer].add(code[:COUNTY_DIGITS])
        if mention.standing.speaks or len(self._told_at[code]) >= _OFTEN:
            self._speaking.add(code)
        if mention.standing.governs:
            self._governing.add(code)

    def note_shared(self, mentions: Iterable[Mention]) -> None:
        """Two names that several counties bear, and both in one city, are hardly there by chance."""
        for mention in mentions:
            if len(mention.codes) > 1 and not mention.is_town and not mention.standing.far:
                for code in mention.codes:
                    for outer in self._regions(code)[1:]:
                        self._shared[outer].add(mention.surface)

    def tells_of(self, region: str, mention: Mention) -> bool:
        """Whether the text is about this county, or by a second witness about this city.

        That is what is told of the whole city, or another name in it. Where the city does not speak itself,
        the name must open its clause: 徐州公布夜市名单，鼓楼区占了三席.
        """
        if level_of(region) == "county":
            return region in self._told
        if region in self._speaking or len(self._parts[region]) > 1:
            return True
        if mention.standing.opens and region in self._governing:
            return True
        return self.is_named(region) and (len(self._shared[region]) > 1 or self._is_beside(region, mention))

    def _is_beside(self, region: str, mention: Mention) -> bool:
        """Whether another part of it stands in the clause: 河东区的草柳编、兰山区的竹编."""
        return any(region in self._regions(code)[1:] for _, code in self._clause_of(mention))

    def is_named(self, region: str) -> bool:
        """Whether its own name stands where something may be told of it."""
        return region in self._told_at

    def is_visited(self, region: str) -> bool:
        return region in self._visited

    def speaks_of(self, regions: set[str]) -> bool:
        """Also of where somebody comes from."""
        return not self._spoken.isdisjoint(regions)

    def names(self, regions: set[str]) -> bool:
        return not regions.isdisjoint(self._first)

    def names_before(self, mention: Mention, regions: Iterable[str], *, guests: bool = True) -> bool:
        """Also as where guests are from: 南京客人."""
        first = self._first if guests else self._but_guests
        return any(first.get(region, _END) < mention.position for region in regions)

    def names_behind(self, mention: Mention, regions: set[str]) -> bool:
        """In the same clause: 鼓楼区的三坊七巷是福州的名片."""
        return any(start > mention.start and code in regions for start, code in self._clause_of(mention))

    def _clause_of(self, mention: Mention) -> Collection[tuple[int, str]]:
        return self._in_clause.get((mention.in_title, mention.standing.clause), ())

    def _says_where(self, mention: Mention, code: str) -> bool:
        """浙江茶商看中西湖区: a province is where it is only when something is told of the province."""
        is_wide = level_of(code) == "province" and not self._is_one_city(code)
        return not is_wide or mention.role == "venue" or mention.standing.governs or mention.standing.speaks

    def _regions(self, code: str) -> tuple[str, ...]:
        """That a city is named does not make its whole province the subject."""
        if code not in self._around:
            self._around[code] = (code, *filter(self._is_one_city, self._gazetteer.ancestors(code)))
        return self._around[code]

    def _is_one_city(self, code: str) -> bool:
        return level_of(code) != "province" or self._gazetteer.name_of(code)[-1] == "市"


def _note_first(first: dict[str, tuple[bool, int]], regions: Sequence[str], mention: Mention) -> None:
    position = mention.position
    if first.get(regions[0], _END) <= position:  # and so is all that it lies in
        return
    for region in regions:
        first[region] = min(first.get(region, _END), position)


def is_near(one: Mention, other: Mention) -> bool:
    return one.in_title == other.in_title and abs(one.start - other.start) <= _NEAR
