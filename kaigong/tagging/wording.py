"""Tags in a few words, the same in the terminal and on the page. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from consumers.tagging.places.finding import HOME
from wire.messages import Event, Figure, Industry, Place, TaggedArticle

_MODIFIERS = {">=": "≥", "<=": "≤", "~": "≈"}
_SHOWN_CANDIDATES = 4


def place_note(place: Place) -> str:
    """320706, or what it could be; with the role, where it is no site."""
    said = place.code or f"? {_shortened(place.candidates)}".rstrip()
    return said if place.role == "site" else f"{said} {place.role}"


def figure_note(figure: Figure) -> str:
    return " ".join(filter(None, (figure.role, figure_value(figure))))


def figure_value(figure: Figure) -> str:
    """≥ 410,000,000 CNY: exact, in base units."""
    number = _number(figure.value)
    if figure.value_high is not None:
        number = f"{number} – {_number(figure.value_high)}"
    modifier = _MODIFIERS.get(figure.modifier or "", "")
    return f"{modifier} {number} {figure.unit}".strip()


def moment(when: datetime, precision: str, zone: ZoneInfo) -> str:
    """As precise as it is known: 2026-03-02 14:30, or 2026-03 for a month."""
    local = when.astimezone(zone)
    match precision:
        case "minute":
            return f"{local:%Y-%m-%d %H:%M}"
        case "month" | "year":
            return f"{local:%Y-%m}" if precision == "month" else f"{local:%Y}"
        case "quarter":
            return f"{local:%Y} Q{(local.month + 2) // 3}"
        case "half":
            return f"{local:%Y} H{(local.month + 5) // 6}"
        case _:
            return f"{local:%Y-%m-%d}"


def event_facts(event: Event, zone: ZoneInfo) -> list[str]:
    """What is known of an event beside its type and state: each fact one string."""
    facts = [
        event.project,
        None if event.aggregate is None else f"×{event.aggregate}",
        "、".join(event.parties),
        moment(event.date, event.date_precision, zone) if event.date else None,
        _main_place(event),
        "、".join(event.industries),
        *map(figure_note, event.figures),
    ]
    return [fact for fact in facts if fact]


def _main_place(event: Event) -> str | None:
    """海州区 320706; names are told once each, so that the code may have none of its own."""
    if event.main_place is None or len(event.place_names) != len(event.place_codes):
        return event.main_place
    names = dict(zip(event.place_codes, event.place_names, strict=True))
    return f"{names.get(event.main_place, '')} {event.main_place}".strip()


def industry_line(industry: Industry) -> str:
    return f"{industry.name} {industry.score:.2f} ({'、'.join(industry.evidence)})"


def region_line(found: TaggedArticle) -> dict[str, int]:
    """The sites of an article with how often each is named; first the one named first."""
    counts: dict[str, int] = {}
    for place in found.places:
        if place.role == "site" and place.method != HOME:
            name = f"{place.name} {place.code}" if place.code else f"{place.surface} ?"
            counts[name] = counts.get(name, 0) + 1
    return counts


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _shortened(candidates: list[str]) -> str:
    more = len(candidates) - _SHOWN_CANDIDATES
    return "/".join(candidates[:_SHOWN_CANDIDATES]) + (f" +{more}" if more > 0 else "")
