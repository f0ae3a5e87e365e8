"""`kaigong config`: the settings in force."""

from typing import Annotated

import typer

from kaigong.output import print_json, print_table
from wire.settings import ENV_PREFIX, Settings, load, masked


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Show the settings.", no_args_is_help=True, rich_markup_mode=None)
    group.callback()(lambda: None)
    group.command()(show)
    app.add_typer(group, name="config")


def show(json: Annotated[bool, typer.Option("--json", help="For a script.")] = False) -> None:
    """Show every setting, its value and its meaning; secrets are masked."""
    values = masked(load())
    if json:
        print_json(values)
        return
    rows = [
        (f"{ENV_PREFIX}{key.upper()}", _shown(values[key]), field.description)
        for key, field in Settings.model_fields.items()
    ]
    print_table(("setting", "value", "meaning"), rows)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    return "" if value is None else str(value)
