"""Tries a rule on the last days of the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.decide import Windows
from consumers.alerting.directory import Directory
from consumers.alerting.schedule import Calendar
from consumers.alerting.vocabulary import Vocabulary
from consumers.index.port import Facet, Index, Page, Search
from consumers.query.ast import And, Node, Range
from kaigong.rule_trial.examination import Examination
from kaigong.rule_trial.held_back import HeldBackSearch
from kaigong.rule_trial.hits import found, kind_of
from kaigong.rule_trial.mails import MailCount
from kaigong.rule_trial.overlap import OverlapCount
from kaigong.rule_trial.report import Report
from wire.settings import Settings

_MOST_SOURCES = 50
# Of a rule that hits more in the time, the newest are looked at.
_MOST_EXAMINED = 2_000


@dataclass(frozen=True)
class Trials:
    """`directory` knows the receivers, `others` are the rules in force. Nothing is written anywhere."""

    index: Index
    words: Vocabulary
    settings: Settings
    directory: Directory
    others: Sequence[CompiledRule] = field(default=())

    def run(
        self,
        compiled: CompiledRule,
        now: datetime,
        days: int,
        *,
        held_back: bool = False,
        wrong_examples: Mapping[str, str] = MappingProxyType({}),
    ) -> Report:
        """The last `days` days, today being the last. Raises QueryError and TemporaryError."""
        since = self._start(now, days)
        period = Range("shown_at", gte=since)
        query = And((compiled.node, period))
        page = self._counted(compiled, query, days)
        examined = self._examined(compiled, query)
        search = HeldBackSearch(self.index, self.words, compiled)
        return Report(
            rule=compiled.rule.id,
            days=days,
            since=since.date().isoformat(),
            hits=page.total,
            per_day=_every_day(since, days, dict(page.facets["shown_at"])),
            per_source=dict(page.facets["source_id"]),
            states=dict(page.facets.get("state", ())),
            samples=examined.samples,
            examined=examined.hits,
            overlap=examined.overlap.result(),
            mails=examined.mails.result(),
            held_back=search.result(period, _MOST_EXAMINED) if held_back else None,
            wrong_examples=dict(wrong_examples),
        )

    def _examined(self, compiled: CompiledRule, query: Node) -> Examination:
        windows = Windows.of(compiled.rule, self.settings)
        mails = MailCount(compiled.rule, windows, self.directory, Calendar(self.settings.zone))
        overlap = OverlapCount([one for one in self.others if one.rule.id != compiled.rule.id])
        examined = Examination(compiled, self.words, mails, overlap)
        for articles in found(self.index, compiled, query, _MOST_EXAMINED):
            for one in articles:
                examined.add(one)
        return examined

    def _start(self, now: datetime, days: int) -> datetime:
        """A day begins at midnight where the installation is, whatever became of its clocks since."""
        first = now.astimezone(self.settings.zone).date() - timedelta(days=days - 1)
        return datetime(first.year, first.month, first.day, tzinfo=self.settings.zone)

    def _counted(self, compiled: CompiledRule, query: Node, days: int) -> Page:
        facets = [Facet("shown_at", size=days), Facet("source_id", size=_MOST_SOURCES)]
        if compiled.rule.on == "event":
            facets.append(Facet("state"))
        return self.index.search(Search(kind_of(compiled), query, size=0, facets=tuple(facets)))


def _every_day(since: datetime, days: int, counts: Mapping[str, int]) -> dict[str, int]:
    """Also the days without a hit, and those after today: pages are dated wrongly."""
    wanted = [(since.date() + timedelta(days=number)).isoformat() for number in range(days)]
    return {day: counts.get(day, 0) for day in sorted({*wanted, *counts})}
