"""Industries: the set of chains that a document is about."""

from dataclasses import dataclass, field

from labels import Line
from tally import Tally


@dataclass
class IndustryScore:
    min_score: float = 0.0
    chains: Tally = field(default_factory=Tally)

    def add(self, truth: Line, found: Line) -> None:
        sure = set(truth["industries"])
        open_ = set(truth.get("industries_optional", ()))
        given = {item["name"] for item in found["industries"] if item.get("score", 1.0) >= self.min_score}
        self.chains.right += len(given & sure)
        self.chains.wrong += [f"{truth['id']} {name}" for name in sorted(given - sure - open_)]
        self.chains.missed += [f"{truth['id']} {name}" for name in sorted(sure - given)]
