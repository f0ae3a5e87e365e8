"""What a trial of a rule came to, for the command line, a script or the console."""

from typing import TypeAlias

from msgspec import Struct, field

Span: TypeAlias = tuple[int, int]


class Sample(Struct, frozen=True, kw_only=True):
    """A hit; `marks` are the words in its sentence that it came from."""

    title: str
    shown_at: str
    source_id: str
    url: str | None
    sentence: str
    marks: list[Span]
    why: str
    place: str | None = None
    type: str | None = None
    state: str | None = None
    project: str | None = None
    amount_cny: int | None = None


class HeldSample(Struct, frozen=True, kw_only=True):
    """A word that is an event of the rule's types elsewhere, and none here: `reason` says why."""

    title: str
    shown_at: str
    url: str | None
    keyword: str
    reason: str
    sentence: str
    marks: list[Span]


class HeldBack(Struct, frozen=True, kw_only=True):
    """`reasons` by falling count. `of_articles` were read, the newest; `complete` if those are all."""

    total: int
    reasons: dict[str, int]
    of_articles: int
    complete: bool
    samples: list[HeldSample]


class Overlap(Struct, frozen=True, kw_only=True):
    """How many of the hits other rules in force have too, by rule; `alone` are those no other has."""

    alone: int
    rules: dict[str, int]


class Mails(Struct, frozen=True, kw_only=True):
    """`per_day` holds day → receiver → mails, digests on the day on which they are due.

    `alerts` are the stories, `repeats` the hits that tell one of them again, `late` those found too long
    after their publication: they come in digests only.
    """

    alerts: int
    repeats: int
    late: int
    total: int
    per_day: dict[str, dict[str, int]]


class Report(Struct, frozen=True, kw_only=True):
    """Counts are of all hits since the day `since`; what reads the hits looked at `examined`, the newest."""

    rule: str
    days: int
    since: str
    hits: int
    per_day: dict[str, int]
    per_source: dict[str, int]
    states: dict[str, int]
    samples: list[Sample]
    examined: int
    overlap: Overlap
    mails: Mails
    held_back: HeldBack | None = None
    wrong_examples: dict[str, str] = field(default_factory=dict)
