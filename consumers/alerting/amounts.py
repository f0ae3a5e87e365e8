"""Money as people write it: `1亿`, `5000万元`, exact to the yuan."""

import re
import unicodedata
from decimal import Decimal, localcontext

_UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}
_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>万|亿|)元?")
_PLACES = 4
# Pages have had figures of any length in them.
_ENOUGH_DIGITS = 400


def parse_amount(value: str | int) -> int:
    """Whole yuan. Raises ValueError that says how to write it."""
    text = "".join(unicodedata.normalize("NFKC", str(value)).split()).replace(",", "")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError(f"{value!r} is no amount; write 1亿, 5000万 or a whole number of yuan")
    yuan = Decimal(match["number"]) * _UNITS[match["unit"]]
    if yuan != yuan.to_integral_value():
        raise ValueError(f"{value!r} is not a whole number of yuan")
    return int(yuan)


def shown_amount(yuan: int) -> str:
    """For a reader: 410000000 is 4.1亿元; rounded to four places, and then said to be about."""
    unit = next(name for name in ("亿", "万", "") if yuan >= _UNITS[name] or not name)
    with localcontext(prec=_ENOUGH_DIGITS):
        exact = Decimal(yuan) / _UNITS[unit]
        shown = round(exact, _PLACES)
    number = f"{shown:f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{'' if shown == exact else '约'}{number}{unit}元"
