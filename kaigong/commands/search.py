"""`kaigong search`: the index, from the command line."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Annotated

import typer

from consumers.index.port import Facet, Index, Page, Search, SortKey
from consumers.query.errors import QueryError
from kaigong.app import App
from kaigong.commands.search_output import Format, Output
from kaigong.searching import KINDS_OF_NAME, read_query
from kaigong.stages.indexer import open_index
from mappings import Kind
from wire import settings
from wire.errors import ConfigurationError

_FACETS: dict[Kind, tuple[str, ...]] = {
    "articles": ("shown_at", "place_names", "main_industry", "source_id"),
    "events": ("shown_at", "type", "state", "place_names", "main_industry"),
    "alerts": ("rule_id", "kind"),
    "sources": ("state",),
}


def register(app: typer.Typer) -> None:
    app.command()(search)


def search(
    query: Annotated[
        str, typer.Argument(help='Words, "phrases", -not, a OR b, field:value; empty: all.')
    ] = "",
    on: Annotated[str, typer.Option(help="article, event, alert or source")] = "article",
    since: Annotated[str | None, typer.Option(help="A date, or a span as 7d or 24h.")] = None,
    sort: Annotated[
        list[str] | None,
        typer.Option(help="A time, number or id field, the greatest first; amount_cny:asc; may be repeated."),
    ] = None,
    size: Annotated[int, typer.Option("-n", "--size", help="Hits a page.", min=1, max=10_000)] = 20,
    cursor: Annotated[str | None, typer.Option(help="Go on where the last page ended.")] = None,
    facet: Annotated[
        list[str] | None, typer.Option(help="Count the hits by a keyword field or by day; may be repeated.")
    ] = None,
    facets: Annotated[bool, typer.Option("--facets", help="Count by day, place, industry …")] = False,
    highlight: Annotated[
        bool, typer.Option("--highlight", help="Also with --json: where the words stand.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Every hit, not one page.")] = False,
    hidden: Annotated[
        bool, typer.Option("--hidden", help="Also withdrawn articles and retracted events.")
    ] = False,
    csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Documents, one a line.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One page with total, facets and cursor.")] = False,
) -> None:
    """Search articles (or events, alerts, sources), the newest first. docs/rules.md tells the language.

    A space is AND. Fields: type:开工 place:海州区 industry:医药健康 state:done amount_cny:>=1亿 …
    """
    app = App(settings.load())
    kind = KINDS_OF_NAME.get(on)
    if kind is None:
        raise ConfigurationError(f"--on {on}: expected one of {', '.join(KINDS_OF_NAME)}")
    format_ = _format(csv=csv, jsonl=jsonl, json=json)
    counted = (*(facet or ()), *(_FACETS[kind] if facets or (json and not facet) else ()))
    wanted = Search(
        kind,
        read_query(app, kind, query, since),
        sort=tuple(map(_sort_key, sort or ())),
        size=size,
        cursor=cursor,
        facets=tuple(map(Facet, dict.fromkeys(counted))),
        highlight=highlight or format_ == "text",
        include_hidden=hidden,
    )
    output = Output(kind, format_)
    with closing(open_index(app)) as index:
        try:
            output.all(_pages(index, wanted, every=all_))
        except QueryError as exc:
            raise ConfigurationError(str(exc)) from exc


def _format(*, csv: bool, jsonl: bool, json: bool) -> Format:
    formats: dict[Format, bool] = {"csv": csv, "jsonl": jsonl, "json": json}
    asked = [name for name, is_asked in formats.items() if is_asked]
    if len(asked) > 1:
        raise ConfigurationError(f"--{asked[0]} and --{asked[1]}: choose one")
    return asked[0] if asked else "text"


def _sort_key(text: str) -> SortKey:
    field, _, direction = text.partition(":")
    if direction not in ("", "asc", "desc"):
        raise ConfigurationError(f"--sort {text}: write {field}:asc or {field}:desc")
    return field, "asc" if direction == "asc" else "desc"


def _pages(index: Index, wanted: Search, *, every: bool) -> Iterator[Page]:
    page = index.search(wanted)
    yield page
    while every and page.cursor:
        page = index.search(replace(wanted, cursor=page.cursor, facets=()))
        yield page
