"""jionlp: places (`recognize_location`, names without spans) and amounts of money (`extract_money`)."""

from collections.abc import Iterator

import jionlp
from labels import Line
from regions import Counties

CURRENCIES = {"元": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "港币": "HKD"}
MODIFIERS = {"blur": "~", "accurate": None}


def tag(line: Line, counties: Counties) -> Line:
    text = line["text"]
    places = list(_places(text, counties))
    return {
        "id": line["id"],
        "places": places,
        "industries": [],
        "events": [],
        "figures": list(_figures(text)),
    }


def _places(text: str, counties: Counties) -> Iterator[Line]:
    for place, _count in jionlp.recognize_location(text)["domestic"] or ():
        name = place["county"]
        code = name and counties.code(place["city"] or place["province"], name)
        if code:
            start = text.find(name)
            span = {"start": start, "end": start + len(name)} if start >= 0 else {"start": None, "end": None}
            yield {"code": code, "surface": name, "role": "site", **span}


def _figures(text: str) -> Iterator[Line]:
    for found in jionlp.ner.extract_money(text, with_parsing=True):
        detail, (start, end) = found["detail"], found["offset"]
        numbers = detail["num"] if isinstance(detail["num"], list) else [detail["num"]]
        low, high = float(numbers[0]), float(numbers[1]) if len(numbers) > 1 else None
        unit = CURRENCIES.get(detail["case"], detail["case"])
        modifier = MODIFIERS.get(detail["definition"], ">=" if "+" in detail["definition"] else "<=")
        figure = {"value": low, "value_high": high, "unit": unit, "modifier": None if high else modifier}
        yield {**figure, "start": start, "end": end}
