"""Make simplified.txt with OpenCC (see PROVENANCE.md): traditional characters, below them the simplified.

    pip install opencc==1.4.2
    python -m consumers.tagging.data.build_simplified regions.csv > simplified.txt

Character by character, so that folding keeps every position. A character of a region's official
name (乾县, 於潜镇) stays as it is.
"""

import csv
import sys
from itertools import chain
from pathlib import Path

import opencc  # type: ignore[import-not-found]  # needed only to make the file

_HAN = (range(0x3400, 0xA000), range(0x20000, 0x2A6E0))


def pairs(official: set[str]) -> list[tuple[str, str]]:
    convert = opencc.OpenCC("t2s").convert
    every = ((char, convert(char)) for char in map(chr, chain(*_HAN)) if char not in official)
    return [(char, simple) for char, simple in every if simple != char and len(simple) == 1]


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        official = {char for row in csv.DictReader(file) for char in row["name"]}
    for side in zip(*pairs(official), strict=True):
        sys.stdout.write("".join(side) + "\n")


if __name__ == "__main__":
    main()
