"""The names of places that a text holds, before it is decided what they mean."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from consumers.tagging.places.enumerations import Enumerations
from consumers.tagging.places.gazetteer import Gazetteer
from consumers.tagging.places.local_places import LocalName, LocalPlaces
from consumers.tagging.places.mention import Mention
from consumers.tagging.places.name_borders import (
    is_among_places,
    is_cross_word,
    is_in_slogan,
    is_kin,
    is_local_place,
    is_other_name,
    stands_between_words,
)
from consumers.tagging.places.region_names import level_of
from consumers.tagging.places.roles import role_of
from consumers.tagging.places.standing import standing
from consumers.tagging.places.surfaces import Masked, ShortNames, Surface, Surfaces
from consumers.tagging.places.zones import Zones, zone_end
from consumers.tagging.text.prepared import Prepared

MAX_PLACES = 1_000
_WAY = re.compile("(?:至|到|—+|-|开往|飞往|驶往|直达|往返)(?:的)?")
_LONGEST_WAY = 4
_OF = re.compile(r"(?:市区)?的|的?\(|的?原")  # 福州的鼓楼区, 福州(鼓楼区)


class MentionReader:
    """Holds the names of all places; `own` are home's county and city."""

    def __init__(self, gazetteer: Gazetteer, short_names: ShortNames, local: LocalPlaces) -> None:
        self._surfaces = Surfaces(gazetteer, short_names)
        self._shorts = gazetteer.short_names()
        self._local = local
        counties = {entry.code: entry.name for entry in gazetteer.counties()}
        self._zones = Zones(counties)
        self._enumerations = Enumerations(self._shorts, counties)
        self._never = short_names.never

    def masked(self, text: Prepared) -> Masked:
        """The positions where no name of a place stands."""
        return self._surfaces.masked(text.chars)

    def read(self, text: Prepared, own: set[str], masked: Masked, *, in_title: bool) -> list[Mention]:
        found: list[Mention] = []
        done = 0
        for surface, start, end in self._surfaces.find(text.chars):
            if start < done or start in masked:  # inside a zone's name, or of another word
                continue
            mention = self._mention(text, surface, start, end, own, behind=start == done > 0)
            mention = mention or self._inner(text, start + 1, end, own)
            if mention is None or (mention.start > start and mention.start in masked):
                continue
            done = mention.end
            found.append(self.with_role(mention, text, own, in_title=in_title))
            if len(found) > 2 * MAX_PLACES:
                break
        found = self._with_listed(found, text, own, in_title=in_title)
        return self._with_broken(found, text, own, in_title=in_title)

    def local(
        self, text: Prepared, counties: Sequence[str], taken: Sequence[Mention], masked: Masked
    ) -> Iterator[Mention]:
        meanings: dict[tuple[int, int, str], list[LocalName]] = {}
        for county in counties:
            for found in islice(self._local.find(text.chars, county), MAX_PLACES):
                meanings.setdefault((found.start, found.end, found.name), []).append(found)
        if not meanings:
            return
        done = 0
        places = {mention.end for mention in taken}, {mention.start for mention in taken}
        busy = iter([*((mention.start, mention.end) for mention in taken), (len(text.chars) + 1, 0)])
        next_busy = next(busy)
        for (start, end, name), found_here in sorted(meanings.items()):
            while next_busy[1] and next_busy[1] <= start:
                next_busy = next(busy)
            if start < done or end > next_busy[0] or len(found_here) > 1 or start in masked:
                continue
            (found,) = found_here
            if found.word and not is_among_places(text.chars, start, end, *places):
                continue
            if is_local_place(text, found.code, start, end):
                done = end
                places[0].add(end)
                yield Mention(name, start, end, (found.code,), "local")

    def with_role(self, mention: Mention, text: Prepared, own: set[str], *, in_title: bool) -> Mention:
        at_home = bool(own) and any(code[:6] in own or f"{code[:4]}00" in own for code in mention.codes)
        short = mention.method in ("short", "local") or (mention.method in ("zone", "alias") and not at_home)
        role = role_of(text.chars, mention.start, mention.end, short=short, at_home=at_home)
        return replace(mention, role=role, in_title=in_title)

    def _with_listed(
        self, found: list[Mention], text: Prepared, own: set[str], *, in_title: bool
    ) -> list[Mention]:
        """With the names of 市中、槐荫两区 that do not stand for themselves."""
        starts = [mention.start for mention in found]
        every = *self._enumerations.beside(text.chars, starts), *self._enumerations.find(text.chars)
        if not every:
            return found
        taken = {position for mention in found for position in range(mention.start, mention.end)}
        listed = [
            Mention(name, start, end, codes, "short", weak=name in self._never, listed=True)
            for name, codes, start, end in {hit[2]: hit for hit in every}.values()
            if taken.isdisjoint(range(start, end))
        ]
        if not listed:
            return found
        listed = [self.with_role(mention, text, own, in_title=in_title) for mention in listed]
        return sorted([*found, *listed], key=lambda mention: mention.start)

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
        whole = [self.with_role(mention, text, own, in_title=in_title) for mention in broken]
        taken = {position for mention in whole for position in range(mention.start, mention.end)}
        kept = [mention for mention in found if taken.isdisjoint(range(mention.start, mention.end))]
        return sorted([*kept, *whole], key=lambda mention: mention.start)

    def _mention(
        self, text: Prepared, surface: Surface, start: int, end: int, own: set[str], *, behind: bool = False
    ) -> Mention | None:
        """`behind`: another name ends where this one begins."""
        name, codes, short = surface.name, surface.codes, surface.short
        if name[-1] == "市" and text.chars.startswith("场", end):  # 连云港市场
            name, end, short = name[:-1], end - 1, True
            codes = tuple(self._shorts.get(name, ()))
            if not codes:
                return None
        if zone := self._zone(text, codes, start, end, weak=surface.weak):
            return zone
        if is_other_name(text.chars, start, end, short=short) or (surface.weak and is_kin(text.chars, start)):
            return None
        crossing = is_cross_word(text, codes, start, end, behind=behind)
        if crossing and not self._is_cut_wrongly(text, codes, start, end, own):
            return None
        if surface.method == "alias" and name[-1] == "园" and text.chars.startswith("区", end):
            name, end = f"{name}区", end + 1  # 海州工业园区
        listed = text.chars.startswith("、", start - 1) or text.chars.startswith("、", end)
        weak = surface.weak or (short and is_in_slogan(text.chars, start, end))
        once = bool(surface.former) and text.chars.startswith("原", start - 1)  # 原清河区
        return Mention(
            name, start, end, codes, surface.method,
            weak=weak, former=surface.former, doubtful=once, listed=listed,
        )  # fmt: skip

    def _is_cut_wrongly(
        self, text: Prepared, codes: Sequence[str], start: int, end: int, own: set[str]
    ) -> bool:
        """Whether the dictionary cut a name of home in two."""
        near = [code for code in codes if code[:6] in own or f"{code[:4]}00" in own]
        if any(self._local.begins_with_town(code, text.chars, end) for code in near):
            return not text.begins_inside_word(start, end)
        return bool(near) and stands_between_words(text.chars, start, end)

    def _inner(self, text: Prepared, start: int, end: int, own: set[str]) -> Mention | None:
        """A name that the one found first had covered."""
        found = (self._mention(text, *hit, own) for hit in self._surfaces.within(text.chars, start, end))
        return next(filter(None, found), None)

    def _zone(
        self, text: Prepared, codes: tuple[str, ...], start: int, end: int, *, weak: bool
    ) -> Mention | None:
        stop = zone_end(text.chars, end)
        if stop == end or level_of(codes[0]) in ("province", "town") or text.begins_inside_word(start, end):
            return None
        name = text.chars[start:stop]
        return Mention(name, start, stop, self._zones.codes(codes, name[end - start :]), "zone", weak=weak)


def in_context(mentions: Sequence[Mention], text: Prepared) -> list[Mention]:
    """With how they stand in the text.

    北京至朝阳: the ends of a way are two places, and neither says which the other is.
    """
    found: list[Mention] = []
    first = 0  # where the names begin that stand without a gap: 江苏南京鼓楼区
    for mention in mentions:
        gap = mention.start - found[-1].end if found else -1
        first = first if gap == 0 else mention.start
        between = text.chars[found[-1].end : mention.start] if 0 < gap < _LONGEST_WAY else ""
        opens = between == "、" and found[-1].standing.opens
        is_way = bool(between) and _WAY.fullmatch(between) is not None
        if is_way:
            found[-1] = replace(found[-1], on_route=True)
        found.append(
            replace(
                mention,
                standing=standing(text, first, mention.end, opens=opens),
                on_route=is_way,
                attributed=bool(between) and not is_way and _OF.fullmatch(between) is not None,
            )
        )
    return found
