"""`kaigong index`: create the index, build it anew from the stream, remove what is no longer used."""

import signal
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated

import typer

from consumers.index.rebuild import KINDS_OF_TOPIC
from kaigong import index_upkeep
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.output import err, out, print_json, print_table, safe
from kaigong.stages.indexer import open_index
from mappings import KINDS
from wire import log, settings
from wire.errors import ConfigurationError


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Create, rebuild and prune the index.", no_args_is_help=True, rich_markup_mode=None
    )
    group.command()(init)
    group.command()(rebuild)
    group.command()(prune)
    app.add_typer(group, name="index")


def init() -> None:
    """Create what the index lacks, also new fields; documents stay. The indexer does it at its start, too."""
    app = App(settings.load())
    with app.data.lock(index_upkeep.LOCK), closing(open_index(app)) as index:
        index.create()
        counts = [(kind, f"{index.count(kind):,}") for kind in KINDS]
    print_table(("kind", "documents"), counts, title=index_upkeep.where(app))


def rebuild(
    kind: Annotated[
        list[str] | None, typer.Option(help="articles (with their events), alerts or sources; default: all.")
    ] = None,
    accept_fewer: Annotated[
        bool, typer.Option("--accept-fewer", help="Even if the stream gives less than the index has.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Build a new index from the stream and put it in the old one's place.

    On Elasticsearch everything goes on meanwhile, and the old indices are kept. On SQLite the indexer has to
    be stopped. If it is cut off, the old index serves on: run it again.
    """
    app = App(settings.load())
    log.configure("index", level="WARNING", form=app.settings.log_form)
    # Told to stop, it leaves everything as it was.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    report = index_upkeep.rebuild(app, _topics(kind or []), accept_fewer=accept_fewer)
    if json:
        print_json(report)
        return
    rows = [(name, f"{count:,}") for name, count in report.documents.items()]
    print_table(("kind", "documents"), rows, title=index_upkeep.where(app))
    if report.skipped:
        err.print(f"{report.skipped:,} of {report.records:,} records were left out; the log above says why")
    if index_upkeep.unused(app):
        err.print("The old indices are kept; `kaigong index prune` removes them.")


def prune(yes: Annotated[bool, typer.Option("--yes", help="Remove them without asking.")] = False) -> None:
    """List the indices that nobody reads any more, and remove them."""
    app = App(settings.load())
    with app.data.lock(index_upkeep.LOCK):
        found = index_upkeep.unused(app)
        if not found:
            out.print("every index is in use")
            return
        rows = [(one.name, one.documents, f"{one.bytes / 1e6:,.1f} MB") for one in found]
        print_table(("index", "documents", "size"), rows)
        if not yes and not typer.confirm("Remove them?"):
            raise typer.Exit(FAILED)
        index_upkeep.remove(app, found)
    out.print(safe(f"removed {', '.join(one.name for one in found)}"))


def _topics(kinds: Sequence[str]) -> list[str]:
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ConfigurationError(f"--kind {unknown[0]}: expected one of {', '.join(KINDS)}")
    return [topic for topic, made in KINDS_OF_TOPIC.items() if not kinds or set(made) & set(kinds)]
