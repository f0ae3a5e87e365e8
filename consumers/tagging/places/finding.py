"""Places named in a text; what cannot be told apart keeps its candidates."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from consumers.tagging.places.disambiguation import Disambiguation
from consumers.tagging.places.gazetteer import Gazetteer
from consumers.tagging.places.local_places import LocalPlaces
from consumers.tagging.places.mention import COUNTY_DIGITS, Mention
from consumers.tagging.places.mentions import MAX_PLACES, MentionReader, in_context
from consumers.tagging.places.region_names import level_of
from consumers.tagging.places.surfaces import Masked, ShortNames
from consumers.tagging.text.prepared import Prepared
from wire.messages import Place

HOME = "home"  # the method of the source's own region, where nothing else is mentioned
_MAX_COUNTIES, _MAX_CANDIDATES = 12, 100
_TITLE_WEIGHT, _LEAD_WEIGHT, _LEAD_CHARS = 3, 2, 300
_SEVERAL = 3  # counties of one city


class FoundPlaces(Struct, frozen=True):
    mentions: list[Mention]
    places: list[Place]
    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    main: str | None = None


class _Around(NamedTuple):
    """All that an article says, for the few names that need it."""

    mentions: Sequence[Mention]
    texts: tuple[str, str]


class PlaceFinder:
    """Holds the names of all places; pure after construction."""

    def __init__(self, gazetteer: Gazetteer, short_names: ShortNames) -> None:
        self._gazetteer = gazetteer
        self._generic = short_names.generic
        self._local = LocalPlaces(gazetteer, short_names)
        self._reader = MentionReader(gazetteer, short_names, self._local)

    def find(self, title: Prepared, text: Prepared, home: str | None) -> FoundPlaces:
        home = self._known(home)
        own = set() if home is None else {home, *self._gazetteer.ancestors(home)[1:]}
        in_title, in_text = self._reader.masked(title), self._reader.masked(text)
        above = self._reader.read(title, own, in_title, in_title=True)
        below = self._reader.read(text, own, in_text, in_title=False)
        if any(mention.is_shared for mention in (*above, *below)):  # only for these it matters how all stand
            above, below = in_context(above, title), in_context(below, text)
        disambiguation = Disambiguation(self._gazetteer, self._generic, home)
        mentions = disambiguation.resolve(above + below)
        counties = disambiguation.counties[:_MAX_COUNTIES]
        around = _Around(mentions, (title.chars, text.chars))
        mentions = [self._nearby(mention, disambiguation, counties, around) for mention in mentions]
        # 南城 turned out to be a town of 海州区: no town of 南城县 is looked for.
        spoken = {mention.code[:6] for mention in mentions if mention.code} | {home}
        counties = [county for county in counties if county in spoken]
        mentions = self._with_local(mentions, title, counties, own, in_title, in_title=True)
        mentions = self._with_local(mentions, text, counties, own, in_text, in_title=False)[:MAX_PLACES]
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
        for code in dict.fromkeys(codes):
            if code is not None:
                every.update(dict.fromkeys((code, *reversed(self._gazetteer.ancestors(code)))))
        return list(every), list(dict.fromkeys(map(self._gazetteer.name_of, every)))

    def _known(self, home: str | None) -> str | None:
        """A source's region may be a town; its county is its home."""
        return home[:6] if home and self._gazetteer.knows(home[:6]) else None

    def _nearby(
        self, mention: Mention, disambiguation: Disambiguation, counties: Sequence[str], around: "_Around"
    ) -> Mention:
        """锦屏 in 海州区, and named beside 板浦, is its town and not the county of this name in Guizhou."""
        if mention.role != "site" or not disambiguation.is_alone(mention):
            return mention
        others = [county for county in counties if county not in mention.codes]
        town = self._local.town(others, mention.surface)
        if town is not None and self._speaks_of(around, town[:COUNTY_DIGITS], mention.surface):
            return replace(mention, codes=(town,), method="local")
        if town is not None:
            return replace(mention, codes=(*mention.codes, town))
        # 印江 alone, far from home, may as well be the print on a river.
        abroad = not mention.listed and disambiguation.is_abroad(mention)
        return replace(mention, doubtful=True) if abroad else mention

    def _speaks_of(self, around: "_Around", county: str, name: str) -> bool:
        """Whether anything but this name speaks of the county."""
        others = [one for one in around.mentions if one.surface != name]
        named = any(code[:COUNTY_DIGITS] == county for one in others for code in one.codes)
        beside = any(self._local.town([county], one.surface) for one in others if one.method == "short")
        return named or beside or any(self._local.has_other(county, chars, name) for chars in around.texts)

    def _with_local(
        self,
        mentions: list[Mention],
        text: Prepared,
        counties: Sequence[str],
        own: set[str],
        masked: Masked,
        *,
        in_title: bool,
    ) -> list[Mention]:
        """With the short names of the counties found, where no other name stands."""
        taken = [mention for mention in mentions if mention.in_title == in_title]
        local = [
            self._reader.with_role(mention, text, own, in_title=in_title)
            for mention in self._reader.local(text, counties, taken, masked)
        ]
        if not local:
            return mentions
        others = [mention for mention in mentions if mention.in_title != in_title]
        together = sorted([*taken, *local], key=lambda mention: mention.start)
        return [*together, *others] if in_title else [*others, *together]

    def _place(self, mention: Mention, text: Prepared) -> Place:
        span = None if mention.in_title else text.origin(mention.start, mention.end)
        code = mention.code
        candidates = [] if code else list(dict.fromkeys((*mention.codes, *mention.former)))
        return Place(
            surface=mention.surface,
            start=span.start if span else None,
            end=span.end if span else None,
            code=code,
            candidates=candidates[:_MAX_CANDIDATES],
            name=self._gazetteer.name_of(code) if code else None,
            role=mention.role,
            method=mention.method,
        )

    def _main(self, sites: Sequence[Mention]) -> str | None:
        """The best-supported county, else city; of equals the one named first.

        A city that is named more than each of several counties of its own is what they are told of together.
        """
        support: Counter[str] = Counter()
        for mention in sites:
            if mention.code is not None:
                support[self._county(mention.code)] += _weight(mention)
        for level in ("county", "city"):
            of_level = [code for code in support if level_of(code) == level]
            if of_level:
                best = max(of_level, key=lambda code: support[code])
                return self._told_together(best, of_level, support) or best
        return None

    def _told_together(self, best: str, of_level: Sequence[str], support: Counter[str]) -> str | None:
        city = next((code for code in self._gazetteer.ancestors(best) if level_of(code) == "city"), None)
        if city is None or support[city] <= support[best]:
            return None
        own = [code for code in of_level if city in self._gazetteer.ancestors(code)]
        return city if len(own) >= _SEVERAL else None

    def _county(self, code: str) -> str:
        """A town's county, or the city that has no counties; every other region itself."""
        return code if level_of(code) != "town" else self._gazetteer.ancestors(code)[-1]

    def _speaks_of_home(self, sites: Sequence[Mention], home: str) -> bool:
        own = {home, *self._gazetteer.ancestors(home)}
        return all(mention.code in own for mention in sites)


def _weight(mention: Mention) -> int:
    if mention.in_title:
        return _TITLE_WEIGHT
    return _LEAD_WEIGHT if mention.start < _LEAD_CHARS else 1
