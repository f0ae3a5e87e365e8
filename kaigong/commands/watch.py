"""`kaigong watch`: what `kaigong run` does beside the stages, where each of them is a service of its own."""

import threading

import typer

from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.housekeeping import Housekeeping
from kaigong.process import on_stop
from wire import log, settings
from wire.stopping import StopRequest

_LOOK_SECONDS = 5.0


def register(app: typer.Typer) -> None:
    app.command()(watch)


def watch() -> None:
    """Tell the operators what is not well, and clean the SQLite stream; `kaigong run` does it by itself."""
    app = App(settings.load())
    log.configure("watch", level=app.settings.log_level, form=app.settings.log_form)
    stop = StopRequest()
    on_stop(stop.set)
    # With the lock of `kaigong run` held, nobody is told twice.
    with app.data.lock("run"), app.data.lock("watch"):
        keeper = Housekeeping(app, on_alive=app.data.liveness("watch").touch)
        stopping = threading.Event()
        thread = threading.Thread(target=keeper.run, args=(stopping,))
        thread.start()
        # The signal's handler must not touch the event that a thread may be waiting for.
        while thread.is_alive() and not stop.wait(_LOOK_SECONDS):
            pass
        stopping.set()
        thread.join()
    if not stop.is_set():
        raise typer.Exit(FAILED)
