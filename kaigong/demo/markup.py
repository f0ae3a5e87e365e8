"""How the demo's texts are written down: `[[kind:phrase]]` marks a trap, `{slot}` waits for a value."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast, get_args
from zoneinfo import ZoneInfo

from kaigong.demo.model import ExpectedEvent, Trap, TrapKind

ZONE = ZoneInfo("Asia/Shanghai")
# The event words of the demo and the stage each one tells; 复工 tells none.
KEYWORDS: Mapping[str, str | None] = {
    "签约": "签约",
    "开工": "开工",
    "动工": "开工",
    "复工": None,
    "封顶": "封顶",
    "竣工": "竣工",
    "完工": "竣工",
    "投产": "投产",
    "量产": "投产",
    "达产": "达产",
    "达效": "达产",
}
_TRAP = re.compile(r"\[\[(?P<kind>\w+):(?P<phrase>[^\]]+)\]\]")
_KEYWORD = re.compile("|".join(KEYWORDS))
_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>亿|万)元")
_UNITS = {"亿": 100_000_000, "万": 10_000}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, the traps that were marked, and the stages told outside of them."""

    text: str
    traps: tuple[Trap, ...]
    told: frozenset[str | None]


def read(text: str) -> Marked:
    """Raises ValueError for a kind of trap that does not exist and for a trap without an event word."""
    traps = tuple(_trap(match) for match in _TRAP.finditer(text))
    outside = _TRAP.sub("", text)
    told = frozenset(KEYWORDS[match.group()] for match in _KEYWORD.finditer(outside))
    return Marked(_TRAP.sub(lambda match: match["phrase"], text), traps, told)


def _trap(match: re.Match[str]) -> Trap:
    kind, phrase = match["kind"], match["phrase"]
    if kind not in get_args(TrapKind):
        raise ValueError(f"no kind of trap is called {kind!r}; there are {', '.join(get_args(TrapKind))}")
    if not _KEYWORD.search(phrase):
        raise ValueError(f"the trap {phrase!r} holds no event word")
    return Trap(cast("TrapKind", kind), phrase)


def keyword_hits(text: str) -> int:
    return len(_KEYWORD.findall(text))


def amount_cny(text: str) -> int:
    """`4.1亿元` as 410000000. Raises ValueError for anything else."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no amount like 4.1亿元 or 8600万元")
    return int(Decimal(match["number"]) * _UNITS[match["unit"]])


def date_slots(published: datetime) -> dict[str, str]:
    """The dates an article may speak of, as its readers would say them."""
    day = published.astimezone(ZONE)
    eve = day - timedelta(days=1)
    return {
        "date": f"{day.month}月{day.day}日",
        "eve": f"{eve.month}月{eve.day}日",
        "month": f"{day.month}月",
        "year": f"{day.year}年",
        "lastyear": f"{day.year - 1}年",
        "nextyear": f"{day.year + 1}年",
        "quarter": "一二三四"[(day.month - 1) // 3] + "季度",
    }


def check(name: str, marked: Marked, events: Sequence[ExpectedEvent]) -> None:
    """Raises ValueError where the text tells a stage that the truth does not know, or the other way round."""
    known = {event.type for event in events}
    if unknown := {str(stage) for stage in marked.told - known}:
        raise ValueError(f"{name}: {', '.join(sorted(unknown))} is told in the text, but is no event or trap")
    if missing := known - marked.told:
        raise ValueError(f"{name}: {', '.join(sorted(missing))} is an event, but the text does not tell it")
    for event in events:
        if event.project not in marked.text:
            raise ValueError(f"{name}: the project {event.project!r} does not stand in the text")


def repeated(items: Sequence[str]) -> list[str]:
    return [item for item, count in Counter(items).items() if count > 1]
