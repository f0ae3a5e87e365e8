"""`kaigong search`: the index, from the command line."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.text import Text

from consumers.index.port import Facet, Hit, Index, Page, Search
from consumers.query.ast import And, Node, Range
from consumers.query.errors import QueryError
from consumers.query.highlight import Snippet
from consumers.query.text_query import QueryParser
from kaigong.app import App
from kaigong.intake.dates import parse_date
from kaigong.output import err, out, plain, print_json, print_line, safe
from kaigong.stages.alerter import vocabulary
from kaigong.stages.indexer import open_index
from mappings import Kind
from wire import settings
from wire.errors import ConfigurationError

_KINDS: dict[str, Kind] = {"article": "articles", "event": "events", "alert": "alerts", "source": "sources"}
_FACETS: dict[Kind, tuple[str, ...]] = {
    "articles": ("shown_at", "place_names", "main_industry", "source_id"),
    "events": ("shown_at", "type", "state", "place_names", "main_industry"),
    "alerts": ("rule_id", "kind"),
    "sources": ("state",),
}
_PAGE = 500


def register(app: typer.Typer) -> None:
    app.command()(search)


def search(
    query: Annotated[
        str, typer.Argument(help='Words, "phrases", -not, a OR b, field:value; empty: all.')
    ] = "",
    on: Annotated[str, typer.Option(help="article, event, alert or source")] = "article",
    since: Annotated[str | None, typer.Option(help="A date, or a span as 7d or 24h.")] = None,
    size: Annotated[int, typer.Option("-n", "--size", help="Hits a page.", min=1, max=10_000)] = 20,
    cursor: Annotated[str | None, typer.Option(help="Go on where the last page ended.")] = None,
    facets: Annotated[bool, typer.Option("--facets", help="Also count by day, place, industry …")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Every hit, not one page.")] = False,
    hidden: Annotated[
        bool, typer.Option("--hidden", help="Also withdrawn articles and retracted events.")
    ] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Documents, one a line.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One page with total, facets and cursor.")] = False,
) -> None:
    """Search articles (or events, alerts, sources), the newest first.

    A space is AND. Fields: type:开工 place:海州区 industry:医药健康 state:done amount_cny:>=1亿 …
    """
    app = App(settings.load())
    kind = _KINDS.get(on)
    if kind is None:
        raise ConfigurationError(f"--on {on}: expected one of {', '.join(_KINDS)}")
    wanted = Search(
        kind,
        _query(app, kind, query, since),
        size=size,
        cursor=cursor,
        facets=tuple(Facet(field) for field in _FACETS[kind]) if facets or json else (),
        highlight=not (json or jsonl),
        include_hidden=hidden,
    )
    with closing(open_index(app)) as index:
        pages = _pages(index, wanted, every=all_)
        for page in pages:
            _print(page, kind, json=json, jsonl=jsonl)


def _query(app: App, kind: Kind, query: str, since: str | None) -> Node:
    parser = QueryParser(vocabulary(app), app.settings.zone)
    try:
        parsed = parser.read(query, kind)
    except QueryError as exc:
        raise ConfigurationError(str(exc)) from exc
    for notice in parsed.notices:
        err.print(safe(f"character {notice.position + 1}: {notice.message}"))
    if since is None:
        return parsed.node
    return And((parsed.node, Range("shown_at", gte=_since(app, since))))


def _since(app: App, text: str) -> datetime:
    units = {"d": timedelta(days=1), "h": timedelta(hours=1)}
    if text[:-1].isdigit() and text[-1] in units:
        return app.clock.now() - int(text[:-1]) * units[text[-1]]
    try:
        return parse_date(text, app.settings.zone)[0]
    except ValueError as exc:
        raise ConfigurationError(f"--since: {exc}, or a span as 7d") from exc


def _pages(index: Index, wanted: Search, *, every: bool) -> Iterator[Page]:
    page = index.search(wanted)
    yield page
    while every and page.cursor:
        page = index.search(replace(wanted, cursor=page.cursor, facets=()))
        yield page


def _print(page: Page, kind: Kind, *, json: bool, jsonl: bool) -> None:
    if json:
        print_json(
            {
                "total": page.total,
                "hits": [hit.document for hit in page.hits],
                "facets": page.facets,
                "cursor": page.cursor,
            }
        )
    elif jsonl:
        for hit in page.hits:
            print_line(hit.document)
    else:
        for hit in page.hits:
            _show(hit, kind)
        for field, counts in page.facets.items():
            out.print(safe(f"{field}: " + ", ".join(f"{value} {count}" for value, count in counts)))
        more = f"; go on with --cursor {page.cursor}" if page.cursor else ""
        err.print(safe(f"{page.total} hits{more}"))


def _show(hit: Hit, kind: Kind) -> None:
    document = hit.document
    when = str(document.get("shown_at") or document.get("created_at") or document.get("since"))[:16]
    title = document.get("title") or document.get("facts", {}).get("title") or hit.id
    head = Text(f"{when.replace('T', ' ')}  ", style="dim").append(plain(str(title)), style="bold")
    out.print(head, soft_wrap=True)
    out.print(Text("  " + plain(_details(kind, document)), style="cyan"), soft_wrap=True)
    for snippet in hit.highlights.get("text", ())[:1]:
        out.print(_marked(snippet), soft_wrap=True)
    if document.get("url"):
        out.print(Text("  " + plain(str(document["url"])), style="dim"), soft_wrap=True)


def _details(kind: Kind, document: dict[str, object]) -> str:
    shown = {
        "articles": ("source_id", "place_names", "main_industry", "event_types"),
        "events": ("type", "state", "project", "place_names", "main_industry", "amount_yi"),
        "alerts": ("rule_id", "kind", "receivers"),
        "sources": ("source_id", "state", "reason"),
    }[kind]
    parts = [document.get(field) for field in shown]
    return " · ".join(
        "/".join(map(str, part)) if isinstance(part, list) else str(part) for part in parts if part
    )


def _marked(snippet: Snippet) -> Text:
    text = Text("  ")
    done = 0
    for start, end in snippet.marks:
        text.append(plain(snippet.text[done:start]))
        text.append(plain(snippet.text[start:end]), style="bold red")
        done = end
    return text.append(plain(snippet.text[done:]))
