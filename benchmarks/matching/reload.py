"""How long a change of one rule takes until it is in force, and how long matching stands still meanwhile."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from consumers.alerting.compile import compile_rule
from consumers.alerting.matching import RuleMatcher
from consumers.alerting.rule_files import RuleFiles
from consumers.alerting.rule_watch import RuleWatch
from consumers.alerting.vocabulary import Vocabulary
from consumers.tagging.places.gazetteer import Gazetteer
from matching.documents import Document
from wire.clock import SystemClock

_PER_FILE = 100
_WARM = 200
_NEWS = "镜湖算力港"
_WORDS = Vocabulary(Gazetteer({}), {}, frozenset(), str)


@dataclass(frozen=True)
class Reload:
    """Seconds: to read all files; from a change to the first match; that a document waited at most."""

    load: float
    in_force: float
    longest: float


def measure(count: int, sample: Sequence[Document]) -> Reload:
    """Rules in files of a hundred, and a document that is matched again and again while one file changes."""
    dice = random.Random(7)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(0, count, _PER_FILE):
            rules = [_written(one, _query(dice, sample)) for one in range(number, number + _PER_FILE)]
            (folder / f"{number}.yaml").write_text("\n".join(("rules:", *rules)), "utf-8")
        began = time.perf_counter()
        watch = RuleWatch(RuleFiles(folder, lambda rule: compile_rule(rule, _WORDS), SystemClock()))
        load = time.perf_counter() - began
        try:
            return Reload(load, *_change(folder / "0.yaml", watch, sample[0]))
        finally:
            watch.close()


def _change(path: Path, watch: RuleWatch, document: Document) -> tuple[float, float]:
    matcher = RuleMatcher(watch.current().rules)
    article = msgspec.structs.replace(document.article, title=_NEWS)
    changed = path.read_text("utf-8").split("\n")
    changed[1] = _written(0, _NEWS)
    waits: list[float] = []
    while True:
        if len(waits) == _WARM:
            path.write_text("\n".join(changed), "utf-8")
            began_change = time.perf_counter()
        began = time.perf_counter()
        matcher.use(watch.current().rules)
        found = any(match.compiled.rule.id == "rule-0" for match in matcher.match(article))
        waits.append(time.perf_counter() - began)
        if found and len(waits) > _WARM:
            return time.perf_counter() - began_change, max(waits[_WARM:])


def _query(dice: random.Random, sample: Sequence[Document]) -> str:
    return " AND ".join(dice.choice(dice.choice(sample).words) for _ in range(3))


def _written(number: int, query: str) -> str:
    return f"- {{id: rule-{number}, on: article, query: {query}}}"
