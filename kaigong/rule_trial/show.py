"""A trial for a person at a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from consumers.alerting.amounts import shown_amount
from consumers.alerting.wording import STATE_NAMES
from kaigong.output import out, plain, safe
from kaigong.rule_trial.report import HeldBack, Mails, Overlap, Report, Sample, Span

_BAR = 40
_MOST_BARS = 31
_MOST_LISTED = 10


def show(report: Report, zone: ZoneInfo) -> None:
    out.print(safe(f"{report.rule}: {_count(report.hits, 'hit')} since {report.since}"), style="bold")
    for where, problem in report.wrong_examples.items():
        out.print(safe(f"{where}: {problem}"), style="red", soft_wrap=True)
    for line in _bars(report.per_day):
        out.print(safe(line), soft_wrap=True)
    for sample in report.samples:
        _show_sample(sample, zone)
    for line in _notes(report):
        out.print(safe(line), soft_wrap=True)
    if report.held_back is not None:
        _show_held_back(report.held_back, zone)


def _bars(per_day: Mapping[str, int]) -> Iterator[str]:
    """A bar a day; of a long time the days without a hit are left out, and then the oldest."""
    if not (most := max(per_day.values(), default=0)):
        return
    days = list(per_day.items())
    if len(days) > _MOST_BARS:
        days = [(day, count) for day, count in days if count][-_MOST_BARS:]
    for day, count in days:
        bar = "▇" * max(round(count / most * _BAR), 1) if count else ""
        yield f"{day} {bar} {count}"


def _show_sample(sample: Sample, zone: ZoneInfo) -> None:
    amount = shown_amount(sample.amount_cny) if sample.amount_cny else ""
    state = STATE_NAMES.get(sample.state or "done", "") if sample.state != "done" else ""
    facts = (sample.place, sample.type, state, sample.project, amount, sample.source_id)
    _show_hit(_local(sample.shown_at, zone), sample.title, " · ".join(fact for fact in facts if fact))
    _show_sentence(sample.sentence, sample.marks)
    out.print(Text(f"  {plain(sample.why)}", style="dim"), soft_wrap=True)


def _show_held_back(held: HeldBack, zone: ZoneInfo) -> None:
    reasons = "，".join(f"{reason} {count}" for reason, count in held.reasons.items())
    newest = "" if held.complete else f" (of the newest {held.of_articles} articles)"
    out.print()
    out.print(safe(f"held back: {held.total}{newest}{': ' if reasons else ''}{reasons}"), style="bold")
    for sample in held.samples:
        _show_hit(_local(sample.shown_at, zone), sample.title, f"{sample.reason}：{sample.keyword}")
        _show_sentence(sample.sentence, sample.marks)


def _show_hit(when: str, title: str, facts: str) -> None:
    head = Text(f"{when}  ", style="dim").append(plain(title), style="bold")
    out.print(head, soft_wrap=True)
    out.print(Text(f"  {plain(facts)}", style="cyan"), soft_wrap=True)


def _local(moment: str, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M}"


def _show_sentence(sentence: str, marks: Sequence[Span]) -> None:
    text = Text("  ")
    done = 0
    for start, end in marks:
        text.append(plain(sentence[done:start]))
        text.append(plain(sentence[start:end]), style="bold red")
        done = end
    out.print(text.append(plain(sentence[done:])), soft_wrap=True)


def _notes(report: Report) -> Iterator[str]:
    if not report.hits:
        yield "Nothing yet: is the index filled (`kaigong doctor`), is the rule too narrow?"
        return
    if report.hits > len(report.samples):
        yield f"… and {report.hits - len(report.samples)} more"
    yield f"sources: {_listed(report.per_source)}"
    if set(report.states) - {"done"}:
        states = {STATE_NAMES.get(state, state): count for state, count in report.states.items()}
        yield f"states: {_listed(states)}; `state:done` in a query takes only what has happened"
    if report.examined < report.hits:
        yield f"Of the newest {report.examined} hits:"
    yield _mails(report.mails)
    yield _overlap(report.overlap, report.examined)


def _mails(mails: Mails) -> str:
    receivers: dict[str, int] = {}
    for counts in mails.per_day.values():
        for receiver, count in counts.items():
            receivers[receiver] = receivers.get(receiver, 0) + count
    said = f"mails: {_count(mails.alerts, 'alert')}, {_count(mails.total, 'mail')}"
    if receivers:
        said += f" on {_count(len(mails.per_day), 'day')} ({_listed(receivers)})"
    elif mails.alerts:
        said += " (nobody would be told)"
    if mails.repeats:
        said += f"; {mails.repeats} told a story again"
    if mails.late:
        said += f"; {mails.late} found too late for a mail of their own (digests list them)"
    return said


def _overlap(overlap: Overlap, examined: int) -> str:
    if not overlap.rules:
        return "overlap: no other rule has any of them"
    return f"overlap: {examined - overlap.alone} also in other rules ({_listed(overlap.rules)})"


def _listed(counts: Mapping[str, int]) -> str:
    shown: Iterable[str] = (f"{name} {count}" for name, count in list(counts.items())[:_MOST_LISTED])
    more = len(counts) - _MOST_LISTED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
