"""The regions that a text, or its source, surely speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from consumers.tagging.places.region_names import Level, level_of

MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})


@dataclass(slots=True)
class Support:
    """By level; 上海 is a city and a province."""

    counties: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    provinces: set[str] = field(default_factory=set)

    def of(self, level: Level) -> set[str]:
        if level == "county":
            return self.counties
        return self.cities if level == "city" else self.provinces

    def add(self, codes: Iterable[str]) -> None:
        for code in codes:
            level = level_of(code)
            if level == "county":
                self.counties.add(code)
            elif level == "city":
                self.cities.add(code)
            elif level == "province":
                self.provinces.add(code)
            if code in MUNICIPALITIES:
                self.cities.add(code)
