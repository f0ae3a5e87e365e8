"""Which region a shared name means: by the name in front of it, by home, by what else is mentioned."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from consumers.tagging.places.evidence import Evidence, is_near
from consumers.tagging.places.gazetteer import Gazetteer
from consumers.tagging.places.mention import Mention
from consumers.tagging.places.region_names import level_of
from consumers.tagging.places.shared_names import SharedNames
from consumers.tagging.places.support import MUNICIPALITIES


class Disambiguation:
    """One article's. `generic` are names like 城区, which mean a region only right behind its city's name."""

    def __init__(self, gazetteer: Gazetteer, generic: frozenset[str], home: str | None) -> None:
        self._gazetteer = gazetteer
        self._generic = generic
        self._evidence = Evidence(gazetteer)
        self._mentioned = self._evidence.mentioned
        self._shared = SharedNames(gazetteer, home, self._evidence)
        self._home = self._shared.home
        self._enumerated: frozenset[tuple[bool, int]] = frozenset()

    def resolve(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions, decided where something decides; those that are no place after all are left out.

        Counties first: inside a county the name of a town is unique, so a town is decided by what is found
        around it and does not decide a county's name.
        """
        chained = self._backed(self._beside_sure(self._chained(mentions)))
        self._enumerated = self._generic_lists(chained)
        self._evidence.note(mention for mention in chained if self._is_sure(mention))
        self._evidence.note_shared(chained)
        self._shared.lists = self._cities_of_lists(chained)
        counties = [self._decided(mention) if not mention.is_town else mention for mention in chained]
        self._evidence.note(_changed(chained, counties))
        decided = [self._decided(mention) if mention and mention.is_town else mention for mention in counties]
        self._evidence.note(_changed(counties, decided))
        return _of_one_role([mention for mention in decided if mention is not None])

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
            if before is not None and before.in_title == mention.in_title:
                if before.end == mention.start:
                    mention = self._behind(mention, before)  # noqa: PLW2901
                elif mention.attributed:
                    mention = self._inside(mention, before) or mention  # noqa: PLW2901
            chained.append(mention)
            before = mention
        return chained

    def _behind(self, mention: Mention, before: Mention) -> Mention:
        if inside := self._inside(mention, before):
            return replace(inside, weak=False)
        level = level_of(mention.codes[0])
        if mention.method == "zone" and level == "county" and before.code and before.code.endswith("00"):
            # 宜宾三江新区 is a zone of 宜宾, not of 三江县.
            return replace(mention, codes=(before.code,), former=(), method="qualified", weak=False)
        # 西湖龙井 is not in 龙井市.
        loose = mention.method == "zone" or (mention.method == "short" and level == "county")
        return replace(mention, doubtful=loose and level_of(before.codes[0]) in ("city", "county"))

    def _inside(self, mention: Mention, before: Mention) -> Mention | None:
        for codes in (mention.codes, mention.former):
            inside = tuple(code for code in codes if self._is_inside(code, before.codes))
            if inside:
                return replace(mention, codes=inside, former=(), method="qualified", doubtful=False)
        return None

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
            replace(one, weak=False)
            if one.weak and any(self._backs(one, other) for other in districts)
            else one
            for one in mentions
        ]

    def _backs(self, city: Mention, district: Mention) -> bool:
        is_city = city.code is not None and city.code.endswith("00")
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

    def _cities_of_lists(self, mentions: Sequence[Mention]) -> dict[tuple[bool, int], set[str]]:
        """By position: in 东湖区、西湖区 the city of the one that is sure, where every name may be in it."""
        found: dict[tuple[bool, int], set[str]] = {}
        for names in _lists(mentions):
            if all(len(mention.codes) == 1 for mention in names):
                continue
            sure = [mention.code for mention in names if mention.code and self._is_sure(mention)]
            cities = {f"{code[:4]}00" for code in sure}
            cities |= {f"{code[:2]}0000" for code in sure} & MUNICIPALITIES
            shared = {city for city in cities if all(self._may_be_at(mention, {city}) for mention in names)}
            found.update(dict.fromkeys((mention.position for mention in names), shared))
        return found

    def _may_be_at(self, mention: Mention, regions: set[str]) -> bool:
        return any(self._gazetteer.is_at(code, regions) for code in mention.codes)

    def _is_generic_or_of_home(self, mention: Mention) -> bool:
        if mention.surface in self._generic:
            return True
        return not mention.weak and self._may_be_at(mention, self._home.cities)

    def _at_one(self, mention: Mention, regions: set[str], method: str) -> Mention | None:
        codes = tuple(code for code in mention.codes if self._gazetteer.is_at(code, regions))
        return replace(mention, codes=codes, method=method) if len(codes) == 1 else None

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
            if mention.position in self._enumerated:
                return self._at_one(mention, self._home.cities, "prior")
            return self._at_one(mention, self._shared.lists.get(mention.position, set()), "list")
        if self._is_sure(mention):
            return mention
        method, code = self._shared.meaning(mention)
        if code is not None and not (mention.weak and self._is_loose(code)):
            kept = mention.method if mention.code == code else method
            return replace(mention, codes=(code,), former=(), method=kept, weak=False, doubtful=False)
        return None if mention.weak else self._undecided(mention)

    def _undecided(self, mention: Mention) -> Mention | None:
        if mention.method == "short" and self._is_bare_district(mention) and self._is_far(mention.codes[0]):
            return None
        if mention.former and (mention.doubtful or self._conflicting(mention)):
            return replace(mention, codes=(*mention.codes, *mention.former), former=())
        if mention.code and self._is_far(mention.code) and (mention.is_town or mention.method == "zone"):
            return replace(mention, doubtful=True)
        return replace(mention, former=())

    def _is_loose(self, code: str) -> bool:
        """Whether only the province speaks for a county: too little for a name that is also a word."""
        city = f"{code[:4]}00"
        nearer = self._home.cities | self._mentioned.cities | self._home.counties | self._mentioned.counties
        return self._gazetteer.knows(city) and city != code and code not in nearer and city not in nearer

    def _conflicting(self, mention: Mention) -> bool:
        nearer = self._home.cities | self._mentioned.cities
        return any(self._gazetteer.is_at(code, nearer) for code in mention.former)

    def _is_far(self, code: str) -> bool:
        """In another province than home and all that is spoken of.

        A town of this name may be a newer one nearer by.
        """
        near = self._mentioned.cities | self._mentioned.provinces | self._home.provinces
        return bool(near) and code[:2] not in {region[:2] for region in near}

    def is_alone(self, mention: Mention) -> bool:
        """A county's short name, where nothing else speaks for its city or its province."""
        if mention.method != "short" or level_of(mention.codes[0]) != "county":
            return False
        provinces = {f"{code[:2]}0000" for code in mention.codes} - MUNICIPALITIES
        if self._evidence.speaks_of(provinces):
            return False
        cities = self._home.cities | (self._mentioned.cities - self._only_by(mention))
        return not self._may_be_at(mention, cities)

    def is_abroad(self, mention: Mention) -> bool:
        """Whether home is known, and the name means nothing in its province."""
        provinces = {code[:2] for code in self._home.provinces}
        return bool(provinces) and provinces.isdisjoint(code[:2] for code in mention.codes)

    def _only_by(self, mention: Mention) -> set[str]:
        own = {f"{code[:4]}00" for code in mention.codes}
        return own - {f"{code[:4]}00" for code in self._mentioned.counties - set(mention.codes)}

    def _is_inside(self, code: str, outer: Sequence[str]) -> bool:
        return any(above in outer for above in self._gazetteer.ancestors(code))


def _changed(before: Sequence[Mention | None], after: Sequence[Mention | None]) -> Iterator[Mention]:
    return (now for once, now in zip(before, after, strict=True) if now is not None and now is not once)


def _lists(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions that stand in lists, by these."""
    lists: list[list[Mention]] = []
    for one, other in pairwise(mentions):
        if not one.touches(other):
            continue
        if lists and lists[-1][-1] is one:
            lists[-1].append(other)
        else:
            lists.append([one, other])
    return lists


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
