"""`kaigong tagger`."""

import typer

from kaigong.commands._stage import register_stage


def register(app: typer.Typer) -> None:
    register_stage(app, "tagger", "finds places, industries, project events and figures in articles")
