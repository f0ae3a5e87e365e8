"""How `kaigong search` shows what it found."""

import csv
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from rich.text import Text

from consumers.index.port import Hit, Page
from consumers.query.highlight import Snippet
from kaigong.output import err, out, plain, print_json, print_line, safe
from kaigong.spreadsheet import cell
from mappings import Kind

Format = Literal["text", "json", "jsonl", "csv"]

_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "articles": (
        "shown_at", "title", "publisher", "source_id", "place_names", "industries", "event_types", "url",
        "article_id",
    ),
    "events": (
        "shown_at", "type", "state", "project", "parties", "amount_cny", "area_m2", "date", "place_names",
        "industries", "title", "sentence", "publisher", "source_id", "url", "event_id", "article_id",
    ),
    "alerts": ("created_at", "rule_id", "kind", "acknowledged", "story_id", "article_id", "alert_id"),
    "sources": ("source_id", "state", "since", "reason", "last_new_at", "expected_by"),
}  # fmt: skip


class Output:
    """Prints one page after the other; `json` has room for one."""

    def __init__(self, kind: Kind, format_: Format) -> None:
        self._kind = kind
        self._format = format_
        self._csv = csv.writer(sys.stdout, lineterminator="\n")
        if format_ == "csv":
            self._csv.writerow(_COLUMNS[kind])

    def all(self, pages: Iterable[Page]) -> None:
        """Show them, and say at the end how many there are and how to go on."""
        last: Page | None = None
        for page in pages:
            self._page(page)
            last = page
        if last is not None and self._format != "json":
            more = f"; go on with --cursor {last.cursor}" if last.cursor else ""
            err.print(safe(f"{last.total} hits{more}"), soft_wrap=True)

    def _page(self, page: Page) -> None:
        match self._format:
            case "json":
                print_json(_as_json(page))
            case "jsonl":
                for hit in page.hits:
                    print_line(hit.document)
            case "csv":
                for hit in page.hits:
                    self._csv.writerow([cell(hit.document.get(name)) for name in _COLUMNS[self._kind]])
            case "text":
                for hit in page.hits:
                    _show(hit, self._kind)
        if self._format != "json":
            shown = out if self._format == "text" else err
            for field, counts in page.facets.items():
                listed = ", ".join(f"{value} {count}" for value, count in counts)
                shown.print(safe(f"{field}: {listed}"), soft_wrap=True)


def _as_json(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = {
        "total": page.total,
        "hits": [hit.document for hit in page.hits],
        "facets": page.facets,
        "cursor": page.cursor,
    }
    if any(hit.highlights for hit in page.hits):
        found["highlights"] = {hit.id: hit.highlights for hit in page.hits}
    return found


def _show(hit: Hit, kind: Kind) -> None:
    document = hit.document
    when = str(document.get("shown_at") or document.get("created_at") or document.get("since"))[:16]
    title = document.get("title") or document.get("facts", {}).get("title") or hit.id
    head = Text(f"{when.replace('T', ' ')}  ", style="dim").append(_title(hit, str(title)))
    out.print(head, soft_wrap=True)
    out.print(Text("  " + plain(_details(kind, document)), style="cyan"), soft_wrap=True)
    for snippet in _snippets(hit):
        out.print(_marked(snippet), soft_wrap=True)
    if document.get("url"):
        out.print(Text("  " + plain(str(document["url"])), style="dim"), soft_wrap=True)


def _title(hit: Hit, title: str) -> Text:
    marked = Text(plain(title), style="bold")
    for snippet in hit.highlights.get("title", ()):
        for start, end in snippet.marks:
            marked.stylize("red", snippet.start + start, snippet.start + end)
    return marked


def _snippets(hit: Hit) -> Iterator[Snippet]:
    """The first of every field but the title, which is shown whole."""
    for field, snippets in hit.highlights.items():
        if field != "title":
            yield snippets[0]


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
