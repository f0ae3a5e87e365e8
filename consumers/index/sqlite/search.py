"""Searching the SQLite index: hits in order, total, facets."""

# ruff: noqa: S608 -- names in SQL come from mappings/ and are checked; every value is a parameter

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from consumers.index import cursor as cursors
from consumers.index.asked import facet_field, sort_keys
from consumers.index.cursor import SortValue
from consumers.index.port import Facet, Hit, Page, Search, SortKey
from consumers.query.ast import Near, walk
from consumers.query.highlight import highlight
from consumers.query.sqlite import compile_query
from consumers.query.sqlite_condition import TRUE, Condition, Parameter
from mappings import Kind

# Every zone is off UTC by a multiple of it, so documents of one such slot share their day.
_SLOT_MS = 15 * 60 * 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def page(db: sqlite3.Connection, search: Search, zone: ZoneInfo) -> Page:
    """One page; call it inside a transaction, so that all of it tells of the same moment."""
    sort = sort_keys(search)
    wanted = _wanted(search)
    if search.facets or any(isinstance(node, Near) for node in walk(search.query)):
        wanted = _remembered(db, search.kind, wanted)
    rows = _rows(db, search, wanted, sort)
    shown = rows[: search.size]
    (total,) = db.execute(
        f"SELECT count(*) FROM {search.kind} d WHERE {wanted.sql}",
        wanted.parameters,
    ).fetchone()
    return Page(
        hits=[_hit(db, search, doc, id_) for doc, id_, *_ in shown],
        total=total,
        facets={facet.field: _facet(db, search.kind, facet, wanted, zone) for facet in search.facets},
        cursor=cursors.encode(sort, shown[-1][2:]) if shown and len(rows) > len(shown) else None,
    )


def _wanted(search: Search) -> Condition:
    condition = compile_query(search.query, search.kind)
    if search.include_hidden:
        return condition
    return Condition(f"(NOT d.hidden AND {condition.sql})", condition.parameters)


def _remembered(db: sqlite3.Connection, kind: Kind, wanted: Condition) -> Condition:
    """The same documents in a table of this connection: every facet would search for them again, and
    nearness is looked for in the documents themselves.
    """
    db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (doc INTEGER PRIMARY KEY)")
    db.execute("DELETE FROM temp.wanted")
    db.execute(f"INSERT INTO temp.wanted SELECT doc FROM {kind} d WHERE {wanted.sql}", wanted.parameters)
    return Condition("d.doc IN (SELECT doc FROM temp.wanted)")


def _rows(
    db: sqlite3.Connection, search: Search, wanted: Condition, sort: Sequence[SortKey]
) -> list[tuple[Any, ...]]:
    """Number, id and sort values of the page's hits, and of one more if there is one."""
    after = Condition(TRUE) if search.cursor is None else _after(sort, cursors.decode(search.cursor, sort))
    columns = ", ".join(f'd."{name}"' for name, _ in sort)
    order = ", ".join(f'd."{name}" {direction.upper()} NULLS LAST' for name, direction in sort)
    return db.execute(
        f"SELECT d.doc, d.id, {columns} FROM {search.kind} d "
        f"WHERE {wanted.sql} AND {after.sql} ORDER BY {order} LIMIT ?",
        (*wanted.parameters, *after.parameters, search.size + 1),
    ).fetchall()


def _after(sort: Sequence[SortKey], values: Sequence[SortValue]) -> Condition:
    """Equal in the first keys and behind in the next one, for every number of first keys."""
    choices: list[str] = []
    parameters: list[Parameter | None] = []
    for i, (name, direction) in enumerate(sort):
        if values[i] is None:
            continue  # missing values come last: nothing is behind one
        equal = [f'd."{before}" IS ?' for before, _ in sort[:i]]
        sign = ">" if direction == "asc" else "<"
        behind = f'(d."{name}" {sign} ? OR d."{name}" IS NULL)'
        choices.append(f"({' AND '.join([*equal, behind])})")
        parameters += values[: i + 1]
    return Condition(f"({' OR '.join(choices)})", tuple(parameters))


def _hit(db: sqlite3.Connection, search: Search, doc: int, id_: str) -> Hit:
    (body,) = db.execute(f"SELECT body FROM {search.kind}_bodies WHERE doc = ?", (doc,)).fetchone()
    document = msgspec.json.decode(body)
    return Hit(id_, document, highlight(search.query, document) if search.highlight else {})


def _facet(
    db: sqlite3.Connection, kind: Kind, facet: Facet, wanted: Condition, zone: ZoneInfo
) -> list[tuple[str, int]]:
    field, counted = facet_field(kind, facet)
    if counted == "days":
        return _days(db, kind, field, wanted, zone)
    return db.execute(
        f"SELECT value, count(*) AS hits FROM {kind}_keywords WHERE field = ? "
        f"AND doc IN (SELECT doc FROM {kind} d WHERE {wanted.sql}) "
        "GROUP BY value ORDER BY hits DESC, value LIMIT ?",
        (field, *wanted.parameters, facet.size),
    ).fetchall()


def _days(
    db: sqlite3.Connection, kind: Kind, field: str, wanted: Condition, zone: ZoneInfo
) -> list[tuple[str, int]]:
    moment = f'd."{field}"'
    # The remainder of a time before 1970 is negative in SQLite.
    slot = f"{moment} - ({moment} % {_SLOT_MS} + {_SLOT_MS}) % {_SLOT_MS}"
    slots = db.execute(
        f"SELECT {slot} AS slot, count(*) FROM {kind} d "
        f"WHERE {wanted.sql} AND {moment} IS NOT NULL GROUP BY slot",
        wanted.parameters,
    )
    days: Counter[str] = Counter()
    for start, hits in slots:
        days[(_EPOCH + timedelta(milliseconds=start)).astimezone(zone).date().isoformat()] += hits
    return sorted(days.items())
