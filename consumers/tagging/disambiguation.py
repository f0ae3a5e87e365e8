"""Which region a shared name means: by the name in front of it, by home, by what else is mentioned."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from consumers.tagging.gazetteer import Gazetteer
from consumers.tagging.mention import Mention
from consumers.tagging.place_evidence import Evidence, is_near
from consumers.tagging.place_support import Support
from consumers.tagging.region_names import level_of


class Disambiguation:
    """One article's. `generic` are names like 城区, which mean a region only right behind its city's name."""

    def __init__(self, gazetteer: Gazetteer, generic: frozenset[str], home: str | None) -> None:
        self._gazetteer = gazetteer
        self._generic = generic
        self._home = Support()
        self._is_provincial = home is not None and level_of(home) == "province"
        if home is not None:
            self._home.add((home, *gazetteer.ancestors(home)))
        self._evidence = Evidence(gazetteer)
        self._mentioned = self._evidence.mentioned
        self._told: dict[str, str] = {}
        self._enumerated: frozenset[tuple[bool, int]] = frozenset()

    def resolve(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions, decided where something decides; those that are no place after all are left out.

        Counties first: inside a county the name of a town is unique, so a town is decided by what is found
        around it and does not decide a county's name.
        """
        chained = self._backed(self._beside_sure(self._chained(mentions)))
        self._enumerated = self._generic_lists(chained)
        self._evidence.note(mention for mention in chained if self._is_sure(mention))
        counties = [self._decided(mention) if not mention.is_town else mention for mention in chained]
        self._evidence.note(mention for mention in counties if mention is not None and not mention.is_town)
        decided = [self._decided(mention) if mention and mention.is_town else mention for mention in counties]
        found = [mention for mention in decided if mention is not None]
        self._evidence.note(found)
        return _of_one_role(found)

    @property
    def counties(self) -> list[str]:
        """Counties whose towns may be called by short names: home's and those mentioned, and 东莞."""
        home = self._home.counties | self._with_towns(self._home.cities)
        mentioned = self._mentioned.counties | self._with_towns(self._mentioned.cities)
        return sorted(home) + sorted(mentioned - home)

    def _with_towns(self, cities: set[str]) -> set[str]:
        """Those that have towns and no counties."""
        return {city for city in cities if self._gazetteer.towns_of(city)}

    def _chained(self, mentions: Sequence[Mention]) -> list[Mention]:
        """连云港市海州区: the name in front of another says which one it is."""
        chained: list[Mention] = []
        before: Mention | None = None
        for mention in mentions:
            if before is not None and before.end == mention.start and before.in_title == mention.in_title:
                mention = self._behind(mention, before)  # noqa: PLW2901
            chained.append(mention)
            before = mention
        return chained

    def _behind(self, mention: Mention, before: Mention) -> Mention:
        for codes in (mention.codes, mention.former):
            inside = tuple(code for code in codes if self._is_inside(code, before.codes))
            if inside:
                return replace(mention, codes=inside, former=(), method="qualified", weak=False)
        level = level_of(mention.codes[0])
        if mention.method == "zone" and level == "county" and before.code and before.code.endswith("00"):
            # 宜宾三江新区 is a zone of 宜宾, not of 三江县.
            return replace(mention, codes=(before.code,), former=(), method="qualified", weak=False)
        # 西湖龙井 is not in 龙井市.
        loose = mention.method == "zone" or (mention.method == "short" and level == "county")
        return replace(mention, doubtful=loose and level_of(before.codes[0]) in ("city", "county"))

    def _beside_sure(self, mentions: Sequence[Mention]) -> list[Mention]:
        """亳州、樟树: a word listed behind a short name that is sure is the place of that name."""
        found = list(mentions)
        for number, (one, other) in enumerate(pairwise(mentions)):
            is_word = one.touches(other) and other.weak and other.code is not None
            if is_word and one.method == "short" and self._is_sure(found[number]):
                found[number + 1] = replace(other, weak=False)
        return found

    def _backed(self, mentions: Sequence[Mention]) -> list[Mention]:
        """开封 is a word, and a city where 鼓楼区 is spoken of."""
        districts = [
            one for one in mentions if len(one.codes) > 1 and one.method == "full" and not one.is_town
        ]
        return [
            replace(one, weak=False) if any(self._backs(one, other) for other in districts) else one
            for one in mentions
        ]

    def _backs(self, city: Mention, district: Mention) -> bool:
        is_city = city.weak and city.code is not None and city.code.endswith("00")
        return (
            is_city
            and is_near(city, district)
            and any(self._is_inside(code, city.codes) for code in district.codes)
        )

    def _generic_lists(self, mentions: Sequence[Mention]) -> frozenset[tuple[bool, int]]:
        """城区、郊区、矿区 listed together, or with a county of home, are counties, where home has them."""
        found: set[tuple[bool, int]] = set()
        for one, other in pairwise(mentions):
            if one.touches(other) and all(map(self._is_generic_or_of_home, (one, other))):
                found |= {one.position, other.position}
        return frozenset(found)

    def _is_generic_or_of_home(self, mention: Mention) -> bool:
        if mention.surface in self._generic:
            return True
        return not mention.weak and any(self._is_at(code, self._home.cities) for code in mention.codes)

    def _of_home(self, mention: Mention) -> Mention | None:
        codes = tuple(code for code in mention.codes if self._is_at(code, self._home.cities))
        return replace(mention, codes=codes, method="prior") if len(codes) == 1 else None

    def _is_sure(self, mention: Mention) -> bool:
        if mention.code is None or mention.weak or mention.former:
            return False
        if mention.method == "qualified":
            return True
        return not (mention.is_town or mention.surface in self._generic or self._is_bare_district(mention))

    def _is_bare_district(self, mention: Mention) -> bool:
        """天河 for 天河区: outside its own city people say 广州天河."""
        code = mention.code
        if mention.listed:
            return False
        if code is None or mention.method not in ("short", "zone"):
            return False
        name = self._gazetteer.name_of(code)
        return name[-1] == "区" and name not in mention.surface

    def _decided(self, mention: Mention) -> Mention | None:
        if mention.surface in self._generic and mention.method != "qualified":
            return self._of_home(mention) if mention.position in self._enumerated else None
        if self._is_sure(mention):
            return mention
        method, code = self._supported(mention)
        if code is not None and not (mention.weak and self._is_loose(code)):
            kept = mention.method if mention.code == code else method
            self._told.setdefault(mention.surface, code)
            return replace(mention, codes=(code,), former=(), method=kept, weak=False, doubtful=False)
        return None if mention.weak else self._undecided(mention)

    def _undecided(self, mention: Mention) -> Mention | None:
        if mention.method == "short" and self._is_bare_district(mention) and self._is_far(mention.codes[0]):
            return None
        if mention.former and self._conflicting(mention):
            return replace(mention, codes=(*mention.codes, *mention.former), former=())
        if mention.code and self._is_far(mention.code) and (mention.is_town or mention.method == "zone"):
            return replace(mention, doubtful=True)
        return replace(mention, former=())

    def _supported(self, mention: Mention) -> tuple[str, str | None]:
        """The one candidate that home or the other mentions support; none where they disagree.

        A city's site that names another city's 鼓楼区 may mean any: its province alone decides nothing.
        """
        if mention.method == "alias" and len({code[:4] for code in mention.codes}) == 1 < len(mention.codes):
            return "", None  # a former county that was divided among its neighbours
        every = (*mention.codes, *mention.former)
        for level in ("counties", "cities", "provinces"):
            at_home = [code for code in every if self._is_at(code, getattr(self._home, level))]
            by_mention = [code for code in every if self._is_at(code, getattr(self._mentioned, level))]
            decides = level != "provinces" or self._is_provincial or len(every) == 1
            if decides and len(at_home) == 1 and not self._contradicted(mention, by_mention, at_home[0]):
                return "prior", at_home[0]
            supported = dict.fromkeys((*at_home, *by_mention))
            stated = [code for code in by_mention if self._is_at(code, self._support_of(mention, level))]
            if len(supported) == 1 and (stated or (decides and not by_mention)):
                return "prior" if at_home else "mention", next(iter(supported))
            if supported:
                break
        # 鼓楼区 once decided is the same one in the next sentence.
        return ("prior", self._told[mention.surface]) if mention.surface in self._told else ("", None)

    def _support_of(self, mention: Mention, level: str) -> set[str]:
        """The regions that decide. Where people met says what else is there, or that a word is a place."""
        is_there = mention.role == "venue" or mention.is_town or len(mention.codes) == 1
        support = self._evidence.mentioned if is_there else self._evidence.stated
        regions: set[str] = getattr(support, level)
        return regions

    def _contradicted(self, mention: Mention, by_mention: Sequence[str], at_home: str) -> bool:
        """Whether another region that has the name was named before: what comes later does not say which."""
        shared = {at_home, *self._gazetteer.ancestors(at_home)}
        others = [code for code in by_mention if code != at_home]
        rivals = {region for code in others for region in (code, *self._gazetteer.ancestors(code))}
        return self._evidence.named_before(mention, rivals - shared)

    def _is_loose(self, code: str) -> bool:
        """Whether only the province speaks for a county: too little for a name that is also a word."""
        city = f"{code[:4]}00"
        nearer = self._home.cities | self._mentioned.cities | self._home.counties | self._mentioned.counties
        return self._gazetteer.knows(city) and city != code and code not in nearer and city not in nearer

    def _conflicting(self, mention: Mention) -> bool:
        nearer = self._home.cities | self._mentioned.cities
        return any(self._is_at(code, nearer) for code in mention.former)

    def _is_far(self, code: str) -> bool:
        """In another province than home and all that is spoken of.

        A town of this name may be a newer one nearer by.
        """
        near = self._mentioned.cities | self._mentioned.provinces | self._home.provinces
        return bool(near) and code[:2] not in {region[:2] for region in near}

    def is_alone(self, mention: Mention) -> bool:
        """A county's short name, where nothing else speaks for its city."""
        if mention.method != "short" or level_of(mention.codes[0]) != "county":
            return False
        cities = self._home.cities | (self._mentioned.cities - self._only_by(mention))
        return not any(self._is_at(code, cities) for code in mention.codes)

    def is_abroad(self, mention: Mention) -> bool:
        """Whether home is known, and the name means nothing in its province."""
        provinces = {code[:2] for code in self._home.provinces}
        return bool(provinces) and provinces.isdisjoint(code[:2] for code in mention.codes)

    def _only_by(self, mention: Mention) -> set[str]:
        own = {f"{code[:4]}00" for code in mention.codes}
        return own - {f"{code[:4]}00" for code in self._mentioned.counties - set(mention.codes)}

    def _is_at(self, code: str, regions: set[str]) -> bool:
        return code in regions or not regions.isdisjoint(self._gazetteer.ancestors(code))

    def _is_inside(self, code: str, outer: Sequence[str]) -> bool:
        return any(above in outer for above in self._gazetteer.ancestors(code))


def _of_one_role(mentions: Sequence[Mention]) -> list[Mention]:
    """In 浙江嘉善客商 both names are where they are from."""
    found = list(mentions)
    for number in range(len(found) - 2, -1, -1):
        outer, inner = found[number], found[number + 1]
        if outer.end == inner.start and outer.in_title == inner.in_title and outer.role == "site":
            found[number] = replace(outer, role=inner.role)
    for number, (one, other) in enumerate(pairwise(found), 1):
        # 赴广东佛山、中山招商: what holds for the first of a list holds for the rest.
        together = one.touches(other) or (one.end == other.start and one.in_title == other.in_title)
        if together and found[number - 1].role == "venue" and other.role == "site":
            found[number] = replace(other, role="venue")
    return found
