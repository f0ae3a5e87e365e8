"""`kaigong indexer`."""

import typer

from kaigong.commands._stage import register_stage


def register(app: typer.Typer) -> None:
    register_stage(app, "indexer", "writes tagged articles, alerts and the state of sources to the index")
