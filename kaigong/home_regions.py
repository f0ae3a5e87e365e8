"""Places of the same name, decided by where this installation looks."""

from collections.abc import Collection

from consumers.tagging.places.gazetteer import Gazetteer, RegionEntry

# County, city, province: how much of a region's code the places around it share.
_LEVELS = (6, 4, 2)


class HomeRegions:
    """The gazetteer, with the regions of the watched sources as prior. What they do not decide stays open."""

    def __init__(self, gazetteer: Gazetteer, homes: Collection[str]) -> None:
        self._gazetteer = gazetteer
        self._homes = frozenset(homes)

    def resolve(self, name: str) -> list[RegionEntry]:
        found = self._gazetteer.resolve(name)
        for digits in _LEVELS:
            near = [entry for entry in found if self._is_near(entry.code, digits)]
            if len(near) == 1:
                return near
        return found

    def name_of(self, code: str) -> str | None:
        return self._gazetteer.name_of(code)

    def _is_near(self, code: str, digits: int) -> bool:
        return any(home[:digits] == code[:digits] for home in self._homes)
