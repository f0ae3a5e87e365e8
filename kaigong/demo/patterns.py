"""Articles made from sentence patterns: a lead, a body, a detail and a tail, always combined anew."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from kaigong.demo import markup
from kaigong.demo.dice import Dice
from kaigong.demo.model import ExpectedEvent
from kaigong.demo.names import District, Names
from kaigong.demo.sites import SITES, Site, site
from kaigong.demo.stories import Draft

_NOTICES = ("notice", "environment")
_PAPERS_TOO = ("culture", "doctor", "restart", "visit")


@dataclass(frozen=True, slots=True)
class Pattern:
    """`type` is the stage that each of its articles reports, None where nothing happened.

    Titles come one for each lead, in as many rounds as there are; details may be left out.
    """

    kind: str
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    bodies: tuple[str, ...]
    details: tuple[str, ...]
    tails: tuple[str, ...]
    type: str | None = None

    def compose(self, number: int) -> tuple[str, str]:
        """Title and text: of the first 25, any two have one part in common at most; of 125, two parts.

        The parts' places are a polynomial over the rows, as in a Reed-Solomon code; that needs a prime size.
        """
        size = len(self.leads)
        row, step, cycle = number % size, number // size, number // size**2
        parts = (self.leads, self.bodies, self.details, self.tails)
        chosen = [part[(row + step * x + cycle * x * x) % size] for x, part in enumerate(parts) if part]
        return self.titles[(row + size * step) % len(self.titles)], "\n".join(chosen)


def load_patterns() -> list[Pattern]:
    folder = files("kaigong.demo") / "patterns"
    entries = [
        entry
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        for entry in yaml.safe_load(file.read_text("utf-8"))
    ]
    return [_pattern(entry) for entry in entries]


def _pattern(entry: dict[str, Any]) -> Pattern:
    lists = {key: tuple(entry.get(key, ())) for key in ("titles", "leads", "bodies", "details", "tails")}
    return Pattern(kind=entry["kind"], type=entry.get("type"), **lists)


class Composer:
    """An endless, numbered supply of drafts: every block of them has each kind of pattern once."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._names = Names()
        self._patterns = load_patterns()

    def draft(self, number: int) -> Draft:
        block, place = divmod(number, len(self._patterns))
        pattern = Dice(self._seed, "order", block).shuffled(self._patterns)[place]
        dice = Dice(self._seed, pattern.kind, block)
        where, column = dice.pick(_columns(pattern))
        district = self._district(where, dice)
        slots = self._names.slots(number, district, dice)
        title, text = (_filled(part, slots) for part in pattern.compose(block))
        return Draft(
            id=f"{pattern.kind}-{block}",
            site=where.key,
            column=column,
            title=title,
            text=text,
            source=where.short if where.family == "paper" else f"{district.name}融媒体中心",
            events=_events(pattern, slots, district),
        )

    def _district(self, where: Site, dice: Dice) -> District:
        near = [one for one in self._names.districts if where.region in (one.code, one.city)]
        return dice.pick(near)


def _columns(pattern: Pattern) -> list[tuple[Site, str]]:
    if pattern.kind in _NOTICES:
        return [(site("hz"), "tzggg"), (site("lyg"), "gsgg"), (site("zj"), "tzgg")]
    papers = pattern.kind in _PAPERS_TOO
    return [(one, one.columns[0].key) for one in SITES if papers or one.family != "paper"]


def _filled(text: str, slots: dict[str, str]) -> str:
    """Dates stay open until the article has one."""
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _events(pattern: Pattern, slots: dict[str, str], district: District) -> tuple[ExpectedEvent, ...]:
    if pattern.type is None:
        return ()
    amount = markup.amount_cny(slots["amount"])
    return (ExpectedEvent(pattern.type, slots["project"], amount, district.code),)
