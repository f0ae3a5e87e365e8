"""The regions of China, county level and above: codes, names, and what a name can mean."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Level = Literal["province", "city", "county"]

_PROVINCE_SHORT = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
# How people shorten the zones that the table lists at county level.
_ZONE_SHORTENINGS = (
    ("经济技术开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术产业开发区", "高新技术开发区"),
    ("经济开发区", "经开区"),
)
# 恩施土家族苗族自治州 is 恩施州 in the news.
_PREFECTURE = re.compile(
    r"(?:蒙古族?|藏族|回族|羌族|彝族|苗族|侗族|布依族|土家族|壮族|傣族|景颇族|哈尼族|白族|傈僳族|朝鲜族|哈萨克|柯尔克孜)+自治州\Z"
)


class Alias(BaseModel):
    """Another name of a region; `until` is the last day on which it was the official one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    code: str
    until: date | None = None


class Aliases(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    aliases: list[Alias]


@dataclass(frozen=True, slots=True)
class RegionEntry:
    """`full_name` begins with the province: 江苏省连云港市海州区."""

    code: str
    name: str
    full_name: str


def level_of(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


class Gazetteer:
    """Looks names up; never decides between two meanings."""

    def __init__(self, names: Mapping[str, str], aliases: Iterable[Alias] = ()) -> None:
        self._names = dict(names)
        self._full: dict[str, list[str]] = defaultdict(list)
        for code, name in self._names.items():
            self._full[name].append(code)
        self._aliases = {alias.name: alias.code for alias in aliases if alias.code in self._names}
        self._add_shortenings()
        self._short: dict[str, list[str]] = defaultdict(list)
        for code, name in self._names.items():
            short = short_name(name, code)
            if short and short not in self._full:
                self._short[short].append(code)

    @classmethod
    def load(cls, regions: Path, aliases: Aliases) -> "Gazetteer":
        with regions.open(encoding="utf-8", newline="") as file:
            return cls({row["code"]: row["name"] for row in csv.DictReader(file)}, aliases.aliases)

    def resolve(self, name: str) -> list[RegionEntry]:
        """Every region this can mean: a code, a full or a short name, or one behind its city or province.

        A short name that stands for a region does not also stand for one inside it (吉林).
        """
        name = "".join(name.split())
        return [self.entry(code) for code in sorted(self._resolve(name))]

    def _resolve(self, name: str) -> list[str]:
        if name in self._names:
            return [name]
        return self.codes(name) or self._outermost(self._short.get(name, [])) or self._qualified(name)

    def _qualified(self, name: str) -> list[str]:
        for cut in range(2, len(name) - 1):
            inner = self.codes(name[cut:]) or self._short.get(name[cut:], [])
            if inner:
                outer = set(self._resolve(name[:cut]))
                found = [code for code in inner if outer & set(self.ancestors(code))]
                if found:
                    return found
        return []

    def codes(self, name: str) -> list[str]:
        """The codes of a full name or an alias."""
        if name in self._full:
            return list(self._full[name])
        return [self._aliases[name]] if name in self._aliases else []

    def is_alias(self, name: str) -> bool:
        return name in self._aliases and name not in self._full

    def name_of(self, code: str) -> str:
        """The region's own name, or the code where it is unknown."""
        return self._names.get(code, code)

    def entry(self, code: str) -> RegionEntry:
        parts = [*map(self.name_of, self.ancestors(code)), self.name_of(code)]
        return RegionEntry(code, parts[-1], "".join(parts))

    def ancestors(self, code: str) -> list[str]:
        """Province and city above it, the province first: 320706 → 320000, 320700."""
        above = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00"))
        return [outer for outer in above if outer != code and outer in self._names]

    def full_names(self) -> list[str]:
        """Every name that stands for itself wherever it is read: full names and aliases."""
        return sorted({*self._full, *self._aliases})

    def short_names(self, levels: Iterable[Level]) -> dict[str, str]:
        """Short name → code of the provinces or cities; a name of two regions counts for the outer one."""
        wanted = set(levels)
        found: dict[str, str] = {}
        for short, codes in sorted(self._short.items()):
            meant = [code for code in self._outermost(codes) if level_of(code) != "county"]
            if len(meant) == 1 and level_of(meant[0]) in wanted:
                found[short] = meant[0]
        return found

    def _outermost(self, codes: Iterable[str]) -> list[str]:
        every = list(codes)
        return [code for code in every if not set(self.ancestors(code)) & set(every)]

    def _add_shortenings(self) -> None:
        for code, name in self._names.items():
            prefecture = _PREFECTURE.sub("州", name)
            shortened = [
                name.replace(long, short) for long, short in _ZONE_SHORTENINGS if name.endswith(long)
            ]
            for other in (*shortened, prefecture):
                if other not in self._full:
                    self._aliases.setdefault(other, code)


def short_name(name: str, code: str) -> str | None:
    """江苏省 → 江苏, 连云港市 → 连云港; None where less than two characters are left, or for a zone."""
    level = level_of(code)
    if level == "province":
        return _PROVINCE_SHORT.get(name, name[:-1])
    if len(name) > 2 and name[-1] in ("市区县" if level == "county" else "市"):
        return (
            name[:-1] if not name.endswith(("自治县", "新区", "矿区", "开发区", "园区", "管理区")) else None
        )
    return None
