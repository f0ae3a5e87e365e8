"""What a document must have for a query to match it."""

from consumers.query.ast import And, AnyOf, Node, Or


def necessary_values(node: Node, field: str) -> frozenset[str] | None:
    """One of these values must be in the field; None: not known."""
    match node:
        case AnyOf(name, values) if name == field:
            return values
        case And(parts):
            known = [found for part in parts if (found := necessary_values(part, field)) is not None]
            return min(known, key=len, default=None)
        case Or(parts):
            choices = [necessary_values(part, field) for part in parts]
            known = [found for found in choices if found is not None]
            return frozenset[str]().union(*known) if len(known) == len(choices) else None
        case _:
            return None
