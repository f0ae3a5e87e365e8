"""Places named in a text; what cannot be told apart keeps its candidates."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from consumers.tagging.disambiguation import Disambiguation, Mention
from consumers.tagging.gazetteer import Gazetteer
from consumers.tagging.local_places import NO_TOWN, LocalPlaces
from consumers.tagging.place_roles import role_of
from consumers.tagging.prepared import Prepared
from consumers.tagging.region_names import level_of
from consumers.tagging.surfaces import ShortNames, Surface, Surfaces
from consumers.tagging.zones import Zones, zone_end
from wire.messages import Place

MAX_PLACES = 1_000
HOME = "home"  # the method of the source's own region, where nothing else is mentioned
_MAX_COUNTIES, _MAX_CANDIDATES = 12, 100
_TITLE_WEIGHT, _LEAD_WEIGHT, _LEAD_CHARS = 3, 2, 300

# A street, school or bank bears the name of a place and is none.
_FOLLOWER = re.compile(
    r"路(?!街道|网|[南北])|大?街(?!道)|大道|巷|大学(?![城园生])|学院|师范|银行|战役|牌|烤鸭"
)
_SHORT_FOLLOWER = re.compile(
    r"[一-鿿]{0,4}?(?:大学(?![城园生])|学院|银行|中学|小学|战役|医院)|[话菜剧绣村湖岸]|山(?![市县区镇])|社区|小区|汽车|啤酒|时代|[东西南北中]路"
)
# 镇长王海宁 is a person.
_PERSON = re.compile(
    r"(?:书记|[长员]|主席|主任|经理|总裁|记者|教授|代表|院士|局长)\s?"
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊]\Z"
)
_OFFICE = re.compile(r"委|政府|人大|政协|纪委|长|党|两级")


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    mentions: list[Mention]
    places: list[Place]
    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    main: str | None = None


class PlaceFinder:
    """Holds the names of all places; pure after construction."""

    def __init__(self, gazetteer: Gazetteer, short_names: ShortNames) -> None:
        self._gazetteer = gazetteer
        self._generic = short_names.generic
        self._surfaces = Surfaces(gazetteer, short_names)
        self._shorts = gazetteer.short_names()
        self._local = LocalPlaces(gazetteer, short_names)
        self._zones = Zones({entry.code: entry.name for entry in gazetteer.counties()})

    def find(self, title: Prepared, text: Prepared, home: str | None) -> FoundPlaces:
        home = self._known(home)
        own = set() if home is None else {home, *self._gazetteer.ancestors(home)[1:]}
        read = [*self._mentions(title, own, in_title=True), *self._mentions(text, own, in_title=False)]
        disambiguation = Disambiguation(self._gazetteer, self._generic, home)
        mentions = disambiguation.resolve(read)
        counties = disambiguation.counties[:_MAX_COUNTIES]
        mentions = [self._nearby(mention, disambiguation, counties) for mention in mentions]
        mentions = self._with_local(mentions, title, counties, own, in_title=True)
        mentions = self._with_local(mentions, text, counties, own, in_title=False)[:MAX_PLACES]
        places = [self._place(mention, title if mention.in_title else text) for mention in mentions]
        sites = [mention for mention in mentions if mention.role == "site"]
        main = self._main(sites)
        if main is None and home is not None and self._speaks_of_home(sites, home):
            main = home
            name = self._gazetteer.name_of(home)
            places.append(Place(surface=name, start=None, end=None, code=home, name=name, method=HOME))
        codes, names = self.with_ancestors([mention.code for mention in sites if mention.code] or [main])
        return FoundPlaces(mentions, places, codes, names, main)

    def with_ancestors(self, codes: Sequence[str | None]) -> tuple[list[str], list[str]]:
        """The codes, each followed by what holds it, and the names of all; without repetition."""
        every: dict[str, None] = {}
        for code in codes:
            if code is not None:
                every.update(dict.fromkeys((code, *reversed(self._gazetteer.ancestors(code)))))
        return list(every), list(dict.fromkeys(map(self._gazetteer.name_of, every)))

    def _known(self, home: str | None) -> str | None:
        """A source's region may be a town; its county is its home."""
        return home[:6] if home and self._gazetteer.knows(home[:6]) else None

    def _mentions(self, text: Prepared, own: set[str], *, in_title: bool) -> list[Mention]:
        found: list[Mention] = []
        done = 0
        for surface, start, end in self._surfaces.find(text.chars):
            if start < done:  # inside a zone's name
                continue
            mention = self._mention(text, surface, start, end, behind=start == done > 0)
            mention = mention or self._inner(text, start + 1, end)
            if mention is None:
                continue
            done = mention.end
            found.append(self._with_role(mention, text, own, in_title=in_title))
            if len(found) > 2 * MAX_PLACES:
                break
        return self._with_broken(found, text, own, in_title=in_title)

    def _with_broken(
        self, found: list[Mention], text: Prepared, own: set[str], *, in_title: bool
    ) -> list[Mention]:
        """With the names that a line's end runs through, in the place of what was found in their pieces."""
        broken = [
            Mention(surface.name, start, end, surface.codes, surface.method, former=surface.former)
            for surface, start, end in self._surfaces.broken(text.chars)
        ]
        if not broken:
            return found
        whole = [self._with_role(mention, text, own, in_title=in_title) for mention in broken]
        taken = {position for mention in whole for position in range(mention.start, mention.end)}
        kept = [mention for mention in found if taken.isdisjoint(range(mention.start, mention.end))]
        return sorted([*kept, *whole], key=lambda mention: mention.start)

    def _mention(
        self, text: Prepared, surface: Surface, start: int, end: int, *, behind: bool = False
    ) -> Mention | None:
        """`behind`: another name ends where this one begins; the dictionary has 甘肃兰州 as one word."""
        name, codes, short = surface.name, surface.codes, surface.short
        if name[-1] == "市" and text.chars.startswith("场", end):  # 连云港市场
            name, end, short = name[:-1], end - 1, True
            codes = tuple(self._shorts.get(name, ()))
            if not codes:
                return None
        if zone := self._zone(text, codes, start, end, weak=surface.weak):
            return zone
        if _FOLLOWER.match(text.chars, end) or (short and _is_other_name(text.chars, start, end)):
            return None
        if not (behind and end - start > 2) and _is_cross_word(text, codes, start, end):
            return None
        listed = text.chars.startswith("、", start - 1) or text.chars.startswith("、", end)
        return Mention(
            name, start, end, codes, surface.method, weak=surface.weak, former=surface.former, listed=listed
        )

    def _inner(self, text: Prepared, start: int, end: int) -> Mention | None:
        """A name that the one found first had covered."""
        found = (self._mention(text, *hit) for hit in self._surfaces.within(text.chars, start, end))
        return next(filter(None, found), None)

    def _zone(
        self, text: Prepared, codes: tuple[str, ...], start: int, end: int, *, weak: bool
    ) -> Mention | None:
        stop = zone_end(text.chars, end)
        if stop == end or level_of(codes[0]) in ("province", "town") or text.begins_inside_word(start, end):
            return None
        name = text.chars[start:stop]
        return Mention(name, start, stop, self._zones.codes(codes, name[end - start :]), "zone", weak=weak)

    def _with_role(self, mention: Mention, text: Prepared, own: set[str], *, in_title: bool) -> Mention:
        at_home = any(code in own or code[:6] in own or f"{code[:4]}00" in own for code in mention.codes)
        short = mention.method in ("short", "local")
        role = role_of(text.chars, mention.start, mention.end, short=short, at_home=at_home)
        return replace(mention, role=role, in_title=in_title)

    def _nearby(self, mention: Mention, disambiguation: Disambiguation, counties: Sequence[str]) -> Mention:
        """锦屏 in 海州区 is its town, and not the county of this name in Guizhou."""
        if mention.role != "site" or not disambiguation.is_alone(mention):
            return mention
        others = [county for county in counties if county not in mention.codes]
        town = self._local.town(others, mention.surface)
        if town is not None:
            return replace(mention, codes=(town,), method="local")
        # 印江 alone, far from home, may as well be the print on a river.
        abroad = not mention.listed and disambiguation.is_abroad(mention)
        return replace(mention, doubtful=mention.doubtful or abroad)

    def _with_local(
        self,
        mentions: list[Mention],
        text: Prepared,
        counties: Sequence[str],
        own: set[str],
        *,
        in_title: bool,
    ) -> list[Mention]:
        """With the short names of the counties found, where no other name stands."""
        taken = [mention for mention in mentions if mention.in_title == in_title]
        local = [
            self._with_role(mention, text, own, in_title=in_title)
            for mention in self._local_mentions(text, counties, taken)
        ]
        if not local:
            return mentions
        others = [mention for mention in mentions if mention.in_title != in_title]
        together = sorted([*taken, *local], key=lambda mention: mention.start)
        return [*together, *others] if in_title else [*others, *together]

    def _local_mentions(
        self, text: Prepared, counties: Sequence[str], taken: Sequence[Mention]
    ) -> Iterator[Mention]:
        meanings: dict[tuple[int, int, str], list[str]] = {}
        for county in counties:
            for code, name, start, end in islice(self._local.find(text.chars, county), MAX_PLACES):
                meanings.setdefault((start, end, name), []).append(code)
        done = 0
        busy = iter([*((mention.start, mention.end) for mention in taken), (len(text.chars) + 1, 0)])
        next_busy = next(busy)
        for (start, end, name), codes in sorted(meanings.items()):
            while next_busy[1] and next_busy[1] <= start:
                next_busy = next(busy)
            if start < done or end > next_busy[0] or len(codes) > 1:
                continue
            if _is_local_place(text, codes[0], start, end):
                done = end
                yield Mention(name, start, end, tuple(codes), "local")

    def _place(self, mention: Mention, text: Prepared) -> Place:
        span = None if mention.in_title else text.origin(mention.start, mention.end)
        candidates = dict.fromkeys((*mention.codes, *mention.former))
        return Place(
            surface=mention.surface,
            start=span.start if span else None,
            end=span.end if span else None,
            code=mention.code,
            candidates=[] if mention.code else list(candidates)[:_MAX_CANDIDATES],
            name=self._gazetteer.name_of(mention.code) if mention.code else None,
            role=mention.role,
            method=mention.method,
        )

    def _main(self, sites: Sequence[Mention]) -> str | None:
        """The best-supported county, else city; of equals the one named first."""
        support: Counter[str] = Counter()
        for mention in sites:
            if mention.code is not None:
                support[self._county(mention.code)] += _weight(mention)
        for level in ("county", "city"):
            of_level = [code for code in support if level_of(code) == level]
            if of_level:
                return max(of_level, key=lambda code: support[code])
        return None

    def _county(self, code: str) -> str:
        """A town's county, or the city that has no counties; every other region itself."""
        return code if level_of(code) != "town" else self._gazetteer.ancestors(code)[-1]

    def _speaks_of_home(self, sites: Sequence[Mention], home: str) -> bool:
        own = {home, *self._gazetteer.ancestors(home)}
        return all(mention.code in own for mention in sites)


def _is_other_name(chars: str, start: int, end: int) -> bool:
    return bool(_SHORT_FOLLOWER.match(chars, end) or _PERSON.search(chars, max(start - 6, 0), start))


def _is_cross_word(text: Prepared, codes: Sequence[str], start: int, end: int) -> bool:
    level = level_of(codes[0])
    if level == "province" or (level == "city" and text.chars[end - 1] in "市州区盟"):
        # 在江苏联宇 is cut as 江/苏联/宇, 古运河南岸 as 古/运河/南岸, 南京市区 as 南京/市区
        return text.begins_inside_word(start, end)
    if end - start > 4:
        return False
    # 海州区委 is cut as 海州/区委, 桂平等三县 as 桂/平等
    if _OFFICE.match(text.chars, end) or (
        text.chars.startswith("、", start - 1) and text.chars.startswith("等", end)
    ):
        return text.begins_inside_word(start, end)
    return text.crosses_words(start, end)


def _is_local_place(text: Prepared, code: str, start: int, end: int) -> bool:
    chars = text.chars
    if _FOLLOWER.match(chars, end) or _is_other_name(chars, start, end) or text.crosses_words(start, end):
        return False
    return level_of(code) != "town" or not NO_TOWN.match(chars, end)


def _weight(mention: Mention) -> int:
    if mention.in_title:
        return _TITLE_WEIGHT
    return _LEAD_WEIGHT if mention.start < _LEAD_CHARS else 1
