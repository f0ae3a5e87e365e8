"""`kaigong ingest`: documents that a team already has enter the line."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from loguru import logger

from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.intake.dates import parse_date
from kaigong.intake.document import Document, Unreadable
from kaigong.intake.fetch import fetch_documents
from kaigong.intake.ingest import Defaults, Ingest, IngestReport, IntakeState
from kaigong.intake.read import read_path, read_stdin
from kaigong.output import err, print_json, progress, safe
from wire import log, settings
from wire.errors import ConfigurationError


def register(app: typer.Typer) -> None:
    app.command()(ingest)


def ingest(
    paths: Annotated[
        list[str], typer.Argument(help="Files (.txt .html .html.gz .jsonl), folders, URLs, or - .")
    ],
    live: Annotated[
        bool, typer.Option("--live", help="Treat them as news of this moment: they may alert.")
    ] = False,
    source: Annotated[str, typer.Option(help="Source of documents that name none.")] = "import",
    date: Annotated[str | None, typer.Option(help="Publication date of documents that have none.")] = None,
    region: Annotated[str | None, typer.Option(help="6-digit code of the source's home region.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report for a script.")] = False,
) -> None:
    """Put documents on the stream, in lane `import` (kept, searchable, no mail) or, with --live, as news.

    A text may begin with lines `title: …`, `source: …`, `date: …`, `url: …`, `region: …` and an empty line.
    A JSON line holds `text` or `html` (or `html_base64`), and may hold `title`, `url`, `published`, `source`
    and `region`.
    """
    app = App(settings.load())
    log.configure("ingest", level=app.settings.log_level, form=app.settings.log_form)
    default_date = _date(date, app)
    with (
        app.data.lock("ingest"),
        app.stream() as stream,
        closing(stream.producer()) as producer,
        closing(IntakeState(app.data.root / "ingest.db")) as state,
        progress() as bar,
    ):
        work = Ingest(producer, state, app.clock, "live" if live else "import", Defaults(source, region))
        task = bar.add_task("ingest", total=None)
        for found in _documents(paths, app):
            _take(work, found, default_date)
            bar.advance(task)
        work.flush()
    _print(work.report, json)
    if work.report.failed:
        raise typer.Exit(FAILED)


def _date(text: str | None, app: App) -> Document | None:
    """The default date, carried by an empty document."""
    if text is None:
        return None
    try:
        published, precision = parse_date(text, app.settings.zone)
    except ValueError as exc:
        raise ConfigurationError(f"--date: {exc}") from exc
    return Document("", "", "", published=published, precision=precision)


def _documents(paths: list[str], app: App) -> Iterator[Document | Unreadable]:
    urls = [path for path in paths if path.startswith(("http://", "https://"))]
    for path in paths:
        if path == "-":
            yield from read_stdin(app.settings.zone)
        elif path not in urls:
            yield from read_path(Path(path), app.settings.zone)
    if urls:
        yield from fetch_documents(urls, app.settings)


def _take(work: Ingest, found: Document | Unreadable, default: Document | None) -> None:
    if isinstance(found, Unreadable):
        work.report.failed += 1
        logger.bind(name=found.name, error=found.error).error("document refused")
        return
    work.add(found.dated(default) if default else found)


def _print(report: IngestReport, json: bool) -> None:
    if json:
        print_json(report)
        return
    err.print(safe(f"{report.published} published, {report.unchanged} unchanged, {report.failed} failed"))
