"""What the articles of a page say together."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from consumers.tagging.places.mentions import MAX_PLACES
from consumers.tagging.places.region_names import above_towns
from consumers.tagging.reader import Reading
from wire.messages import Industry, Place


def places(readings: Sequence[Reading]) -> list[Place]:
    """All mentions, each with the number of its segment."""
    found = [
        msgspec.structs.replace(place, segment=number) if number else place
        for number, reading in enumerate(readings)
        for place in reading.places.places
    ]
    return found[:MAX_PLACES]


def place_codes(readings: Sequence[Reading]) -> list[str]:
    return list(dict.fromkeys(code for reading in readings for code in reading.places.codes))


def place_names(readings: Sequence[Reading]) -> list[str]:
    return list(dict.fromkeys(name for reading in readings for name in reading.places.names))


def main_place(readings: Sequence[Reading]) -> str | None:
    """Of most of the articles; of equals the first. Never a town: things are counted by county."""
    mains = Counter(above_towns(reading.places.main) for reading in readings if reading.places.main)
    return max(mains, key=lambda code: mains[code]) if mains else None


def industries(readings: Sequence[Reading]) -> list[Industry]:
    """Each with its best score: one article of four is about it."""
    best: dict[str, Industry] = {}
    for reading in readings:
        for industry in reading.industries:
            if industry.name not in best or industry.score > best[industry.name].score:
                best[industry.name] = industry
    return sorted(best.values(), key=lambda industry: -industry.score)
