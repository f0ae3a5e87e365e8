"""`kaigong source check`: do the sources still give what they gave?"""

from typing import Annotated

import typer

from kaigong import catalog
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.output import out, print_json, safe
from kaigong.sourcing.check import Checker, SourceCheck
from wire import log, settings
from wire.errors import ConfigurationError


def check(
    names: Annotated[list[str] | None, typer.Argument(help="Ids or files; default: all sources.")] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Read the saved pages of the fixtures; fetch nothing.")
    ] = False,
    save: Annotated[
        bool, typer.Option("--save", help="Make what is seen now the fixture: what is expected from now on.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Read lists and some articles, publish nothing, say what is wrong and what differs from the fixture.

    Exit code 1 if anything is.
    """
    if offline and save:
        raise ConfigurationError("--offline fetches nothing, so there is nothing to --save")
    app = App(settings.load())
    log.configure("check", level="WARNING", form=app.settings.log_form)
    sources = catalog.chosen(app, names or [])
    checker = Checker(app, save=save)
    results = checker.offline(sources) if offline else checker.online(sources)
    if json:
        print_json(results)
    else:
        for result in results:
            _show(result)
    if not all(result.ok for result in results):
        raise typer.Exit(FAILED)


def _show(result: SourceCheck) -> None:
    mark = "[green]ok  [/]" if result.ok else "[bold red]bad [/]"
    against = "" if result.fixture else ", no fixture to compare with"
    out.print(
        f"{mark} {safe(result.source_id)}: {result.listed} listed, {result.articles} read{against}",
        soft_wrap=True,
    )
    for line in (*result.changes, *result.errors):
        out.print(f"       [red]{safe(line)}[/]", soft_wrap=True)
    for line in result.warnings:
        out.print(f"       {safe(line)}", soft_wrap=True)
    if result.title:
        out.print(f"       {safe(result.published or '(no date)')} {safe(result.title)}", soft_wrap=True)
        out.print(f"       [dim]{safe(result.first_line)}[/]", soft_wrap=True)
        origins = ", ".join(f"{field} ← {origin}" for field, origin in result.provenance.items())
        out.print(f"       [dim]{safe(origins)}[/]", soft_wrap=True)
