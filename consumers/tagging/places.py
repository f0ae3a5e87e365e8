"""Places named in a text, by full name or safe short name; what cannot be told apart keeps its candidates."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import BaseModel, ConfigDict

from consumers.tagging.disambiguation import Disambiguation, Mention
from consumers.tagging.gazetteer import Gazetteer, level_of
from consumers.tagging.prepared import Prepared
from wire.messages import Place, PlaceRole

MAX_PLACES = 1_000
_TITLE_WEIGHT, _LEAD_WEIGHT, _LEAD_CHARS = 3, 2, 300

# A street, school or bank bears the name of a place and is none.
_FOLLOWER = re.compile(r"路(?!街道)|大?街(?!道)|大道|巷|大学(?![城园生])|学院|师范|日报|晚报|银行")
_SHORT_FOLLOWER = re.compile(
    r"[一-鿿]{0,4}?(?:大学(?![城园生])|学院|银行|日报|晚报|中学|战役)|[话菜剧]|[东西南北中]路"
)
# 上海均和集团 says where a company comes from, 海州区与均和集团 does not.
_NAME_CHAR = r"(?:(?![与和由在的及将对为了至到向从并召举落赴参签考走调企])[一-鿿a-z0-9]|和(?=集团|股份|有限))"
_ORGANISATION = re.compile(_NAME_CHAR + r"{2,12}?(?:有限公司|有限责任公司|股份公司)")
_GROUP = re.compile(_NAME_CHAR + r"{2,6}?(?:集团|股份)")
_OFFICE = re.compile(r"委|政府|人大|政协|纪委|长")
_DATELINE = re.compile(r"\d{1,2}月\d{1,2}日[电讯]")
_DATELINE_LEAD = re.compile(r"(?:新华社|中新网|中新社|人民网|本报)[^讯,。]{0,2}\Z")
_PUBLISHER = re.compile(r"(?:发布|融媒体?|广电|新闻网|电视台|政府网)")


class ShortNames(BaseModel):
    """Which short names must not be trusted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unsafe: frozenset[str]
    generic: frozenset[str]

    @classmethod
    def load(cls, path: Path) -> "ShortNames":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    mentions: list[Mention]
    places: list[Place]
    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    main: str | None = None


class PlaceFinder:
    """Holds the automaton over all names; pure after construction."""

    def __init__(self, gazetteer: Gazetteer, short_names: ShortNames) -> None:
        self._gazetteer = gazetteer
        self._generic = short_names.generic
        safe = gazetteer.short_names(("province", "city"))
        self._shorts = {name: code for name, code in safe.items() if name not in short_names.unsafe}
        self._surfaces = [*gazetteer.full_names(), *self._shorts]
        self._automaton = AhoCorasick(self._surfaces, matchkind=MatchKind.LeftmostLongest)

    def find(self, title: Prepared, text: Prepared, home: str | None) -> FoundPlaces:
        home = self._known(home)
        mentions = [*self._mentions(title, in_title=True), *self._mentions(text, in_title=False)]
        mentions = Disambiguation(self._gazetteer, self._generic, home).resolve(mentions)[:MAX_PLACES]
        places = [self._place(mention, title if mention.in_title else text) for mention in mentions]
        sites = [mention for mention in mentions if mention.role == "site"]
        main = self._main(sites)
        if main is None and home is not None and self._speaks_of_home(sites, home):
            main = home
            name = self._gazetteer.name_of(home)
            places.append(Place(surface=name, start=None, end=None, code=home, name=name, method="prior"))
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
        """A source's region may be a town; places are counties here."""
        return home[:6] if home and self._gazetteer.resolve(home[:6]) else None

    def _mentions(self, text: Prepared, *, in_title: bool) -> list[Mention]:
        found: list[Mention] = []
        for number, start, end in self._automaton.find_matches_as_indexes(text.chars):
            mention = self._mention(text, self._surfaces[number], start, end, in_title=in_title)
            if mention is not None:
                found.append(mention)
            if len(found) > 2 * MAX_PLACES:
                break
        return found

    def _mention(
        self, text: Prepared, surface: str, start: int, end: int, *, in_title: bool
    ) -> Mention | None:
        if surface[-1] == "市" and text.chars.startswith("场", end):  # 连云港市场
            surface, end = surface[:-1], end - 1
            if surface not in self._shorts:
                return None
        short = surface in self._shorts
        if _FOLLOWER.match(text.chars, end) or (short and _SHORT_FOLLOWER.match(text.chars, end)):
            return None
        codes = (self._shorts[surface],) if short else tuple(self._gazetteer.codes(surface))
        if self._is_cross_word(text, codes, start, end):
            return None
        method = "short" if short else "alias" if self._gazetteer.is_alias(surface) else "full"
        return Mention(surface, start, end, codes, method, _role(text, start, end, short=short), in_title)

    def _is_cross_word(self, text: Prepared, codes: Sequence[str], start: int, end: int) -> bool:
        if level_of(codes[0]) != "county":  # 在江苏联宇 is cut as 江/苏联/宇, 古运河南岸 as 古/运河/南岸
            return text.begins_inside_word(start, end)
        if end - start > 4:
            return False
        if _OFFICE.match(text.chars, end):  # 海州区委 is cut as 海州/区委
            return False
        return text.crosses_words(start, end)

    def _place(self, mention: Mention, text: Prepared) -> Place:
        span = None if mention.in_title else text.origin(mention.start, mention.end)
        return Place(
            surface=mention.surface,
            start=span.start if span else None,
            end=span.end if span else None,
            code=mention.code,
            candidates=[] if mention.code else list(mention.codes),
            name=self._gazetteer.name_of(mention.code) if mention.code else None,
            role=mention.role,
            method=mention.method,
        )

    def _main(self, sites: Sequence[Mention]) -> str | None:
        """The best-supported county, else city; of equals the one named first."""
        support: Counter[str] = Counter()
        for mention in sites:
            if mention.code is not None:
                support[mention.code] += _weight(mention)
        for level in ("county", "city"):
            of_level = [code for code in support if level_of(code) == level]
            if of_level:
                return max(of_level, key=lambda code: support[code])
        return None

    def _speaks_of_home(self, sites: Sequence[Mention], home: str) -> bool:
        own = {home, *self._gazetteer.ancestors(home)}
        return all(mention.code in own for mention in sites)


def _weight(mention: Mention) -> int:
    if mention.in_title:
        return _TITLE_WEIGHT
    return _LEAD_WEIGHT if mention.start < _LEAD_CHARS else 1


def _role(text: Prepared, start: int, end: int, *, short: bool) -> PlaceRole:
    if _DATELINE.match(text.chars, end) or _DATELINE_LEAD.search(text.chars[max(start - 10, 0) : start]):
        return "dateline"
    if _PUBLISHER.match(text.chars, end):
        return "publisher"
    if _ORGANISATION.match(text.chars, end) or (short and _GROUP.match(text.chars, end)):
        return "hq"
    return "site"
