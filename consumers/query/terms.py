"""The meaning of `field:value` in a typed query, by the type of the field."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from consumers.query.ast import AnyOf, Bound, Exists, Node, Not, Prefix, Range
from consumers.query.errors import QueryError
from consumers.query.fields import resolve
from consumers.query.known_values import PLACES, Field, KnownValues
from consumers.query.quantities import number
from consumers.query.repaired import Notice
from consumers.query.spans import span
from consumers.query.text_terms import Typed, words
from mappings import Kind

Sign = Literal["=", "<", "<=", ">", ">="]

_BOOLEANS = {"true": "true", "false": "false", "是": "true", "否": "false"}


@dataclass(frozen=True, slots=True)
class FieldTerms:
    kind: Kind
    known: KnownValues
    zone: ZoneInfo
    notices: list[Notice] = field(default_factory=list)

    def field(self, name: str, position: int) -> Field:
        return Field(name, *resolve(self.kind, name, position))

    def value(self, of: Field, typed: Typed) -> Node:
        if typed.text == "*" and not typed.quoted:
            return Exists(of.name)
        if of.name == "aggregate" and (answer := _BOOLEANS.get(typed.text.lower())):
            return Exists(of.name) if answer == "true" else Not(Exists(of.name))
        match of.type:
            case "long" | "double" | "date":
                _refuse_star(typed, "a number or a time")
                return self.compared(of, "=", typed)
            case "tokens":
                return self.text(typed, of.name)
            case _:
                return self._keyword(of, typed)

    def _keyword(self, of: Field, typed: Typed) -> Node:
        if of.type == "boolean":
            return AnyOf(of.name, frozenset({_boolean(of, typed)}))
        if typed.text.endswith("*") and not typed.quoted:
            return _prefix(of, typed)
        if not typed.text:
            raise QueryError(
                f"{of.typed} has no value", position=typed.position, hint=f"write {of.typed}:value"
            )
        return AnyOf(of.name, frozenset({self.known.value(of, typed)}))

    def text(self, typed: Typed, name: str | None) -> Node:
        _refuse_star(typed, "a text, where a word is found inside longer ones")
        return words(typed, name, self.notices)

    def compared(self, of: Field, sign: Sign, typed: Typed) -> Range:
        match of.type:
            case "long" | "double":
                return _range(of.name, sign, _number(of, typed))
            case "date":
                return _range(of.name, sign, *self._span(typed))
            case _:
                raise QueryError(
                    f"{of.typed} cannot be compared with {sign}",
                    position=typed.position,
                    hint=f"write {of.typed}:{typed.text}",
                )

    def between(self, of: Field, low: tuple[Sign, Typed], high: tuple[Sign, Typed]) -> Node:
        """`*` as a bound is none."""
        bounds = [self.compared(of, sign, typed) for sign, typed in (low, high) if typed.text != "*"]
        if not bounds:
            return Exists(of.name)
        lower, upper = bounds[0], bounds[-1]
        if len(bounds) == 2 and _least(self.compared(of, ">=", low[1])) > _least(
            self.compared(of, ">=", high[1])
        ):
            raise QueryError("the range ends before it begins", position=low[1].position)
        return Range(of.name, gte=lower.gte, gt=lower.gt, lte=upper.lte, lt=upper.lt)

    def _span(self, typed: Typed) -> tuple[datetime, datetime | None]:
        try:
            return span(typed.text, self.zone)
        except (ValueError, OverflowError) as exc:
            raise QueryError(
                f"{typed.text!r} is no time",
                position=typed.position,
                hint="write 2026, 2026-03, 2026-03-02 or 2026-03-02T08:30",
            ) from exc


def _number(of: Field, typed: Typed) -> int | float:
    sign = -1 if typed.text.startswith("-") else 1
    try:
        return sign * number(of.name, typed.text.removeprefix("-"))
    except ValueError as exc:
        raise QueryError(str(exc), position=typed.position, hint="write for example 4.1亿 or 5000万") from exc


def _refuse_star(typed: Typed, where: str) -> None:
    if typed.text.endswith("*") and not typed.quoted:
        raise QueryError(
            f"'*' is not understood in {where}",
            position=typed.position + len(typed.text) - 1,
            hint="leave it out; keyword fields take it at the end: publisher:连云港*",
        )


def _prefix(of: Field, typed: Typed) -> Node:
    prefix = typed.text[:-1]
    if of.name in PLACES and not (prefix.isascii() and prefix.isdigit()):
        raise QueryError(
            f"{of.typed} holds codes, and none begins with {prefix}",
            position=typed.position,
            hint=f"write the whole name, the beginning of a code, or place_names:{typed.text}",
        )
    return Prefix(of.name, prefix)


def _boolean(of: Field, typed: Typed) -> str:
    if value := _BOOLEANS.get(typed.text.lower()):
        return value
    raise QueryError(f"{of.typed} is either true or false", position=typed.position)


def _least(bound: Range) -> float:
    value = bound.gte
    return value.timestamp() if isinstance(value, datetime) else float(value or 0)


def _range(name: str, sign: Sign, value: Bound, end: Bound | None = None) -> Range:
    """`end` follows the last moment of the value, where the value is a span of time."""
    match sign:
        case "=":
            return Range(name, gte=value, lte=value) if end is None else Range(name, gte=value, lt=end)
        case ">=":
            return Range(name, gte=value)
        case "<":
            return Range(name, lt=value)
        case ">":
            return Range(name, gt=value) if end is None else Range(name, gte=end)
        case "<=":
            return Range(name, lte=value) if end is None else Range(name, lt=end)
