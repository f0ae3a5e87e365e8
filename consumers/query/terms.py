"""The meaning of `field:value` in a typed query, by the type of the field."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from consumers.query.ast import And, AnyOf, Bound, Exists, Node, Phrase, Range
from consumers.query.errors import QueryError
from consumers.query.fields import resolve
from consumers.query.lexer import Lexeme, Sign
from consumers.query.quantities import number
from mappings import Kind
from wire.text import phrase

_PLACE_FIELDS = ("place_codes", "main_place", "region")
_BOOLEANS = {"true": "true", "false": "false", "是": "true", "否": "false"}


@dataclass(frozen=True, slots=True)
class FieldTerms:
    kind: Kind
    resolve_place: Callable[[str], list[str]]
    zone: ZoneInfo

    def term(self, lexeme: Lexeme) -> Node:
        field, field_type = resolve(self.kind, lexeme.name, lexeme.name_position)
        if lexeme.text == "*":
            return Exists(field)
        match field_type:
            case "long" | "double":
                return _range(field, lexeme.sign, self._number(field, lexeme))
            case "date":
                return self._time(field, lexeme)
        if lexeme.sign != "=":
            raise QueryError(
                f"{lexeme.name} cannot be compared with {lexeme.sign}",
                position=lexeme.position,
                hint=f"write {lexeme.name}:{lexeme.text}",
            )
        if field_type == "tokens":
            return phrases(lexeme, field)
        if field_type == "boolean":
            return AnyOf(field, frozenset({_boolean(lexeme)}))
        return AnyOf(field, frozenset({self._place(lexeme) if field in _PLACE_FIELDS else lexeme.text}))

    def _number(self, field: str, lexeme: Lexeme) -> int | float:
        try:
            return number(field, lexeme.text)
        except ValueError as exc:
            raise QueryError(
                str(exc), position=lexeme.position, hint="write for example 4.1亿 or 5000万"
            ) from exc

    def _place(self, lexeme: Lexeme) -> str:
        name = lexeme.text
        if name.isascii() and name.isdigit():
            return name
        codes = self.resolve_place(name)
        if not codes:
            raise QueryError(
                f"no place is called {name}", position=lexeme.position, hint="give its full name or its code"
            )
        if len(codes) > 1:
            raise QueryError(
                f"{name} may be {' or '.join(codes)}",
                position=lexeme.position,
                hint="give the code, or put the city in front of the name",
            )
        return codes[0]

    def _time(self, field: str, lexeme: Lexeme) -> Node:
        """A date means its whole day in the zone."""
        try:
            moment = datetime.fromisoformat(lexeme.text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=self.zone)
            if len(lexeme.text) > len("2026-03-02"):
                return _range(field, lexeme.sign, moment)
            return _range(field, lexeme.sign, moment, moment + timedelta(days=1))
        except (ValueError, OverflowError) as exc:
            raise QueryError(
                f"{lexeme.text!r} is no time",
                position=lexeme.position,
                hint="write 2026-03-02 or 2026-03-02T08:30",
            ) from exc


def phrases(lexeme: Lexeme, field: str | None = None) -> Node:
    """A phrase per run, for none can cross clause punctuation."""
    found = [Phrase(tuple(run), field) for run in phrase(lexeme.text)]
    if not found:
        raise QueryError(
            f"nothing to search for in {lexeme.text!r}",
            position=lexeme.position,
            hint="give letters, digits or characters",
        )
    return found[0] if len(found) == 1 else And(tuple(found))


def _boolean(lexeme: Lexeme) -> str:
    if value := _BOOLEANS.get(lexeme.text.lower()):
        return value
    raise QueryError(f"{lexeme.name} is either true or false", position=lexeme.position)


def _range(field: str, sign: Sign, value: Bound, end: Bound | None = None) -> Range:
    """`end` follows the last moment of the value, where the value is a span of time."""
    match sign:
        case "=":
            return Range(field, gte=value, lte=value) if end is None else Range(field, gte=value, lt=end)
        case ">=":
            return Range(field, gte=value)
        case "<":
            return Range(field, lt=value)
        case ">":
            return Range(field, gt=value) if end is None else Range(field, gte=end)
        case "<=":
            return Range(field, lte=value) if end is None else Range(field, lt=end)
