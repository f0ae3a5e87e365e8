"""`kaigong source`: what is watched, and whether it can be read."""

from typing import Annotated, Any

import typer

from kaigong import catalog
from kaigong.app import App
from kaigong.doctor.sources import latest_states
from kaigong.exit_codes import FAILED
from kaigong.output import out, print_json, print_table, safe
from kaigong.source_check import SourceCheck, check_sources
from wire import log, settings
from wire.messages import SourceState


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="List and check sources.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_sources)
    group.command("check")(check)
    app.add_typer(group, name="source")


def list_sources(json: Annotated[bool, typer.Option("--json", help="For a script.")] = False) -> None:
    """Show every source and its latest state."""
    app = App(settings.load())
    states = latest_states(app)
    sources = catalog.sources(app)
    if json:
        print_json([_as_json(source.model_dump(mode="json"), states.get(source.id)) for source in sources])
        return
    rows = [
        (s.id, s.region, s.preset, _shown(states.get(s.id)), "" if s.verified else "unverified", s.name)
        for s in sources
    ]
    print_table(("source", "region", "preset", "state", "", "name"), rows)


def check(
    names: Annotated[list[str] | None, typer.Argument(help="Ids or files; default: all sources.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Read lists and some articles, publish nothing, say what is wrong; exit code 1 if anything is."""
    app = App(settings.load())
    log.configure("check", level="WARNING", form=app.settings.log_form)
    results = check_sources(app, catalog.chosen(app, names or []))
    if json:
        print_json(results)
    else:
        for result in results:
            _show(result)
    if not all(result.ok for result in results):
        raise typer.Exit(FAILED)


def _show(result: SourceCheck) -> None:
    mark = "[green]ok  [/]" if result.ok else "[bold red]bad [/]"
    out.print(
        f"{mark} {safe(result.source_id)}: {result.listed} listed, {result.articles} read", soft_wrap=True
    )
    for line in (*result.warnings, *result.errors):
        out.print(f"       {safe(line)}", soft_wrap=True)
    if result.title:
        out.print(f"       {safe(result.published or '(no date)')} {safe(result.title)}", soft_wrap=True)
        out.print(f"       [dim]{safe(result.first_line)}[/]", soft_wrap=True)
        out.print(
            "       [dim]" + safe(", ".join(f"{k} ← {v}" for k, v in result.provenance.items())) + "[/]"
        )


def _shown(state: SourceState | None) -> str:
    return "" if state is None else f"{state.state} {state.reason}".strip()


def _as_json(source: dict[str, Any], state: SourceState | None) -> dict[str, Any]:
    return source | {"state": state}
