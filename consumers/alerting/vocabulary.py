"""The words that a rule may use: event words, industries and places. The tagger's knowledge fills it."""

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from wire.identity import normalised

CHINA = ZoneInfo("Asia/Shanghai")


class Region(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def full_name(self) -> str: ...


class Regions(Protocol):
    """The gazetteer, as far as rules and mails need it."""

    def resolve(self, name: str) -> Sequence[Region]:
        """Every region of this name or code; several where the name alone does not decide."""

    def name_of(self, code: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`event_types` maps every event word (动工) to its type (开工); no industries means any is accepted.

    `industry_names` maps other names of an industry to it, `shown_industries` an industry to the customer's
    name for it. `zone` is where the days begin that a query names.
    """

    regions: Regions
    event_types: Mapping[str, str]
    industries: Collection[str] = ()
    source_name: Callable[[str], str] = field(default=str)
    zone: ZoneInfo = CHINA
    industry_names: Mapping[str, str] = field(default_factory=dict)
    shown_industries: Mapping[str, str] = field(default_factory=dict)

    def event_type(self, word: str) -> str | None:
        word = normalised(word)
        return word if word in self.event_types.values() else self.event_types.get(word)

    def known_event_type(self, word: str) -> str:
        """Raises ValueError that names the nearest one."""
        found = self.event_type(word)
        if found is None:
            raise ValueError(_unknown("event type", word, sorted(set(self.event_types.values()))))
        return found

    def known_industry(self, name: str) -> str:
        name = self.industry_names.get(name, name)
        if self.industries and name not in self.industries:
            raise ValueError(_unknown("industry", name, sorted(self.industries)))
        return name

    def place_code(self, name: str, home: str | None = None) -> str:
        """The code of a place; `home` (a code) decides between places of the same name.

        Raises ValueError that lists the candidates.
        """
        found = self._found(name, home)
        if len(found) == 1:
            return found[0].code
        if not found:
            raise ValueError(
                f"no place is called {name!r}; write its full name (连云港市海州区) or its code (320706)"
            )
        listed = "; ".join(f"{region.full_name} ({region.code})" for region in found[:10])
        raise ValueError(f"{name!r} is {len(found)} places: {listed}. Write one of these, or set `home`")

    def _found(self, name: str, home: str | None) -> list[Region]:
        found = list(self.regions.resolve(name))
        return _nearest(found, home) or found if len(found) > 1 and home else found


def _nearest(found: Sequence[Region], home: str) -> list[Region]:
    """Those in the home county, else in the home city, else in the home province."""
    for digits in (6, 4, 2):
        if near := [region for region in found if region.code[:digits] == home[:digits]]:
            return near
    return []


def _unknown(what: str, word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.3)
    hint = f"did you mean {near[0]}?" if near else f"there are {'、'.join(known)}"
    return f"no {what} is called {word!r}; {hint}"
