"""What the commands of the consuming stages share."""

import importlib
from typing import Annotated

import typer

from kaigong.stage_process import run_stage


def register_stage(app: typer.Typer, stage: str, does: str) -> None:
    """Add the command that runs `stage`; `does` completes the sentence of its help."""

    @app.command(stage, help=f"Run the {stage}: {does}. `kaigong run` runs all stages.")
    def command(
        supervised: Annotated[bool, typer.Option("--supervised", hidden=True)] = False,
    ) -> None:
        build = importlib.import_module(f"kaigong.stages.{stage}").build
        raise typer.Exit(run_stage(stage, build, supervised=supervised))
