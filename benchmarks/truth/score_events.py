"""Events: did what the tagger calls done really happen, and was everything found that did?

A found event belongs to the labels of its type that its span covers, and where it covers none, to those
in the sentences it stands in: taggers differ in what they call the evidence. Two events found for one label
(two projects that start together) are both right, one label found twice is counted once.
"""

from collections import Counter
from dataclasses import dataclass, field

from labels import EVENT_TYPES, Line, Span, sentences, span_of
from tally import Tally


@dataclass
class EventScore:
    realised: Tally = field(default_factory=Tally)
    aggregates: Tally = field(default_factory=Tally)
    states: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, truth: Line, found: Line) -> None:
        labels = truth["events"]
        seen: set[int] = set()
        for event in found["events"]:
            if event["type"] not in EVENT_TYPES:
                continue
            matching = _matching(truth, event)
            self._count_state(labels, matching, event)
            if event["state"] == "done":
                self._count_done(truth, matching, event, seen)
        for at, label in enumerate(labels):
            if at not in seen and _must_be_found(truth, label, [labels[other] for other in seen]):
                self.realised.missed.append(_told(truth, label))

    def _count_done(self, truth: Line, matching: list[int], event: Line, seen: set[int]) -> None:
        labels = truth["events"]
        done = [at for at in matching if labels[at]["state"] == "done"]
        if not done:
            self.realised.wrong.append(_told(truth, event))
            return
        self._compare_aggregate(truth, [labels[at] for at in done], event)
        nearest = _nearest(labels, done, event, seen)
        if nearest not in seen and not labels[nearest].get("optional"):
            self.realised.right += 1
        seen.add(nearest)

    def _compare_aggregate(self, truth: Line, labels: list[Line], event: Line) -> None:
        if any(label.get("aggregate_any") for label in labels):
            return
        wanted = {label["aggregate"] for label in labels}
        given = event.get("aggregate")
        if given in wanted:
            self.aggregates.right += 1
        else:
            self.aggregates.wrong.append(f"{_told(truth, event)}: {given} for {sorted(map(str, wanted))}")

    def _count_state(self, labels: list[Line], matching: list[int], event: Line) -> None:
        wanted = {labels[at]["state"] for at in matching}
        meant = event["state"] if event["state"] in wanted else "|".join(sorted(wanted)) or "no event"
        self.states[meant, event["state"]] += 1


def _must_be_found(truth: Line, label: Line, found: list[Line]) -> bool:
    """Not when it only announces what its sentence goes on to tell (举行签约仪式，现场签约18个项目).

    Nor when the article tells the same stage of the same project elsewhere.
    """
    if label["state"] != "done" or label.get("optional"):
        return False
    if label["project"] and any(
        (other["type"], other["state"], other["project"]) == (label["type"], "done", label["project"])
        for other in found
    ):
        return False
    if label["named"] or label["aggregate"] is not None:
        return True
    around = [sentence for sentence in sentences(truth["text"]) if _touch(label, [sentence])]
    return not any(other["type"] == label["type"] and _touch(other, around) for other in found)


def _matching(truth: Line, event: Line) -> list[int]:
    """The labels of the event's type that it covers, else those in the sentences it touches."""
    labels = [(at, label) for at, label in enumerate(truth["events"]) if label["type"] == event["type"]]
    span = span_of(event)
    if span is None:  # in the title, which says again what the text says
        return [at for at, _ in labels]
    covered = [at for at, label in labels if _touch(label, [span])]
    around = [sentence for sentence in sentences(truth["text"]) if sentence.touches(span)]
    return covered or [at for at, label in labels if _touch(label, around)]


def _touch(label: Line, spans: list[Span]) -> bool:
    at = span_of(label)
    return at is not None and any(at.touches(span) for span in spans)


def _nearest(labels: list[Line], among: list[int], event: Line, seen: set[int]) -> int:
    """The label an event is taken for: a new one before one seen, then the nearest."""
    start = event.get("start") or 0
    return min(among, key=lambda at: (at in seen, abs(labels[at]["start"] - start)))


def _told(truth: Line, event: Line) -> str:
    start = event.get("start")
    near = truth.get("title", "") if start is None else truth["text"][max(0, start - 12) : start + 16]
    return f"{truth['id']} {event['type']} {event['state']} …{near}…".replace("\n", "⏎")
