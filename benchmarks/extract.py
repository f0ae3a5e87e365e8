"""Fields of detail pages: speed and accuracy beside other extractors: `make bench-extract`.

Reads the real pages of ../shared/samples/pages when they are there, else the project's own, and says which.
"""

import argparse
import platform
import statistics
import time

from extraction import engines, pages
from extraction.scores import FIELDS, Score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", action="store_true", help="the project's own pages, whatever else is there")
    parser.add_argument("--rounds", type=int, default=5, help="times that every page is read")
    parser.add_argument("--wrong", action="store_true", help="show what was wrong, too")
    options = parser.parse_args()

    where, found = pages.own() if options.own else pages.best()
    size = statistics.mean(len(page.html) for page in found) / 1000
    print(f"{len(found)} pages of {where}, {size:.0f} thousand characters each on average")
    print(f"one core, processor time, Python {platform.python_version()}\n")
    print(f"| extractor | pages/s | {' | '.join(FIELDS)} |\n|---|---:|{'---:|' * len(FIELDS)}")
    for engine in engines.all_engines():
        if engine.missing:
            print(f"| {engine.name} | not installed: `make bench-extract` |{' |' * len(FIELDS)}")
            continue
        score = Score.of(engine.read, found)
        shares = " | ".join(_share(engine, score, field) for field in FIELDS)
        print(f"| {engine.name} | {_speed(engine, found, options.rounds):.0f} | {shares} |", flush=True)
        if options.wrong:
            print("\n".join(f"  {line}" for field in engine.fields for line in score.wrong[field]))


def _share(engine: engines.Engine, score: Score, field: str) -> str:
    return f"{score.right[field]}/{score.asked[field]}" if field in engine.fields else "–"


def _speed(engine: engines.Engine, found: list[pages.Page], rounds: int) -> float:
    """Pages a second of the fastest round: the others were disturbed."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        for page in found:
            engine.read(page)
        times.append(time.process_time() - began)
    return len(found) / min(times)


if __name__ == "__main__":
    main()
