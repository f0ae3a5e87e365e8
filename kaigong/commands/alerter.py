"""`kaigong alerter`."""

import typer

from kaigong.commands._stage import register_stage


def register(app: typer.Typer) -> None:
    register_stage(app, "alerter", "matches tagged articles with the rules and fills the outbox")
