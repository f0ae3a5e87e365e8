"""`kaigong export`: documents of the index as a file for other programs."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Literal, cast, get_args

import typer

from consumers.index.port import DEFAULT_SORT, Search
from consumers.query.errors import QueryError
from kaigong.app import App
from kaigong.exporting.columns import columns
from kaigong.exporting.progress import ProgressFile
from kaigong.exporting.run import run
from kaigong.exporting.target import Target
from kaigong.exporting.text_files import Csv, JsonLines
from kaigong.output import err, progress, safe
from kaigong.searching import KINDS_OF_NAME, read_query
from kaigong.stages.indexer import open_index
from mappings import Kind
from wire import settings
from wire.errors import ConfigurationError

Form = Literal["jsonl", "csv", "parquet"]
_FORM_OF_SUFFIX: dict[str, Form] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
}


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    file: Annotated[
        Path, typer.Argument(help="Where to: events.jsonl, events.csv, or a folder events.parquet.")
    ],
    on: Annotated[str, typer.Option(help="event, article, alert or source")] = "event",
    query: Annotated[str, typer.Option(help="As for `kaigong search`; empty: all.")] = "",
    since: Annotated[str | None, typer.Option(help="A date, or a span as 7d or 24h.")] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="jsonl, csv or parquet; default: by the file's name.")
    ] = None,
    hidden: Annotated[
        bool, typer.Option("--hidden", help="Also withdrawn articles and retracted events.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a file that was cut off, or with what came since.")
    ] = False,
    page: Annotated[int, typer.Option(help="Documents asked for at once.", min=1, max=10_000)] = 1_000,
) -> None:
    """Write documents of the index to a file, the oldest first. docs/stream.md tells what the fields mean.

    A file that was cut off goes on with --resume; so does a finished one, with what is newer. Documents that
    changed, or came late with an older time, are only in an export that begins anew.
    """
    app = App(settings.load())
    kind = KINDS_OF_NAME.get(on)
    if kind is None:
        raise ConfigurationError(f"--on {on}: expected one of {', '.join(KINDS_OF_NAME)}")
    chosen = _form(file, form)
    notes = ProgressFile(_beside(file, chosen))
    _check_free(file, notes, resume=resume)
    search = Search(
        kind,
        read_query(app, kind, query, since),
        sort=tuple((field, "asc") for field, _ in DEFAULT_SORT[kind]),
        size=page,
        include_hidden=hidden,
    )
    asked = f"{on} {chosen} since={since or ''} hidden={hidden} query={query}"
    with closing(open_index(app)) as index, progress() as bar, closing(_target(file, kind, chosen)) as target:
        task = bar.add_task(file.name, total=None)
        try:
            rows = run(
                index,
                search,
                target,
                notes,
                asked,
                lambda done, of: bar.update(task, completed=done, total=of),
            )
        except QueryError as exc:
            raise ConfigurationError(str(exc)) from exc
        except OSError as exc:
            raise ConfigurationError(f"Cannot write {file}: {exc.strerror}; go on with --resume") from exc
    err.print(safe(f"{file}: {rows:,} {kind}"))


def _check_free(file: Path, notes: ProgressFile, *, resume: bool) -> None:
    """Raises ConfigurationError rather than write over what is no unfinished export."""
    if not file.exists():
        notes.forget()
    elif not resume:
        raise ConfigurationError(f"{file} is there already: go on with it by --resume, or remove it")
    elif not notes.exists():
        raise ConfigurationError(f"{file} cannot be gone on with: {notes.path.name} beside it is gone")


def _form(file: Path, given: str | None) -> Form:
    if given is not None:
        if given not in get_args(Form):
            raise ConfigurationError(f"--format {given}: expected one of {', '.join(get_args(Form))}")
        return cast("Form", given)
    if form := _FORM_OF_SUFFIX.get(file.suffix.lower()):
        return form
    raise ConfigurationError(f"{file}: say --format, or end the name with {', '.join(_FORM_OF_SUFFIX)}")


def _beside(file: Path, form: Form) -> Path:
    return file / "_progress.json" if form == "parquet" else file.with_name(f"{file.name}.progress.json")


def _target(file: Path, kind: Kind, form: Form) -> Target:
    try:
        match form:
            case "jsonl":
                return JsonLines(file)
            case "csv":
                return Csv(file, columns(kind))
            case "parquet":
                return _parquet(file, kind)
    except OSError as exc:
        raise ConfigurationError(f"Cannot write {file}: {exc.strerror}") from exc


def _parquet(file: Path, kind: Kind) -> Target:
    try:
        from kaigong.exporting.parquet import ParquetFolder  # noqa: PLC0415 - large, and seldom installed
    except ImportError as exc:
        raise ConfigurationError("Parquet needs pyarrow: pip install 'kaigong[parquet]'") from exc
    return ParquetFolder(file, columns(kind))
