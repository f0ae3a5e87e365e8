"""A draft on the terminal: what it is, its articles field by field, what is wrong."""

from zoneinfo import ZoneInfo

from kaigong.output import out, print_table, safe
from kaigong.sourcing.result import Added
from kaigong.sourcing.seen import SeenArticle

_WIDEST = 60


def show(result: Added, zone: ZoneInfo) -> None:
    """Print the report of one address."""
    mark = "[green]ok  [/]" if result.ok else "[bold red]bad [/]"
    out.print(f"{mark} {safe(result.url)}", soft_wrap=True)
    for name, value in _facts(result):
        out.print(f"     {name:<8} {safe(value)}", soft_wrap=True)
    if result.preview:
        rows = [row for article in result.preview for row in _rows(article, zone)]
        print_table(("     field", "value", "where it comes from"), rows)
    for warning in result.warnings:
        out.print(f"     [yellow]warning[/]  {safe(warning)}", soft_wrap=True)
    if result.error:
        out.print(f"     [red]error[/]    {safe(result.error)}", soft_wrap=True)


def _facts(result: Added) -> list[tuple[str, str]]:
    if result.source_id is None:
        return []
    region = f"{result.region} ← {result.region_from or 'not found'}"
    return [
        ("id", result.source_id),
        ("name", result.name or ""),
        ("region", region),
        ("family", result.family or "unknown: read as a list of links"),
        ("list", f"{result.items} items on {len(result.pages)} pages"),
        ("paging", result.paging or "none found"),
    ]


def _rows(article: SeenArticle, zone: ZoneInfo) -> list[tuple[str, str, str]]:
    values = {
        "title": article.title,
        "published": moment(article, zone),
        "publisher": article.source or "-",
        "text": article.first_line or "-",
        "attachments": "、".join(article.attachments),
        "images": str(article.images or ""),
    }
    shown = [
        (f"     {field}", _cut(value), article.provenance.get(field, "")) for field, value in values.items()
    ]
    others = [f"{field} ← {how}" for field, how in article.provenance.items() if field not in values]
    rows = [row for row in shown if row[1]]
    return [*rows, ("", "", ", ".join(others))]


def moment(article: SeenArticle, zone: ZoneInfo) -> str:
    if article.published is None:
        return "no date"
    local = article.published.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M}" if article.has_time else f"{local:%Y-%m-%d}"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
