"""What the mentions of an article say about which of several regions a shared name means."""

import sys
from collections import defaultdict
from collections.abc import Iterable

from consumers.tagging.gazetteer import Gazetteer
from consumers.tagging.mention import Mention
from consumers.tagging.place_support import Support
from consumers.tagging.region_names import level_of
from wire.messages import PlaceRole

# Where somebody comes from, or who writes, says nothing about which 鼓楼区 is meant.
_ELSEWHERE: frozenset[PlaceRole] = frozenset({"origin", "hq", "publisher"})
_CAPITAL = "110000"  # where agencies write about any place
_END = (True, sys.maxsize)
_NEAR = 60
_OFTEN = 4


class Evidence:
    """`mentioned` are the regions spoken of, `stated` those of them that the text is about.

    产品销往北京，朝阳区的小厂… is not about Beijing; what is said of a county is also said of its city.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.mentioned = Support()
        self.stated = Support()
        self._around: dict[str, tuple[str, ...]] = {}
        self._first: dict[str, tuple[bool, int]] = {}
        self._at: dict[str, set[tuple[bool, int]]] = defaultdict(set)
        self._stated: set[str] = set()

    def note(self, mentions: Iterable[Mention]) -> None:
        for mention in mentions:
            if mention.code is None or mention.role in _ELSEWHERE:
                continue
            self._note(mention, mention.code)

    def _note(self, mention: Mention, code: str) -> None:
        regions, position = self._regions(code), mention.position
        if code not in self._at:
            self.mentioned.add(regions)
        if position < self._first.get(code, _END):
            for region in regions:
                self._first[region] = min(self._first.get(region, _END), position)
        self._at[code].add(position)
        if code not in self._stated and (_states(mention, code) or len(self._at[code]) >= _OFTEN):
            self._stated.add(code)
            self.stated.add(regions)

    def named_before(self, mention: Mention, regions: Iterable[str]) -> bool:
        return any(self._first.get(region, _END) < mention.position for region in regions)

    def _regions(self, code: str) -> tuple[str, ...]:
        """That a city is named does not make its whole province the subject."""
        if code not in self._around:
            self._around[code] = (code, *filter(self._is_one_city, self._gazetteer.ancestors(code)))
        return self._around[code]

    def _is_one_city(self, code: str) -> bool:
        return level_of(code) != "province" or self._gazetteer.name_of(code)[-1] == "市"


def is_near(one: Mention, other: Mention) -> bool:
    return one.in_title == other.in_title and abs(one.start - other.start) <= _NEAR


def _states(mention: Mention, code: str) -> bool:
    if mention.role == "dateline":
        return code != _CAPITAL
    return mention.role != "venue" and not mention.on_route and (mention.leads or not code.endswith("00"))
