"""Counts of what was right, wrong and missed, with the cases themselves."""

from dataclasses import dataclass, field


@dataclass
class Tally:
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return _share(self.right, len(self.wrong))

    @property
    def recall(self) -> float:
        return _share(self.right, len(self.missed))

    @property
    def f1(self) -> float:
        if not self.right:
            return 0.0 if self.wrong or self.missed else 1.0
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0
