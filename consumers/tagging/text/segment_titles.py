"""The headline of the first article of a page: above it may stand the page's own name and slogans."""

import re
from collections.abc import Sequence

from consumers.tagging.text.page_lines import Line
from consumers.tagging.text.prepared import Prepared, Span, starting_within

_EMPTY_LINE = re.compile(r"\n\s*\n")
_LONGEST_LABEL = 10


def own_headlines(headlines: Sequence[Line], text: Prepared, places: Sequence[Span]) -> list[Line]:
    """The last group of lines, with what it needs above it: a subtitle its title, a headline its place."""
    groups = _groups(headlines, text)
    own = groups.pop() if groups else []
    while groups and (_is_subtitle(own[0]) or _is_place(groups[-1], places)):
        own = [*groups.pop(), *own]
    return own


def _groups(headlines: Sequence[Line], text: Prepared) -> list[list[Line]]:
    """Lines without an empty line between; a subtitle ends its group."""
    groups: list[list[Line]] = []
    for line in headlines:
        before = groups[-1][-1] if groups else None
        if before and not _is_subtitle(before) and not _is_apart(before, line, text):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_apart(before: Line, line: Line, text: Prepared) -> bool:
    return _EMPTY_LINE.search(text.chars, before.span.end, line.span.start) is not None


def _is_subtitle(line: Line) -> bool:
    return line.words.startswith(("—", "--"))


def _is_place(group: Sequence[Line], places: Sequence[Span]) -> bool:
    """镇江经开区 in a line of its own, above what happened there."""
    label = group[0]
    if len(group) > 1 or len(label.words) > _LONGEST_LABEL:
        return False
    return any(place.end >= label.span.end for place in starting_within(places, label.span))
