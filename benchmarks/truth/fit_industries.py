"""Learn from the development split when a text is about a chain, and write the tagger's industry_model.yaml.

python benchmarks/truth/fit_industries.py              # how each file does with a model of all the others
python benchmarks/truth/fit_industries.py --write      # learn from all and write it
"""

import argparse
import sys
from collections.abc import Sequence

import yaml
from industry_examples import MODEL, Example, read_examples
from industry_learning import Counts, fitted
from tally import Tally

from consumers.tagging.industries.model import IndustryJudge, IndustryModel


def score(model: IndustryModel, counts: Counts, examples: Sequence[Example]) -> Tally:
    judge, tally = IndustryJudge(model), Tally()
    for example in examples:
        told = {chain for chain, evidence in counts.evidence(example).items() if judge.is_told(evidence)}
        sure, open_ = set(example.line["industries"]), set(example.line.get("industries_optional", ()))
        tally.right += len(told & sure)
        tally.wrong += sorted(told - sure - open_)
        tally.missed += sorted(sure - told)
    return tally


def try_out(examples: Sequence[Example]) -> None:
    """Each file with a model of all others; it flatters a file that its words were found by its lines."""
    total = Tally()
    for file in sorted({example.file for example in examples}):
        own = [example for example in examples if example.file == file]
        counts, model = fitted([example for example in examples if example.file != file])
        tally = score(model, counts, own)
        total.right += tally.right
        total.wrong += tally.wrong
        total.missed += tally.missed
        print(f"{file:36} {len(own):4} {tally.precision:.3f} {tally.recall:.3f} {tally.f1:.3f}", flush=True)
    print(f"{'all':36} {len(examples):4} {total.precision:.3f} {total.recall:.3f} {total.f1:.3f}")


def write(model: IndustryModel, counts: Counts) -> None:
    content = model.model_dump() | {"seen": counts.groups()}
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
    MODEL.write_text(
        f"# Written by benchmarks/truth/fit_industries.py; what it says: docs/industries.md.\n{text}", "utf-8"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name}")
    options = parser.parse_args()
    examples = list(read_examples())
    if options.write:
        counts, model = fitted(examples)
        write(model, counts)
    else:
        try_out(examples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
