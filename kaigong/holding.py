"""A stage that stopped itself stays stopped, also where whoever started it restarts all that ends.

Docker and Kubernetes restart by policy and look at no exit code. A process that waits is not restarted, and
its health check shows why.
"""

from loguru import logger

from kaigong.app import App
from kaigong.exit_codes import NOT_RESTARTED, TOO_MANY_DEAD_LETTERS
from kaigong.process import on_stop
from wire import settings
from wire.stopping import StopRequest

_LOOK_SECONDS = 3600.0


def stay_stopped(stage: str) -> None:
    """Until the process is told to end."""
    stop = StopRequest()
    on_stop(stop.set)
    why = NOT_RESTARTED[TOO_MANY_DEAD_LETTERS]
    App(settings.load()).data.stopped(stage).write_text(why + "\n", "utf-8")
    logger.bind(child=stage, why=why).error("stage waits to be looked at; restart it after that")
    while not stop.wait(_LOOK_SECONDS):
        pass
