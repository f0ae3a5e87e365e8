"""Numbers as people write them: 4.1亿元, 5000万, 120亩."""

import re
import unicodedata
from decimal import Decimal

from consumers.query.document import LONG_MAX

_NUMBER = re.compile(
    r"(?P<digits>\d{1,20}(?:,\d{3}){0,5}(?:\.\d{1,9})?)(?P<scale>万亿|[十百千]?万|[十百千]?亿|千|百)?(?P<unit>\D*)"
)
_DIGITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 10**8}
_UNITS: dict[str, dict[str, Decimal]] = {
    "amount_cny": {"元": Decimal(1), "元人民币": Decimal(1), "人民币": Decimal(1)},
    "area_m2": {"平方米": Decimal(1), "平米": Decimal(1), "m2": Decimal(1), "亩": Decimal(2000) / 3},
}


def number(field: str, text: str) -> int | float:
    """The value in the field's base unit (yuan, square metres). Raises ValueError, which says why not."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise ValueError(f"{text!r} is no number")
    units = {"": Decimal(1)} | _UNITS.get(field, {})
    if found["unit"] not in units:
        raise ValueError(f"{found['unit']!r} is no unit of {field}")
    value = Decimal(found["digits"].replace(",", "")) * units[found["unit"]]
    for digit in found["scale"] or "":
        value *= _DIGITS[digit]
    if value > LONG_MAX:
        raise ValueError(f"{text!r} is too large")
    return int(value) if value == value.to_integral_value() else float(value)
