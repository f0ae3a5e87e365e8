"""Money without its unit or without its numeral: 总投资20.5亿, 人民币5000万, 亿元以上, 近百亿元."""

from collections.abc import Iterator

from consumers.tagging.figures import patterns
from consumers.tagging.figures.amounts import Amount
from consumers.tagging.figures.quantities import is_evenly_wide, modifier, scaled, sign_before
from consumers.tagging.figures.units import UNITS
from consumers.tagging.text.prepared import Prepared

_LABEL = 16  # how far in front the word may begin that makes it money


def bare_money(text: Prepared, start: int) -> Amount | None:
    """Money only beside a word or a sign that says so."""
    if patterns.ENDS_IN_SCALE.match(text.chars, start) is None:
        return None
    sign = sign_before(text.chars, start)
    match = patterns.BARE_MONEY.match(text.chars, start)
    before = text.chars[max(start - _LABEL, 0) : start]
    if match is None or not (sign or patterns.BARE_MONEY_LABEL.search(before)):
        match = patterns.MONEY_BEHIND.match(text.chars, start)
    if match is None or not is_evenly_wide(text, match):
        return None
    unit = UNITS["美元" if sign and sign["usd"] else "元"]
    value = scaled(match["value"], unit)
    if value is None:
        return None
    end = match.end("more") if match["more"] else match.end("value")
    return Amount(value, None, unit.name, start, end, modifier(text.chars, match), stop=match.end())


def bare_scales(text: Prepared) -> Iterator[Amount]:
    """Without a modifier or a label it is a figure of speech."""
    for match in patterns.BARE_SCALE.finditer(text.chars):
        about = modifier(text.chars, match)
        before = text.chars[max(match.start() - _LABEL, 0) : match.start()]
        if about is None and not patterns.BARE_MONEY_LABEL.search(before):
            continue
        unit = UNITS[match["money"]]
        value = scaled(f"一{match['scale']}", unit) or scaled(match["scale"], unit)
        if value is not None:
            yield Amount(value, None, unit.name, match.start(), match.end("money"), about, stop=match.end())
