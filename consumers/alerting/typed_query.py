"""The `query:` of a rule, read as a search reads it."""

from zoneinfo import ZoneInfo

from consumers.alerting.rules import Rule, rule_error
from consumers.query.ast import And, Everything, Node, Not, Or
from consumers.query.errors import QueryError
from consumers.query.text_query import Parsed, QueryParser, Words


def read_query(rule: Rule, words: Words, zone: ZoneInfo) -> Parsed:
    """Raises ConfigurationError that says where the query is wrong; `home` decides between places."""
    home = _home(rule, words)
    parser = QueryParser(words, zone)
    try:
        parsed = parser.read(rule.query or "", "events" if rule.on == "event" else "articles", home=home)
    except QueryError as exc:
        raise rule_error({"query": str(exc)}) from exc
    if not _asks(parsed.node):
        raise rule_error({"query": "this would match nearly everything; say also what there must be"})
    return parsed


def _home(rule: Rule, words: Words) -> str | None:
    try:
        return None if rule.home is None else words.place_code(rule.home)
    except ValueError as exc:
        raise rule_error({"home": str(exc)}) from exc


def _asks(node: Node) -> bool:
    """Whether there is something that a document must have."""
    match node:
        case And(parts):
            return any(map(_asks, parts))
        case Or(parts):
            return all(map(_asks, parts))
        case Not(Not(part)):
            return _asks(part)
        case Not() | Everything():
            return False
        case _:
            return True
