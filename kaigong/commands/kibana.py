"""`kaigong kibana`: data views, searches and dashboards for Kibana."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaigong.app import App
from kaigong.kibana.bundle import default_data_view, place_names, saved_objects
from kaigong.kibana.client import Kibana
from kaigong.kibana.saved import Ids, SavedObject, ndjson
from kaigong.knowledge import load_knowledge
from kaigong.output import err, out, safe
from wire import settings
from wire.errors import ConfigurationError

_Space = Annotated[
    str,
    typer.Option(help="Kibana's space; each has objects of its own.", metavar="ID", show_default="default"),
]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Put dashboards into Kibana.", no_args_is_help=True, rich_markup_mode=None)
    group.command()(export)
    group.command()(install)
    app.add_typer(group, name="kibana")


def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; default: standard output.")] = None,
    space: _Space = "",
) -> None:
    """Write the saved objects as NDJSON: Stack Management → Saved Objects → Import."""
    _, objects = _made(App(settings.load()), space)
    text = ndjson(objects)
    if file is None:
        sys.stdout.write(text)
        return
    try:
        file.write_text(text, "utf-8")
    except OSError as exc:
        raise ConfigurationError(f"Cannot write {file}: {exc.strerror}") from exc
    out.print(safe(f"{file}: {len(objects)} objects"))


def install(
    space: _Space = "",
    default: Annotated[
        bool, typer.Option("--default/--no-default", help="Make the events Discover's default data view.")
    ] = True,
    lucene: Annotated[
        bool,
        typer.Option("--lucene", help="Search bars of the space: Lucene's language, a space means AND."),
    ] = False,
) -> None:
    """Send the saved objects to Kibana (KAIGONG_KIBANA_URL); what was installed before is replaced."""
    app = App(settings.load())
    if not app.settings.kibana_url:
        raise ConfigurationError("No Kibana is set: give its address as KAIGONG_KIBANA_URL")
    ids, objects = _made(app, space)
    kibana = Kibana(app.settings, space)
    installed = kibana.install(objects)
    if default:
        kibana.make_default(default_data_view(ids))
    if lucene:
        kibana.prefer_lucene()
    out.print(safe(f"{installed.count} objects installed in {app.settings.kibana_url}"))
    for renamed in installed.renamed:
        err.print(safe(f"{renamed} got another id: another space has one of this id"), style="yellow")


def _made(app: App, space: str) -> tuple[Ids, list[SavedObject]]:
    ids = Ids(app.settings.prefix, space)
    return ids, saved_objects(ids, place_names(load_knowledge(app.data).gazetteer))
