"""What a rule would have told of the articles in the index."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from consumers.alerting.compile import CompiledRule
from consumers.index.port import Facet, Hit, Index, Search
from consumers.query.ast import And, Range
from kaigong.output import out, print_table, safe
from mappings import Kind

_SAMPLES = 20


class Trial:
    """One rule against the last days of the index."""

    def __init__(self, compiled: CompiledRule, index: Index, now: datetime, days: int) -> None:
        self._compiled = compiled
        self._days = days
        kind: Kind = "events" if compiled.rule.on == "event" else "articles"
        since = Range("shown_at", gte=now - timedelta(days=days))
        self._page = index.search(
            Search(
                kind,
                And((compiled.node, since)),
                size=_SAMPLES,
                facets=(Facet("shown_at", size=days + 1), Facet("source_id")),
                highlight=True,
            )
        )

    def report(self) -> dict[str, Any]:
        return {
            "rule": self._compiled.rule.id,
            "days": self._days,
            "hits": self._page.total,
            "per_day": dict(self._page.facets.get("shown_at", ())),
            "per_source": dict(self._page.facets.get("source_id", ())),
            "samples": [hit.document for hit in self._page.hits],
        }

    def show(self) -> None:
        rule = self._compiled.rule
        out.print(safe(f"{rule.id}: {self._page.total} hits in the last {self._days} days"), style="bold")
        print_table(("shown", "place", "what", "title"), (_row(hit) for hit in self._page.hits))
        for line in self._notes():
            out.print(safe(line))

    def _notes(self) -> Iterator[str]:
        if self._page.total > len(self._page.hits):
            yield f"… and {self._page.total - len(self._page.hits)} more"
        days = self._page.facets.get("shown_at", ())
        if days:
            yield "per day: " + ", ".join(f"{day} {count}" for day, count in days)
        if not self._page.total:
            yield "Nothing yet: is the index filled (`kaigong doctor`), is the rule too narrow?"


def _row(hit: Hit) -> tuple[str, str, str, str]:
    document = hit.document
    amount = f" {document['amount_yi']:g}亿元" if document.get("amount_yi") else ""
    what = f"{document.get('type', '')}{amount}"
    place = (document.get("place_names") or [""])[0]
    return str(document["shown_at"])[:16].replace("T", " "), place, what, document.get("title", "")
