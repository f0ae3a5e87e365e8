"""From moments to the tables of both READMEs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil


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


@dataclass(frozen=True, slots=True)
class Measured:
    """All journeys at one rate of articles a second, on these engines."""

    engines: tuple[str, ...]
    rate: float
    journeys: Sequence[Journey]


@dataclass(frozen=True, slots=True)
class Words:
    """How a README says it."""

    whole: tuple[str, ...]
    steps: tuple[str, ...]
    comma: str
    second: str


ENGLISH = Words(
    ("from `articles.v1` to the mail box, 1,000 rules", "articles/s", "mails", "p50", "p95", "p99", "max"),
    (
        *("of which, p50 / p95 in seconds", "articles/s", "published", "tagged", "matched"),
        *("mail made", "mail taken", "beside it: tagged to indexed"),
    ),
    ", ",
    "s",
)
CHINESE = Words(
    ("从 `articles.v1` 到邮箱，1,000 条规则", "篇/秒", "邮件", "p50", "p95", "p99", "最长"),
    ("其中各段 p50 / p95（秒）", "篇/秒", "发布", "打标", "匹配", "成信", "送达", "另：打标到入索引"),
    "、",
    "秒",
)
_STEPS: tuple[Callable[[Journey], float], ...] = (
    lambda one: one.published - one.due,
    lambda one: one.tagged - one.published,
    lambda one: one.matched - one.tagged,
    lambda one: one.mail_made - one.matched,
    lambda one: one.mail_taken - one.mail_made,
    lambda one: one.indexed - one.tagged,
)


def tables(measured: Sequence[Measured], words: Words) -> Iterator[str]:
    """The whole way, then its parts."""
    yield from _table(words.whole, [_whole(one, words) for one in measured])
    yield ""
    yield from _table(words.steps, [_parts(one, words) for one in measured])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so many are not above (nearest rank)."""
    return sorted(values)[ceil(share * len(values)) - 1]


def _whole(measured: Measured, words: Words) -> list[str]:
    seconds = [one.seconds for one in measured.journeys]
    times = [f"{percentile(seconds, share):.2f} {words.second}" for share in (0.5, 0.95, 0.99, 1.0)]
    return [words.comma.join(measured.engines), f"{measured.rate:g}", str(len(seconds)), *times]


def _parts(measured: Measured, words: Words) -> list[str]:
    steps = [[step(one) for one in measured.journeys] for step in _STEPS]
    pairs = [f"{percentile(step, 0.5):.2f} / {percentile(step, 0.95):.2f}" for step in steps]
    return [words.comma.join(measured.engines), f"{measured.rate:g}", *pairs]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
