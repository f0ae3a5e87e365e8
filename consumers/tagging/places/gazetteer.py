"""The regions of China down to the towns: codes, names, and what a name can mean."""

import csv
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from consumers.tagging.places.aliases import Alias
from consumers.tagging.places.region_names import Level, level_of, other_forms, short_name

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class RegionEntry:
    """`full_name` begins with the province: 江苏省连云港市海州区."""

    code: str
    name: str
    full_name: str


class Gazetteer:
    """Looks names up; never decides between two meanings. `former` is old name → codes of what it became."""

    def __init__(
        self,
        names: Mapping[str, str],
        aliases: Iterable[Alias] = (),
        former: Mapping[str, list[str]] | None = None,
    ) -> None:
        self._names = dict(names)
        self._above: dict[str, list[str]] = {}
        self._full: dict[str, list[str]] = defaultdict(list)
        self._towns: dict[str, list[str]] = defaultdict(list)
        self._short: dict[str, list[str]] = defaultdict(list)
        self._forms: dict[str, list[str]] = defaultdict(list)
        self._within: dict[str, list[str]] = defaultdict(list)
        self._former = dict(former or {})
        for code, name in self._names.items():
            self._add(code, name)
        self._aliases = {alias.name: alias.code for alias in aliases if alias.code in self._names}

    @classmethod
    def load(cls, regions: Path, aliases: Iterable[Alias]) -> "Gazetteer":
        names: dict[str, str] = {}
        former: dict[str, list[str]] = defaultdict(list)
        with regions.open(encoding="utf-8", newline="") as file:
            for code, name, _, _, now in list(csv.reader(file))[1:]:
                if code:
                    names[code] = name
                else:
                    former[name] += now.split()
        return cls(names, aliases, former)

    def _add(self, code: str, name: str) -> None:
        level = level_of(code)
        (self._towns if level == "town" else self._full)[name].append(code)
        if level == "town":
            self._within[code[:6]].append(code)
        elif short := short_name(name, level):
            self._short[short].append(code)
        for form in other_forms(name, level):
            self._forms[form].append(code)

    def resolve(self, name: str) -> list[RegionEntry]:
        """Every region this can mean: a code, a full or a short name, or one behind its city or province.

        A short name that stands for a region does not also stand for one inside it (吉林).
        """
        name = "".join(name.split())
        if len(name) > _LONGEST_NAME:
            return []
        return [self.entry(code) for code in sorted(self._resolve(name))]

    def _resolve(self, name: str) -> list[str]:
        if name in self._names:
            return [name]
        return self.codes(name) or self._outermost(self._short.get(name, [])) or self._qualified(name)

    def _qualified(self, name: str) -> list[str]:
        for cut in range(2, len(name) - 1):
            rest = name[cut:]
            inner = [*self.codes(rest), *self._towns.get(rest, ()), *self._short.get(rest, ())]
            if inner:
                outer = set(self._resolve(name[:cut]))
                found = [code for code in inner if outer & set(self.ancestors(code))]
                if found:
                    return list(dict.fromkeys(found))
        return []

    def codes(self, name: str) -> list[str]:
        """The codes of a full name, an alias or a customary form; of a former name, what it became."""
        for table in (self._full, self._towns, self._forms, self._former):
            if name in table:
                return [self._aliases[name]] if name in self._aliases else list(table[name])
        return [self._aliases[name]] if name in self._aliases else []

    def former(self, name: str) -> list[str]:
        return list(self._former.get(name, ()))

    def is_alias(self, name: str) -> bool:
        return name in self._aliases or (
            name not in self._full
            and name not in self._towns
            and (name in self._forms or name in self._former)
        )

    def name_of(self, code: str) -> str:
        """The region's own name, or the code where it is unknown."""
        return self._names.get(code, code)

    def knows(self, code: str) -> bool:
        return code in self._names

    def entry(self, code: str) -> RegionEntry:
        parts = [*map(self.name_of, self.ancestors(code)), self.name_of(code)]
        return RegionEntry(code, parts[-1], "".join(parts))

    def ancestors(self, code: str) -> list[str]:
        """What holds it, the province first: 320706 → 320000, 320700."""
        if code not in self._above:
            above = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code[:6]))
            found = [outer for outer in above if outer != code and outer in self._names]
            if code not in self._names:
                return found
            self._above[code] = found
        return self._above[code]

    def is_at(self, code: str, regions: Container[str]) -> bool:
        """Whether it is one of the regions, or lies in one."""
        return code in regions or any(outer in regions for outer in self.ancestors(code))

    def long_names(self) -> list[str]:
        """Every name that stands for itself wherever it is read: full names, customary forms and aliases."""
        return sorted({*self._full, *self._towns, *self._forms, *self._former, *self._aliases})

    def short_names(self) -> dict[str, list[str]]:
        """Short names of provinces, cities and counties with all that they can mean.

        A province's counts before all else (海南), a city's before that of its own county (承德), and a
        capital's before every county's (西安).
        """
        return {short: self._foremost(codes) for short, codes in self._short.items()}

    def counties(self) -> list[RegionEntry]:
        return [self.entry(code) for code in self._names if level_of(code) == "county"]

    def regions(self) -> list[RegionEntry]:
        """Provinces, cities and counties."""
        return [self.entry(code) for code in self._names if level_of(code) != "town"]

    def towns_of(self, county: str) -> Mapping[str, str]:
        """Code → name."""
        return {code: self._names[code] for code in self._within.get(county, ())}

    def _foremost(self, codes: list[str]) -> list[str]:
        provinces = [code for code in codes if level_of(code) == "province"]
        capitals = [code for code in codes if code.endswith("0100")]
        return provinces or capitals or self._outermost(codes)

    def _outermost(self, codes: Iterable[str]) -> list[str]:
        every = list(codes)
        return [code for code in every if not set(self.ancestors(code)) & set(every)]


__all__ = ["Alias", "Gazetteer", "Level", "RegionEntry", "level_of", "short_name"]
