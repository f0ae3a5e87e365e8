"""`kaigong notifier`."""

from contextlib import ExitStack
from typing import Annotated

import typer

from kaigong.app import App
from kaigong.process import on_stop, patience
from kaigong.stages.notifier import build
from kaigong.starting import awaited_stream
from wire import log, settings
from wire.stopping import StopRequest


def register(app: typer.Typer) -> None:
    app.command()(notifier)


def notifier(supervised: Annotated[bool, typer.Option("--supervised", hidden=True)] = False) -> None:
    """Run the notifier: sends what the outbox holds. `kaigong run` runs all stages."""
    app = App(settings.load())
    log.configure("notifier", level=app.settings.log_level, form=app.settings.log_form)
    stop = StopRequest()
    on_stop(stop.set, supervised=supervised)
    waiting = patience(app.settings.drain_seconds, supervised=supervised)
    with app.data.lock("notifier", patience=waiting), ExitStack() as stack:
        stream = awaited_stream(app, stack, stop, "notifier")
        build(app, stream).run(stop, app.data.liveness("notifier").touch)
