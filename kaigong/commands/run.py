"""`kaigong run`: every stage on this machine, under one supervisor, with one log."""

import threading
from typing import Annotated

import typer
from loguru import logger

from kaigong.app import App
from kaigong.housekeeping import Housekeeping
from kaigong.log_file import LogFile
from kaigong.process import on_stop
from kaigong.stages import STAGES
from kaigong.supervisor import Supervisor, stage_command
from wire import log, settings
from wire.errors import ConfigurationError


def register(app: typer.Typer) -> None:
    app.command()(run)


def run(
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Run just this stage; may be repeated.")
    ] = None,
    without: Annotated[list[str] | None, typer.Option("--without", help="Leave this stage out.")] = None,
) -> None:
    """Run all stages until Ctrl-C. What dies is restarted; what stopped itself on purpose (75) is not."""
    app = App(settings.load())
    stages = chosen(only or [], without or [])
    with app.data.lock("run"), LogFile(app.data.log) as log_file:
        log.configure("run", level=app.settings.log_level, form=app.settings.log_form)
        logger.bind(data_dir=str(app.data.root), log=str(app.data.log)).info("kaigong started")
        code = supervise(app, stages, log_file)
    raise typer.Exit(code)


def chosen(only: list[str], without: list[str]) -> list[str]:
    if unknown := [name for name in (*only, *without) if name not in STAGES]:
        raise ConfigurationError(f"no stage is called {unknown[0]!r}; there are {', '.join(STAGES)}")
    return [stage for stage in STAGES if (not only or stage in only) and stage not in without]


def supervise(app: App, stages: list[str], log_file: LogFile) -> int:
    """Run the stages and keep house beside them; the supervisor's exit code."""

    def gave_up(stage: str, why: str) -> None:
        app.data.stopped(stage).write_text(why + "\n", "utf-8")

    supervisor = Supervisor(
        {stage: stage_command(stage) for stage in stages},
        log_file.write,
        drain_seconds=app.settings.drain_seconds,
        on_gave_up=gave_up,
    )
    on_stop(supervisor.stop)
    stopping = threading.Event()
    housekeeping = threading.Thread(target=Housekeeping(app).run, args=(stopping,))
    housekeeping.start()
    try:
        return supervisor.run()
    finally:
        stopping.set()
        housekeeping.join()
