"""Learn from the development split when a text is about a chain, and write industry_model.yaml and
industry_likeness.yaml of the tagger.

python benchmarks/truth/fit_industries.py              # how each file does with models of other files
python benchmarks/truth/fit_industries.py --write      # learn from all and write them
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml
from industry_examples import LIKENESS, MODEL, Example, read_chains, read_examples
from industry_learning import Fitted, fitted
from likeness_learning import asker, groups
from tally import Tally

from consumers.tagging.industries.model import IndustryJudge
from consumers.tagging.industries.vocabulary import Chains

FOLDS = 6


def score(learned: Fitted, examples: Sequence[Example]) -> Tally:
    judge, asked, tally = IndustryJudge(learned.model), asker(learned.likeness), Tally()
    for example in examples:
        odds = asked(example) if judge.reads_letters(len(example.read.text.chars)) else {}
        evidence = learned.counts.evidence(example, odds)
        told = {chain for chain, numbers in evidence.items() if judge.is_told(numbers)}
        sure, open_ = set(example.line["industries"]), set(example.line.get("industries_optional", ()))
        tally.right += len(told & sure)
        tally.wrong += sorted(told - sure - open_)
        tally.missed += sorted(sure - told)
    return tally


def try_out(examples: Sequence[Example], chains: Chains) -> None:
    """A sixth of the files at a time; it flatters a file that its words were found by its lines."""
    files = sorted({example.file for example in examples})
    tallies: dict[str, Tally] = {}
    for fold in range(FOLDS):
        asked = files[fold::FOLDS]
        learned = fitted([example for example in examples if example.file not in asked], chains)
        for file in asked:
            tallies[file] = score(learned, [example for example in examples if example.file == file])
    total = Tally()
    for file in files:
        tally = tallies[file]
        total.right += tally.right
        total.wrong += tally.wrong
        total.missed += tally.missed
        lines = sum(example.file == file for example in examples)
        print(f"{file:36} {lines:4} {tally.precision:.3f} {tally.recall:.3f} {tally.f1:.3f}")
    print(f"{'all':36} {len(examples):4} {total.precision:.3f} {total.recall:.3f} {total.f1:.3f}")


def write(learned: Fitted) -> None:
    _write(MODEL, learned.model.model_dump() | {"seen": learned.counts.groups()})
    _write(LIKENESS, groups(learned.likeness))


def _write(path: Path, content: object) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
    path.write_text(
        f"# Written by benchmarks/truth/fit_industries.py; what it says: docs/industries.md.\n{text}", "utf-8"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name} and {LIKENESS.name}")
    options = parser.parse_args()
    examples, chains = list(read_examples()), read_chains()
    if options.write:
        write(fitted(examples, chains))
    else:
        try_out(examples, chains)
    return 0


if __name__ == "__main__":
    sys.exit(main())
