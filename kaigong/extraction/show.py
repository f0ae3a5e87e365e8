"""An extracted page for a person."""

from zoneinfo import ZoneInfo

from crawler.article import Extracted
from kaigong.output import out, print_table, safe


def show(found: Extracted, zone: ZoneInfo) -> None:
    print_table(("field", "value", "found in"), _rows(found, zone))
    for one in found.attachments:
        out.print(safe(f"file     {one.name}  {one.url}"), soft_wrap=True)
    for image in found.images:
        out.print(safe(f"picture  {image}"), soft_wrap=True)
    for problem in found.problems:
        out.print(f"[yellow]warning[/]  {safe(problem)}", soft_wrap=True)
    if found.text:
        out.print("\n" + safe(found.text), soft_wrap=True)


def _rows(found: Extracted, zone: ZoneInfo) -> list[tuple[str, str, str]]:
    lines = found.text.count("\n") + 1 if found.text else 0
    values = {
        "title": found.title,
        "published": _moment(found, zone),
        "source": found.publisher or "",
        "column": found.column or "",
        "document": found.doc_no or "",
        "kind": found.kind or "",
        "body": f"{len(found.text):,} characters in {lines} lines",
        "attachments": str(len(found.attachments)),
        "images": str(len(found.images)),
    }
    origins = {"source": "publisher", "document": "doc_no", "body": "text"}
    return [
        (name, value, found.provenance.get(origins.get(name, name), "")) for name, value in values.items()
    ]


def _moment(found: Extracted, zone: ZoneInfo) -> str:
    if found.published is None:
        return ""
    form = "%Y-%m-%d %H:%M:%S" if found.published_precision == "minute" else "%Y-%m-%d"
    return found.published.astimezone(zone).strftime(form)
