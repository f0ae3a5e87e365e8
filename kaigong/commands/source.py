"""`kaigong source`: what is watched, and whether it can be read."""

from typing import Annotated, Any

import typer

from kaigong import catalog
from kaigong.app import App
from kaigong.commands.source_add import add
from kaigong.commands.source_check import check
from kaigong.doctor.sources import latest_states
from kaigong.output import print_json, print_table
from wire import settings
from wire.messages import SourceState


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="List, add and check sources.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_sources)
    group.command("add")(add)
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


def _shown(state: SourceState | None) -> str:
    return "" if state is None else f"{state.state} {state.reason}".strip()


def _as_json(source: dict[str, Any], state: SourceState | None) -> dict[str, Any]:
    return source | {"state": state}
