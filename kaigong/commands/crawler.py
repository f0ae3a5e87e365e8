"""`kaigong crawler`: the crawler as a stage."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from typing import Annotated

import typer

from crawler.engine import run_forever
from crawler.sources import Source
from kaigong import catalog
from kaigong.app import App
from kaigong.process import on_stop, patience
from kaigong.reload import SourceFiles
from kaigong.starting import awaited_stream
from wire import log, settings
from wire.stopping import StopRequest


def register(app: typer.Typer) -> None:
    app.command()(crawler)


def crawler(supervised: Annotated[bool, typer.Option("--supervised", hidden=True)] = False) -> None:
    """Run the crawler: looks at every source in its time. `kaigong run` runs all stages."""
    app = App(settings.load())
    log.configure("crawler", level=app.settings.log_level, form=app.settings.log_form)
    waiting = patience(app.settings.drain_seconds, supervised=supervised)
    stop = StopRequest()
    on_stop(stop.set, supervised=supervised)
    with app.data.lock("crawler", patience=waiting), ExitStack() as stack:
        stream = awaited_stream(app, stack, stop, "crawler")
        producer = stack.enter_context(closing(stream.producer()))
        # The engine handles signals itself, once its loop runs; until then they end the process.
        stop.then(_exit)
        sources: Sequence[Source] = catalog.sources(app)
        run_forever(
            app.settings,
            sources,
            producer,
            on_alive=app.data.liveness("crawler").touch,
            reload=SourceFiles(app).changed,
        )


def _exit() -> None:
    raise SystemExit(0)
