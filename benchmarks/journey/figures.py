"""From moments to the rows of the table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

_COLUMNS = ("stream and index", "articles/s", "mails", "p50", "p95", "p99", "max")
_STATIONS = ("published", "tagged", "matched", "mail made", "mail taken", "indexed")
HEAD = f"| {' | '.join(_COLUMNS + _STATIONS)} |\n|---|{'---:|' * (len(_COLUMNS) + len(_STATIONS) - 1)}"


@dataclass(frozen=True, slots=True)
class Journey:
    """One article's moments, in seconds of the wall clock. The index is beside the way to the mail."""

    due: float
    published: float
    tagged: float
    matched: float
    mail_made: float
    mail_taken: float
    indexed: float

    @property
    def seconds(self) -> float:
        return self.mail_taken - self.due


_STEPS: tuple[Callable[[Journey], float], ...] = (
    lambda one: one.published - one.due,
    lambda one: one.tagged - one.published,
    lambda one: one.matched - one.tagged,
    lambda one: one.mail_made - one.matched,
    lambda one: one.mail_taken - one.mail_made,
    lambda one: one.indexed - one.tagged,
)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so many are not above (nearest rank)."""
    return sorted(values)[ceil(share * len(values)) - 1]


def row(engines: str, per_second: float, journeys: Sequence[Journey]) -> str:
    """Each step with its median and, behind it, its 95th percentile."""
    whole = [one.seconds for one in journeys]
    times = [f"{percentile(whole, share):.2f} s" for share in (0.5, 0.95, 0.99, 1.0)]
    steps = [_step([step(one) for one in journeys]) for step in _STEPS]
    return f"| {' | '.join([engines, f'{per_second:g}', str(len(whole)), *times, *steps])} |"


def _step(seconds: Sequence[float]) -> str:
    return f"{percentile(seconds, 0.5):.2f} / {percentile(seconds, 0.95):.2f}"
