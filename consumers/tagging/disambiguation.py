"""Which region a shared name means: by the name in front of it, by home, by what else is mentioned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from consumers.tagging.gazetteer import Gazetteer
from wire.messages import PlaceRole


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the matched text; `start` and `end` are positions there, `codes` what it can mean."""

    surface: str
    start: int
    end: int
    codes: tuple[str, ...]
    method: str
    role: PlaceRole = "site"
    in_title: bool = False

    @property
    def code(self) -> str | None:
        return self.codes[0] if len(self.codes) == 1 else None


class Disambiguation:
    """One article's. `generic` are names like 城区, which mean a region only right behind its city's name."""

    def __init__(self, gazetteer: Gazetteer, generic: frozenset[str], home: str | None) -> None:
        self._gazetteer = gazetteer
        self._generic = generic
        self._home = [] if home is None else [home, *reversed(gazetteer.ancestors(home))]

    def resolve(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions, decided where something decides; names too common to stand alone are left out."""
        tests = self._tests({mention.code for mention in mentions if mention.code})
        resolved: list[Mention] = []
        for mention in mentions:
            before = resolved[-1] if resolved else None
            decided = self._decided(self._qualified(mention, before), tests)
            if decided is not None:
                resolved.append(decided)
        return resolved

    def _qualified(self, mention: Mention, before: Mention | None) -> Mention:
        if before is None or before.end != mention.start or before.in_title != mention.in_title:
            return mention
        inside = tuple(code for code in mention.codes if self._is_inside(code, before.codes))
        return replace(mention, codes=inside, method="qualified") if inside else mention

    def _decided(self, mention: Mention, tests: Sequence[tuple[str, "_Test"]]) -> Mention | None:
        if mention.method == "qualified" and mention.code:
            return mention
        if mention.surface in self._generic:
            return None
        if mention.code and len(mention.surface) > 2:
            return mention
        for method, test in tests:
            supported = tuple(filter(test, mention.codes))
            if len(supported) == 1:
                kept = mention.method if mention.code else method
                return replace(mention, codes=supported, method=kept)
        # 和县 and 新县 are also pieces of other words: without support they are no place.
        return None if len(mention.surface) == 2 and mention.method == "full" else mention

    def _tests(self, mentioned: set[str]) -> list[tuple[str, "_Test"]]:
        """From the strongest support to the weakest; the first that leaves one candidate decides."""
        home_county_or_city = {code for code in self._home if not code.endswith("0000")}
        cities = {code for code in mentioned if not code.endswith("0000")}
        cities |= {above for code in cities for above in self._gazetteer.ancestors(code)[1:]}
        provinces = {code for code in mentioned if code.endswith("0000")}
        return [
            ("prior", lambda code: code in self._home),
            ("prior", lambda code: self._is_inside(code, home_county_or_city)),
            ("mention", lambda code: self._is_inside(code, cities)),
            ("prior", lambda code: self._is_inside(code, self._home)),
            ("mention", lambda code: self._is_inside(code, provinces)),
        ]

    def _is_inside(self, code: str, outer: "Sequence[str] | set[str]") -> bool:
        return any(above in outer for above in self._gazetteer.ancestors(code))


_Test = Callable[[str], bool]
