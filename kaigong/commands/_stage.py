"""What the commands of the consuming stages share."""

import importlib
from typing import Annotated

import typer

from kaigong.exit_codes import TOO_MANY_DEAD_LETTERS
from kaigong.holding import stay_stopped
from kaigong.stage_process import run_stage


def register_stage(app: typer.Typer, stage: str, does: str) -> None:
    """Add the command that runs `stage`; `does` completes the sentence of its help."""

    @app.command(stage, help=f"Run the {stage}: {does}. `kaigong run` runs all stages.")
    def command(
        supervised: Annotated[bool, typer.Option("--supervised", hidden=True)] = False,
        hold: Annotated[
            bool, typer.Option("--hold", help="Wait instead of ending with 75; for containers.")
        ] = False,
    ) -> None:
        build = importlib.import_module(f"kaigong.stages.{stage}").build
        code = run_stage(stage, build, supervised=supervised)
        if hold and code == TOO_MANY_DEAD_LETTERS:
            stay_stopped(stage)
        raise typer.Exit(code)
