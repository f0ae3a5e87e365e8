"""`kaigong health`: one stage, for a health check."""

from typing import Annotated

import typer

from kaigong.app import App
from kaigong.doctor.machine import state_of
from kaigong.exit_codes import FAILED
from kaigong.output import out, safe
from kaigong.stages import STAGES
from wire import settings
from wire.errors import ConfigurationError

_ASKED = (*STAGES, "watch")


def register(app: typer.Typer) -> None:
    app.command()(health)


def health(stage: Annotated[str, typer.Argument(help=f"One of {', '.join(_ASKED)}.")]) -> None:
    """Tell whether STAGE runs and gives signs of life; exit code 1 if not. `kaigong doctor` tells more."""
    if stage not in _ASKED:
        raise ConfigurationError(f"no stage is called {stage!r}; there are {', '.join(_ASKED)}")
    finding = state_of(App(settings.load()), stage)
    out.print(safe(f"{stage}: {finding.what}"), soft_wrap=True)
    if finding.state != "ok":
        raise typer.Exit(FAILED)
