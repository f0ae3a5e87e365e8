"""A rule on events asked of articles: what only an event can answer counts as fulfilled."""

from dataclasses import replace

from consumers.query.ast import And, AnyOf, Everything, Exists, Near, Node, Not, Or, Phrase, Prefix, Range
from mappings import load

# What is held back has none of these.
_OF_EVENTS = frozenset({"type", "event_types", "state"})
# An article has those of all its events: that it has one says nothing against the others.
_GATHERED = {
    "place_codes": "place_codes",
    "place_names": "place_names",
    "main_place": "place_codes",
    "industries": "industries",
    "main_industry": "industries",
}
_NOTHING = Or(())


def relaxed(node: Node) -> Node:
    """Matches the articles that have, or could have, an event that the query matches."""
    return _relaxed(node, positive=True)


def _relaxed(node: Node, *, positive: bool) -> Node:
    match node:
        case And(parts):
            return And(tuple(_relaxed(part, positive=positive) for part in parts))
        case Or(parts):
            return Or(tuple(_relaxed(part, positive=positive) for part in parts))
        case Not(part):
            return Not(_relaxed(part, positive=not positive))
        case AnyOf(field=field) | Prefix(field=field) | Exists(field=field) if field in _GATHERED:
            return replace(node, field=_GATHERED[field]) if positive else _NOTHING
        case Phrase(field=field) | Near(field=field):
            known = field is None or _is_of_articles(field)
        case AnyOf(field=field) | Prefix(field=field) | Range(field=field) | Exists(field=field):
            known = _is_of_articles(field)
        case _:
            known = True
    if known:
        return node
    return Everything() if positive else _NOTHING


def _is_of_articles(field: str) -> bool:
    return field in load("articles").fields and field not in _OF_EVENTS
