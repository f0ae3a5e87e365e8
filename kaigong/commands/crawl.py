"""`kaigong crawl`: look at some sources once."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO

import msgspec
import typer
from rich.progress import Progress, TaskID

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
    sources: Annotated[list[str], typer.Argument(help="Ids of sources, or their files (.yaml).")],
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
    chosen = catalog.chosen(app, sources)
    report = _to_file(app, chosen, out) if out else _to_stream(app, chosen)
    _print(report, json)
    if report.errors:
        raise typer.Exit(FAILED)


def _to_stream(app: App, sources: Sequence[Source]) -> CrawlReport:
    with app.data.lock("crawler"), app.stream() as stream, closing(stream.producer()) as producer:
        return _crawl(app, sources, producer)


def _to_file(app: App, sources: Sequence[Source], path: Path) -> CrawlReport:
    try:
        file = path.open("wb")
    except OSError as exc:
        raise ConfigurationError(f"Cannot write {path}: {exc.strerror}") from exc
    with file, TemporaryDirectory(prefix="kaigong-crawl-") as scratch:
        forgetful = App(app.settings.model_copy(update={"data_dir": Path(scratch)}))
        return _crawl(forgetful, sources, _FileProducer(file))


def _crawl(app: App, sources: Sequence[Source], producer: Producer) -> CrawlReport:
    with progress() as bar:
        tasks: dict[str, TaskID] = {}

        def show(source_id: str, done: int, total: int) -> None:
            _advance(bar, tasks, source_id, done, total)

        return crawl_once(app.settings, sources, producer, on_progress=show)


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
