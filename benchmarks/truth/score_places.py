"""Counties: which a document speaks of, and whether a name that several places bear was guessed."""

from dataclasses import dataclass, field

from labels import Line, span_of
from tally import Tally


@dataclass
class PlaceScore:
    counties: Tally = field(default_factory=Tally)
    guesses: list[str] = field(default_factory=list)
    roles: Tally = field(default_factory=Tally)

    def add(self, truth: Line, found: Line) -> None:
        self._count_counties(truth, found)
        for place in found["places"]:
            for label in _labels_at(truth, place):
                self._look_for_guess(truth, label, place)
                self._compare_role(truth, label, place)

    def _count_counties(self, truth: Line, found: Line) -> None:
        sure = {county(place) for place in truth["places"] if not place.get("optional")} - {None}
        open_ = {county(place) for place in truth["places"] if place.get("optional")}
        given = {county(place) for place in found["places"]} - {None}
        self.counties.right += len(given & sure)
        self.counties.wrong += [f"{truth['id']} {code}" for code in sorted(map(str, given - sure - open_))]
        self.counties.missed += [f"{truth['id']} {code}" for code in sorted(map(str, sure - given))]

    def _look_for_guess(self, truth: Line, label: Line, place: Line) -> None:
        """A county at a name that nobody could decide, or another county than the one meant."""
        given, meant = county(place), county(label)
        undecidable = label["code"] is None
        if given is not None and not label.get("optional") and (undecidable or meant not in {None, given}):
            self.guesses.append(f"{truth['id']} {label['surface']}: {given} for {meant or '?'}")

    def _compare_role(self, truth: Line, label: Line, place: Line) -> None:
        if label.get("optional") or label["code"] != place["code"]:
            return
        if label["role"] == place["role"]:
            self.roles.right += 1
        else:
            self.roles.wrong.append(f"{truth['id']} {label['surface']}: {place['role']} for {label['role']}")


def county(place: Line) -> str | None:
    """The county of a place, None for a province, a city and a place that is not known."""
    code = place.get("code")
    if code is None or code[4:6] == "00":
        return None
    return str(code[:6])


def _labels_at(truth: Line, place: Line) -> list[Line]:
    span = span_of(place)
    if span is None:
        return []
    labels = [(label, span_of(label)) for label in truth["places"]]
    return [label for label, at in labels if at is not None and at.touches(span)]
