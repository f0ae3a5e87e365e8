"""When a receiver wants to be told: `now`, `hourly`, `daily 08:30`; and the hours of rest, `22:00-07:00`."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, PlainSerializer

_CLOCK = r"([01]?\d|2[0-3])[:：]([0-5]\d)"
_TIME = re.compile(_CLOCK)
_SPAN = re.compile(rf"({_CLOCK})\s*[-–~至]\s*({_CLOCK})")
_SEPARATORS = re.compile(r"[\s,，、]+")
_MOST_TIMES = 12


@dataclass(frozen=True, slots=True)
class When:
    """`times` are the local times of a daily digest, in order."""

    kind: Literal["now", "hourly", "daily"]
    times: tuple[time, ...] = ()

    @property
    def is_digest(self) -> bool:
        return self.kind != "now"

    def __str__(self) -> str:
        return " ".join([self.kind, *(f"{one:%H:%M}" for one in self.times)])


NOW = When("now")
HOURLY = When("hourly")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until just before `end`, over midnight where `end` is the earlier one."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def parse_when(text: str) -> When:
    """Raises ValueError that says how to write it."""
    kind, *rest = [part for part in _SEPARATORS.split(text.strip()) if part] or [""]
    if kind in ("now", "hourly") and not rest:
        return When("now" if kind == "now" else "hourly")
    times = [_TIME.fullmatch(part) for part in rest]
    if kind != "daily" or not 0 < len(times) <= _MOST_TIMES or not all(times):
        raise ValueError(f"{text!r}: write now, hourly or daily 08:30 (several times: daily 08:30 17:30)")
    return When("daily", tuple(sorted({_time(match[1], match[2]) for match in times if match})))


def parse_quiet(text: str) -> QuietHours:
    """Raises ValueError that says how to write it."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r}: write hours of rest like 22:00-07:00")
    quiet = QuietHours(_time(match[2], match[3]), _time(match[5], match[6]))
    if quiet.start == quiet.end:
        raise ValueError(f"{text!r} has no length; to be told of nothing, pause the receiver")
    return quiet


def _time(hour: str, minute: str) -> time:
    return time(int(hour), int(minute))


def _read_when(value: Any) -> Any:
    return parse_when(value) if isinstance(value, str) else value


def _read_quiet(value: Any) -> Any:
    return parse_quiet(value) if isinstance(value, str) else value


# As fields of a file: read from text, and written as text again.
Timed: TypeAlias = Annotated[When, BeforeValidator(_read_when), PlainSerializer(str)]
Rest: TypeAlias = Annotated[QuietHours, BeforeValidator(_read_quiet), PlainSerializer(str)]
