"""Which region a name of several means: by home, or by two witnesses of the text that nothing contradicts."""

from collections.abc import Mapping, Sequence

from consumers.tagging.places.evidence import Evidence
from consumers.tagging.places.gazetteer import Gazetteer
from consumers.tagging.places.mention import Mention
from consumers.tagging.places.region_names import Level, level_of
from consumers.tagging.places.support import Support

_LEVELS: tuple[Level, ...] = ("county", "city", "province")
_UNDECIDED = "", None
_NOWHERE: frozenset[str] = frozenset()


class SharedNames:
    """One article's. `lists` is, for a name, in which cities all the names of its list may be."""

    def __init__(self, gazetteer: Gazetteer, home: str | None, evidence: Evidence) -> None:
        self._gazetteer = gazetteer
        self._evidence = evidence
        self._is_provincial = home is not None and level_of(home) == "province"
        self.home = Support()
        if home is not None:
            self.home.add((home, *gazetteer.ancestors(home)))
        self.lists: Mapping[tuple[bool, int], set[str]] = {}

    def meaning(self, mention: Mention) -> tuple[str, str | None]:
        """What decides, and the region.

        A city's site that names another city's 鼓楼区 may mean any: its province alone decides nothing.
        """
        if mention.method == "alias" and len({code[:4] for code in mention.codes}) == 1 < len(mention.codes):
            return _UNDECIDED  # a former county that was divided among its neighbours
        if mention.standing.counted:
            return _UNDECIDED
        every = (*mention.codes, *mention.former)
        for level in _LEVELS:
            at_home = self._at(every, self.home.of(level))
            decides = level != "province" or self._is_provincial or len(every) == 1
            if decides and len(at_home) == 1:
                return _UNDECIDED if self._is_contradicted(mention, at_home[0]) else ("prior", at_home[0])
            named = self._at(every, self._evidence.mentioned.of(level))
            if len({*at_home, *named}) == 1 and named:
                return self._told_of(mention, named[0], level)
            if at_home or named:
                break
        return _UNDECIDED

    def _at(self, codes: Sequence[str], regions: set[str]) -> list[str]:
        return [code for code in codes if self._gazetteer.is_at(code, regions)] if regions else []

    def _told_of(self, mention: Mention, code: str, level: Level) -> tuple[str, str | None]:
        if self._is_opposed(mention, code, level):
            return _UNDECIDED
        method = self._witness(mention, code, self._evidence.mentioned.of(level))
        return (method, code) if method else _UNDECIDED

    def _witness(self, mention: Mention, code: str, mentioned: set[str]) -> str:
        """What says, beside the name itself, that this is the region; a name of one meaning needs nothing."""
        if len(mention.codes) == 1:
            return "mention"
        regions = [region for region in (code, *self._gazetteer.ancestors(code)) if region in mentioned]
        is_there = mention.role == "venue" or (mention.is_town and not mention.standing.far)
        if is_there and any(map(self._evidence.is_visited, regions)):
            return "visit"
        if mention.standing.far:
            return ""
        if any(self._evidence.tells_of(region, mention) for region in regions):
            return "mention"
        if not self.lists.get(mention.position, _NOWHERE).isdisjoint(regions):
            return "list"
        in_province = self._gazetteer.is_at(code, self.home.provinces)
        return "province" if in_province and any(map(self._evidence.is_named, regions)) else ""

    def _is_opposed(self, mention: Mention, code: str, level: Level) -> bool:
        """Whether home has the name too, or the text names another region that has it.

        A text from elsewhere that says 徐州市鼓楼区 at first, and nothing of home, means the same one later.
        """
        others = [other for other in (*mention.codes, *mention.former) if other != code]
        if self._at(others, self.home.cities) and (level != "county" or self._speaks_of_home()):
            return True
        return self._evidence.names(self._rivals(mention, code))

    def _speaks_of_home(self) -> bool:
        return self._evidence.speaks_of(self.home.cities | self.home.counties)

    def _is_contradicted(self, mention: Mention, at_home: str) -> bool:
        """Whether another region that has the name is named before it, or behind it in its clause.

        On the county's own site it does not matter what stands behind it, nor where guests are from.
        """
        rivals = self._rivals(mention, at_home)
        if mention.role == "origin" and self._evidence.speaks_of(rivals):
            return True
        if at_home in self.home.counties:
            return self._evidence.names_before(mention, rivals, guests=False)
        named = self._evidence.names_before(mention, rivals)
        return named or self._evidence.names_behind(mention, rivals)

    def _rivals(self, mention: Mention, code: str) -> set[str]:
        """The other regions that have the name, and what they lie in."""
        shared = {code, *self._gazetteer.ancestors(code)}
        others = {*mention.codes, *mention.former} - {code}
        return {region for other in others for region in (other, *self._gazetteer.ancestors(other))} - shared
