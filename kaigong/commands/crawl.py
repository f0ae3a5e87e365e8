"""`kaigong crawl`: look at some sources once."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO

import msgspec
import typer
from rich.progress import Progress, TaskID

from crawler.backfill_orders import Order, leave
from crawler.engine import crawl_once
from crawler.records import Disposition
from crawler.report import CrawlReport
from crawler.sources import Source
from kaigong import catalog
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.output import err, print_json, print_table, progress, safe
from wire import codec, log, settings
from wire.errors import ConfigurationError
from wire.messages import Article
from wire.stream import NewRecord, Producer
from wire.topics import ARTICLES


def register(app: typer.Typer) -> None:
    app.command()(crawl)


def crawl(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Ids of sources, or their files (.yaml); with --since default: all."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Then go back through their lists to this day, slowly; call it again to go on.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write articles to this file, one a line, instead of the stream; nothing is remembered."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report for a script.")] = False,
) -> None:
    """Look at sources once and put what is new on the stream; exit code 1 if one could not be read."""
    app = App(settings.load())
    log.configure("crawl", level=app.settings.log_level, form=app.settings.log_form)
    if not sources and since is None:
        raise ConfigurationError("which sources? `kaigong source list` shows all; with --since all are meant")
    begin = _beginning(app, since)
    chosen = catalog.chosen(app, sources or [])
    if begin and not out and (process := app.data.holder("crawler")) is not None:
        _order(app, chosen, begin, process)
        if json:
            print_json({source.id: {"given_to": process} for source in chosen})
        return
    report = _to_file(app, chosen, out, begin) if out else _to_stream(app, chosen, begin)
    _print(report, json)
    if report.errors:
        raise typer.Exit(FAILED)


def _beginning(app: App, day: datetime | None) -> datetime | None:
    """Where the day begins here."""
    if day is None:
        return None
    begin = day.replace(tzinfo=app.settings.zone).astimezone(UTC)
    if begin > app.clock.now():
        raise ConfigurationError(f"--since {day:%Y-%m-%d} is in the future")
    return begin


def _order(app: App, sources: Sequence[Source], since: datetime, process: int) -> None:
    """A second crawler would burden the hosts twice: the one that runs goes back beside its other work."""
    watched = {source.id for source in catalog.sources(app)}
    if strange := [source.id for source in sources if source.id not in watched]:
        raise ConfigurationError(
            f"the running crawler (process {process}) does not watch {strange[0]!r}: put its file into "
            f"{app.settings.sources_path}, or stop the crawler first"
        )
    for source in sources:
        leave(app.settings.data_dir, Order(source.id, since))
    err.print(
        f"The running crawler (process {process}) goes back through {len(sources)} sources beside its work; "
        "its log tells every page.",
        soft_wrap=True,
    )


def _to_stream(app: App, sources: Sequence[Source], since: datetime | None) -> CrawlReport:
    with app.data.lock("crawler"), app.stream() as stream, closing(stream.producer()) as producer:
        return _crawl(app, sources, producer, since)


def _to_file(app: App, sources: Sequence[Source], path: Path, since: datetime | None) -> CrawlReport:
    try:
        file = path.open("wb")
    except OSError as exc:
        raise ConfigurationError(f"Cannot write {path}: {exc.strerror}") from exc
    with file, TemporaryDirectory(prefix="kaigong-crawl-") as scratch:
        forgetful = App(app.settings.model_copy(update={"data_dir": Path(scratch)}))
        return _crawl(forgetful, sources, _FileProducer(file), since)


def _crawl(app: App, sources: Sequence[Source], producer: Producer, since: datetime | None) -> CrawlReport:
    with progress() as bar:
        tasks: dict[str, TaskID] = {}

        def show(source_id: str, done: int, total: int) -> None:
            _advance(bar, tasks, source_id, done, total)

        return crawl_once(app.settings, sources, producer, on_progress=show, since=since)


def _advance(bar: Progress, tasks: dict[str, TaskID], source_id: str, done: int, total: int) -> None:
    if source_id not in tasks:
        tasks[source_id] = bar.add_task(safe(source_id), total=total)
    bar.update(tasks[source_id], completed=done, total=total)


class _FileProducer:
    """A stream that keeps articles only, as lines of a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def publish(self, batch: Sequence[NewRecord]) -> None:
        for record in batch:
            if record.topic == ARTICLES and record.value is not None:
                article = codec.decode_as(Article, record.value).payload
                self._file.write(msgspec.json.encode(article) + b"\n")

    def close(self) -> None:
        self._file.flush()


def _print(report: CrawlReport, json: bool) -> None:
    if json:
        print_json(
            {
                source.source_id: {
                    "listed": source.listed,
                    "fetched": source.fetched,
                    "published": source.published,
                    "dispositions": dict(source.dispositions),
                    "errors": source.errors,
                }
                for source in report.sources.values()
            }
        )
        return
    rows = [
        (s.source_id, s.listed, s.new, s.fetched, s.published, _rest(s.dispositions))
        for s in report.sources.values()
    ]
    print_table(("source", "listed", "new", "fetched", "published", "other"), rows)
    for error in report.errors:
        err.print(safe(error), style="red")


def _rest(dispositions: Mapping[Disposition, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in sorted(dispositions.items()) if name != "published")
