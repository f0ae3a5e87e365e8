"""A rule on events asked of articles: what only an event can answer counts as fulfilled."""

from consumers.query.ast import And, AnyOf, Everything, Exists, Near, Node, Not, Or, Phrase, Prefix, Range
from mappings import load

# What is held back has none of these.
_OF_EVENTS = frozenset({"type", "event_types", "state"})
# An article has those of all its events: that it has one says nothing against the others.
_GATHERED = frozenset({"place_codes", "place_names", "main_place", "industries", "main_industry"})
_NOTHING = Or(())


def relaxed(node: Node) -> Node:
    """Matches the articles that have, or could have, an event that the query matches."""
    return _relaxed(node, unknown=Everything())


def _relaxed(node: Node, *, unknown: Node) -> Node:
    match node:
        case And(parts):
            return And(tuple(_relaxed(part, unknown=unknown) for part in parts))
        case Or(parts):
            return Or(tuple(_relaxed(part, unknown=unknown) for part in parts))
        case Not(part):
            opposite: Node = _NOTHING if unknown == Everything() else Everything()
            return Not(_relaxed(part, unknown=opposite))
        case Phrase(field=field) | Near(field=field):
            return node if field is None or _answers(field, unknown) else unknown
        case AnyOf(field=field) | Prefix(field=field) | Range(field=field) | Exists(field=field):
            return node if _answers(field, unknown) else unknown
        case _:
            return node


def _answers(field: str, unknown: Node) -> bool:
    """Whether the article can answer for its event."""
    if field in _GATHERED:
        return unknown == Everything()
    return field in load("articles").fields and field not in _OF_EVENTS
