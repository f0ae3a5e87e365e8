"""What a person asks the index for, read from the command line."""

import re
from datetime import datetime, timedelta

from rich.cells import cell_len

from consumers.index.port import DEFAULT_SORT
from consumers.query.ast import And, Node, Range
from consumers.query.errors import QueryError
from consumers.query.text_query import QueryParser
from kaigong.app import App
from kaigong.intake.dates import parse_date
from kaigong.output import err, plain, safe
from kaigong.stages.alerter import vocabulary
from mappings import Kind
from wire.errors import ConfigurationError

KINDS_OF_NAME: dict[str, Kind] = {
    "article": "articles",
    "event": "events",
    "alert": "alerts",
    "source": "sources",
}


def read_query(app: App, kind: Kind, query: str, since: str | None) -> Node:
    """A typed query and a time as one; what was read other than typed is told on stderr.

    Raises ConfigurationError that points at the place.
    """
    parser = QueryParser(vocabulary(app), app.settings.zone)
    try:
        parsed = parser.read(query, kind)
    except QueryError as exc:
        raise ConfigurationError(pointed(exc, query)) from exc
    for notice in parsed.notices:
        err.print(safe(f"character {notice.position + 1}: {notice.message}"))
    if since is None:
        return parsed.node
    ((time, _),) = DEFAULT_SORT[kind]
    return And((parsed.node, Range(time, gte=_since(app, since))))


def pointed(error: QueryError, query: str) -> str:
    """The error, and below the query a mark at the place."""
    if error.position is None:
        return str(error)
    # A Chinese character takes two cells.
    cells = cell_len(plain(query[: error.position]))
    return f"{error}\n  {plain(query)}\n  {' ' * cells}^"


def _since(app: App, text: str) -> datetime:
    units = {"d": timedelta(days=1), "h": timedelta(hours=1)}
    try:
        if re.fullmatch("[0-9]+[dh]", text):
            return app.clock.now() - int(text[:-1]) * units[text[-1]]
        return parse_date(text, app.settings.zone)[0]
    except (ValueError, OverflowError) as exc:
        raise ConfigurationError(f"--since {text}: {exc}, or a span as 7d") from exc
