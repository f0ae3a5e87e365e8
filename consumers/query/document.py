"""A document made ready for matching and indexing: checked against its mapping and folded once."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from consumers.query.token_texts import TokenTexts
from mappings import FieldType, Kind, load
from wire.errors import InvalidMessageError

# A longer keyword is kept but cannot be searched (`ignore_above` of the mappings, in UTF-16 units).
MAX_KEYWORD_UNITS = 8191
# The one form of a time that Python and Elasticsearch read alike (ISO 8601 allows many).
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-7]):[0-5]\d)", re.ASCII)
LONG_MIN, LONG_MAX = -(2**63), 2**63 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Document:
    """What a query can see. `numbers` also holds dates (epoch_ms), `keywords` booleans (true, false)."""

    kind: Kind
    tokens: TokenTexts = field(default_factory=TokenTexts)
    keywords: dict[str, frozenset[str]] = field(default_factory=dict)
    numbers: dict[str, int | float] = field(default_factory=dict)


def epoch_ms(moment: datetime) -> int:
    """Milliseconds, the resolution in which all back ends compare times."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def prepare(kind: Kind, document: dict[str, Any]) -> Document:
    """Raises InvalidMessageError for a field that the mapping does not have or a value of another type."""
    fields = load(kind).fields
    prepared = Document(kind)
    for name, value in document.items():
        if name not in fields:
            raise InvalidMessageError(
                f"{kind} documents have no field {name!r}: add it to mappings/{kind}.json"
            )
        if value is not None:
            try:
                _FILLERS[fields[name]](prepared, name, value)
            except (TypeError, ValueError, OverflowError) as exc:
                raise InvalidMessageError(f"{kind}.{name} is no {fields[name]}: {value!r:.80}") from exc
    return prepared


def _fill_tokens(document: Document, name: str, value: object) -> None:
    document.tokens.put(name, _strings(value))


def _fill_keyword(document: Document, name: str, value: object) -> None:
    if isinstance(value, str) and len(value) <= MAX_KEYWORD_UNITS // 2:  # nearly all are
        document.keywords[name] = frozenset((value,))
        return
    if values := frozenset(one for one in _strings(value) if _is_searchable(one)):
        document.keywords[name] = values


def _fill_boolean(document: Document, name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise TypeError
    document.keywords[name] = frozenset({str(value).lower()})


def _fill_long(document: Document, name: str, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not LONG_MIN <= value <= LONG_MAX:
        raise TypeError
    document.numbers[name] = value


def _fill_double(document: Document, name: str, value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise TypeError
    document.numbers[name] = float(value)


def _fill_date(document: Document, name: str, value: object) -> None:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise TypeError
    document.numbers[name] = epoch_ms(datetime.fromisoformat(value))


def _fill_nothing(document: Document, name: str, value: object) -> None:
    """Objects are kept and shown, never searched."""


def _is_searchable(keyword: str) -> bool:
    if len(keyword) <= MAX_KEYWORD_UNITS // 2:
        return True
    return len(keyword.encode("utf-16-le", "surrogatepass")) // 2 <= MAX_KEYWORD_UNITS


def _strings(value: object) -> list[str]:
    strings: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            strings.append(one)
        elif one is not None:
            raise TypeError
    return strings


_FILLERS: dict[FieldType, Callable[[Document, str, object], None]] = {
    "tokens": _fill_tokens,
    "keyword": _fill_keyword,
    "boolean": _fill_boolean,
    "long": _fill_long,
    "double": _fill_double,
    "date": _fill_date,
    "object": _fill_nothing,
}
