"""Score what a tagger wrote (`kaigong tag --jsonl`) against a split of the truth set.

python benchmarks/truth/score.py dev tags.jsonl [--errors] [--gate] [--min-score 0.2]
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from labels import SPLITS, TASKS, Line, read_lines, read_split
from score_events import EventScore
from score_figures import FigureScore
from score_industries import IndustryScore
from score_places import PlaceScore
from tally import Tally


@dataclass
class Scores:
    places: PlaceScore = field(default_factory=PlaceScore)
    industries: IndustryScore = field(default_factory=IndustryScore)
    events: EventScore = field(default_factory=EventScore)
    figures: FigureScore = field(default_factory=FigureScore)
    failed: list[str] = field(default_factory=list)

    def add(self, truth: Line, found: Line) -> None:
        if "error" in found:
            self.failed.append(f"{truth['id']} {found['error']}")
            found = EMPTY
        for task in truth.get("only", TASKS):
            getattr(self, task).add(truth, found)

    def tallies(self) -> Iterator[tuple[str, Tally]]:
        yield "counties", self.places.counties
        yield "industries", self.industries.chains
        yield "realised events", self.events.realised
        yield "figures exact", self.figures.exact
        yield "  place roles", self.places.roles
        yield "  aggregates", self.events.aggregates
        yield "  figure roles", self.figures.roles

    def short_of_goal(self) -> list[str]:
        realised = self.events.realised
        reached = {
            "county F1 >= 0.97": self.places.counties.f1 >= 0.97,
            "no wrong guess": not self.places.guesses,
            "industry F1 >= 0.90": self.industries.chains.f1 >= 0.90,
            "realised events precision >= 0.95": realised.precision >= 0.95,
            "realised events recall >= 0.90": realised.recall >= 0.90,
            "figures exact F1 >= 0.97": self.figures.exact.f1 >= 0.97,
            "no line failed": not self.failed,
        }
        return [goal for goal, held in reached.items() if not held]


EMPTY: Line = {"places": [], "industries": [], "events": [], "figures": []}


def score(split: str, tags: Path, min_score: float) -> Scores:
    found = {line["id"]: line for line in read_lines(tags)}
    scores = Scores(industries=IndustryScore(min_score=min_score))
    for truth in read_split(split):
        scores.add(truth, found.get(truth["id"], {"error": f"no line in {tags}"}))
    return scores


def table(scores: Scores) -> Iterator[str]:
    yield f"{'':18}{'precision':>10}{'recall':>8}{'F1':>7}{'right':>7}{'wrong':>7}{'missed':>7}"
    for name, tally in scores.tallies():
        shares = f"{tally.precision:>10.3f}{tally.recall:>8.3f}{tally.f1:>7.3f}"
        yield f"{name:18}{shares}{tally.right:>7}{len(tally.wrong):>7}{len(tally.missed):>7}"
    yield f"wrong guesses on names: {len(scores.places.guesses)}; lines that failed: {len(scores.failed)}"
    yield "event states, meant > said: " + ", ".join(
        f"{meant} > {said} {count}" for (meant, said), count in scores.events.states.most_common()
    )


def errors(scores: Scores) -> Iterator[str]:
    for name, tally in scores.tallies():
        yield from (f"{name.strip()} wrong: {case}" for case in tally.wrong)
        yield from (f"{name.strip()} missed: {case}" for case in tally.missed)
    yield from (f"guess: {case}" for case in scores.places.guesses)
    yield from (f"failed: {case}" for case in scores.failed)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("split", choices=SPLITS)
    parser.add_argument("tags", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every wrong and missed case")
    parser.add_argument("--gate", action="store_true", help="fail when a goal is not reached")
    parser.add_argument("--min-score", type=float, default=0.0, help="of an industry, to count as given")
    options = parser.parse_args()
    scores = score(options.split, options.tags, options.min_score)
    print(*table(scores), sep="\n")
    if options.errors:
        print(*errors(scores), sep="\n")
    short = scores.short_of_goal()
    if options.gate and short:
        print("not reached: " + "; ".join(short), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
