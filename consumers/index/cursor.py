"""The opaque cursor of a search: the sort values and id of the last hit, which new documents do not move."""

import base64
import binascii
from collections.abc import Sequence

import msgspec

from consumers.index.port import SortKey
from consumers.query.document import LONG_MAX, LONG_MIN
from consumers.query.errors import QueryError

SortValue = int | float | str | None


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    sort: list[tuple[str, str]]
    values: list[SortValue]


def encode(sort: Sequence[SortKey], values: Sequence[SortValue]) -> str:
    """`values` belong to the sort keys, the last one being the id."""
    return (
        base64.urlsafe_b64encode(msgspec.json.encode(_Cursor(list(sort), list(values)))).decode().rstrip("=")
    )


def decode(cursor: str, sort: Sequence[SortKey]) -> list[SortValue]:
    """Raises QueryError for what is no cursor or belongs to a search with another order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        decoded = msgspec.json.decode(base64.urlsafe_b64decode(padded.encode("ascii")), type=_Cursor)
    except (ValueError, binascii.Error, msgspec.DecodeError) as exc:
        raise QueryError("this is no cursor", hint="pass the one that the page before gave") from exc
    if any(isinstance(value, int) and not LONG_MIN <= value <= LONG_MAX for value in decoded.values):
        raise QueryError("this is no cursor", hint="pass the one that the page before gave")
    if decoded.sort != list(sort) or len(decoded.values) != len(sort):
        raise QueryError("the cursor belongs to a search with another order", hint="start without a cursor")
    return decoded.values
