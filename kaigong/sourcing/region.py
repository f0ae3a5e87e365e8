"""Which region a new source speaks for: by what is watched already, by the site's own words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from consumers.tagging.places.gazetteer import Gazetteer
from crawler.extract.dom import Element, select, text_of
from crawler.extract.metas import Metas
from crawler.sources import Source
from crawler.urls import same_site
from kaigong.home_regions import HomeRegions
from wire.errors import ConfigurationError

# The whole country in GB/T 2260; it decides no ambiguous place.
COUNTRY = "100000"
_LONGEST_TEXT = 40
_LEAST_INSIDE = 3


@dataclass(frozen=True, slots=True)
class Region:
    """`how` tells where the code comes from; None: it was not found."""

    code: str
    how: str | None


class RegionFinder:
    def __init__(self, gazetteer: Gazetteer, watched: Sequence[Source]) -> None:
        self._gazetteer = gazetteer
        self._watched = watched
        self._homes = HomeRegions(gazetteer, {source.region for source in watched})

    def named(self, text: str) -> Region:
        """The region that a person asked for, by code or name. Raises ConfigurationError."""
        if text.isdigit() and len(text) == 6:
            return Region(text, "you")
        found = self._homes.resolve(text)
        if len(found) == 1:
            return Region(found[0].code[:6], "you")  # a town's county
        which = "、".join(f"{one.full_name} {one.code}" for one in found)
        raise ConfigurationError(
            f"--region {text!r} is no region's name or code"
            if not found
            else f"--region {text!r} may be {which}; say which by its code"
        )

    def find(self, url: str, root: Element) -> Region:
        """The region of a site; a neighbour on the same host knows best, then the site's own code."""
        host = urlsplit(url).hostname or ""
        if neighbour := next((one for one in self._watched if same_site(one.host, host)), None):
            return Region(neighbour.region, f"source {neighbour.id}")
        metas = Metas(root)
        number = metas.value("SiteIDCode") or ""
        if number[:6].isdigit() and self._gazetteer.resolve(number[:6]):
            return Region(number[:6], "meta:SiteIDCode")
        if code := self._within(metas.value("SiteName") or ""):
            return Region(code, "meta:SiteName")
        title = next((text_of(found) for found in select(root, "title")), "")
        if code := self._within(title):
            return Region(code, "title")
        return Region(COUNTRY, None)

    def _within(self, text: str) -> str | None:
        """The first region that a text names, the longest name first: 连云港市海州区人民政府 → 320706."""
        text = "".join(text.split())[:_LONGEST_TEXT]
        for start in range(len(text)):
            # Two letters in the middle of a name are too often something else.
            least = 2 if start == 0 else _LEAST_INSIDE
            for end in range(len(text), start + least - 1, -1):
                found = self._homes.resolve(text[start:end])
                # The table of towns has names like 物流园区, which say nothing about a site.
                if len(found) == 1 and len(found[0].code) == 6:
                    return found[0].code
        return None
