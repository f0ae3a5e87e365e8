"""Invented companies and projects in real places."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from kaigong.demo.dice import Dice


@dataclass(frozen=True, slots=True)
class District:
    code: str
    name: str
    city: str
    zones: tuple[str, ...]
    streets: tuple[str, ...]


class Names:
    """Fills the slots of a pattern; `number` makes every company different from every other."""

    def __init__(self) -> None:
        data: dict[str, Any] = yaml.safe_load((files("kaigong.demo") / "names.yaml").read_text("utf-8"))
        self._data = data
        self.districts = tuple(
            District(code, one["name"], one["city"], tuple(one["zones"]), tuple(one["streets"]))
            for code, one in data["districts"].items()
        )

    def slots(self, number: int, district: District, dice: Dice) -> dict[str, str]:
        industry = dice.pick(self._data["industries"])
        brand = self._brand(number)
        product = dice.pick(industry["products"])
        return {
            "county": district.name,
            "zone": dice.pick(district.zones),
            "street": dice.pick(district.streets),
            "chain": industry["chain"],
            "product": product,
            "company": f"江苏{brand}{dice.pick(industry['suffix'])}有限公司",
            "project": f"{brand}{product}{dice.pick(self._data['forms'])}",
            "person": dice.pick(self._data["person_first"]) + dice.pick(self._data["person_last"]),
            "amount": _amount(dice),
            "area": f"{dice.between(8, 96) / 10:.1f}",
            "mu": str(dice.between(18, 260)),
            "floors": dice.pick("三四五六"),
            "rate": f"{dice.between(520, 988) / 10:.1f}",
            "n1": str(dice.between(5, 26)),
            "n2": str(dice.between(31, 186)),
        }

    def _brand(self, number: int) -> str:
        first, last = self._data["brand_first"], self._data["brand_last"]
        start = number % len(first)
        return str(first[start] + last[(7 * number + number // len(first)) % len(last)])


def _amount(dice: Dice) -> str:
    if dice.below(4) == 0:
        return f"{dice.between(21, 99)}00万元"
    return f"{dice.between(11, 168) / 10:g}亿元"
