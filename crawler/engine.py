"""The two ways to crawl: once over some sources, or for good. One run per process."""

from collections.abc import Sequence
from datetime import datetime

from crawler.reactor import in_reactor, make_parts
from crawler.report import CrawlReport, Progress
from crawler.session import STATE_FILE, OnAlive, Reload, Session
from crawler.sources import Source
from wire.metrics import Metrics, NoMetrics
from wire.settings import Settings
from wire.stream import Producer

__all__ = ["STATE_FILE", "crawl_once", "in_reactor", "make_parts", "run_forever"]


def run_forever(
    settings: Settings,
    sources: Sequence[Source],
    producer: Producer,
    *,
    on_alive: OnAlive | None = None,
    metrics: Metrics | None = None,
    reload: Reload | None = None,
) -> None:
    """Watch the sources until SIGTERM or SIGINT, then finish what is in work within `drain_seconds`.

    `on_alive` is called about twice a second while the loop runs. `reload` is called every minute and
    returns the sources anew, or None when nothing changed.
    """
    session = Session(settings, producer, metrics or NoMetrics())
    in_reactor(lambda: session.run(sources, stay=True, on_alive=on_alive, reload=reload))


def crawl_once(
    settings: Settings,
    sources: Sequence[Source],
    producer: Producer,
    *,
    on_progress: Progress | None = None,
    metrics: Metrics | None = None,
    since: datetime | None = None,
) -> CrawlReport:
    """Look at each source once, fetch what is due, and return when everything is on the stream.

    With `since`, then go back through each list until that moment, or go on where that was interrupted.
    """
    session = Session(settings, producer, metrics or NoMetrics(), on_progress)
    return in_reactor(lambda: session.run(sources, stay=False, since=since))
