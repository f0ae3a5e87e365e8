"""The word beside a figure that gives it its role, for whoever asks why. Pure."""

from consumers.tagging.figures.role_labels import AT_END, IN_FRONT
from consumers.tagging.figures.units import UNITS
from consumers.tagging.text.reading import folded
from wire.messages import Figure

_BEFORE, _BEHIND = 30, 20
_KINDS = {unit.name: unit.kind for unit in UNITS.values()}


def label_of(figure: Figure, text: str, offset: int) -> tuple[str, int] | None:
    """The label and its position, `text` beginning at `offset`; None where no label says the role."""
    if figure.start is None or figure.end is None:
        return None
    kind = _KINDS.get(figure.unit, "")
    start, end = figure.start - offset, figure.end - offset
    left = max(start - _BEFORE, 0)
    found = _last(kind, figure.role, text[left:start])
    if found is not None:
        return found[0], offset + left + found[1]
    labels = AT_END.get(kind)
    match = labels.pattern.match(folded(text[end : end + _BEHIND])[0]) if labels else None
    if labels is None or match is None or labels.role(match) != figure.role:
        return None
    return match.group(), figure.end


def _last(kind: str, role: str | None, text: str) -> tuple[str, int] | None:
    labels = IN_FRONT.get(kind)
    if labels is None:
        return None
    chars, index = folded(text)
    found = None
    for match in labels.pattern.finditer(chars):
        if labels.role(match) == role:
            found = match.group(), match.start() if index is None else index[match.start()]
    return found
