"""The asyncio reactor: started once per process, with name look-ups behind the address guard."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from scrapy.utils.reactor import install_reactor

from crawler.hosts import Hosts, Rests
from crawler.parts import Parts
from crawler.proxies import Proxies
from crawler.publish import Publisher
from crawler.resolver import GuardedResolver
from crawler.state import CrawlState
from wire.addresses import AddressPolicy
from wire.clock import SystemClock
from wire.metrics import Metrics
from wire.settings import Settings

_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
_RESOLVER_THREADS = 20

T = TypeVar("T")


def in_reactor(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    install_reactor(_REACTOR)
    reactor = _reactor()
    loop = asyncio.get_event_loop()
    tasks: list[asyncio.Task[T]] = []

    def begin() -> None:
        tasks.append(loop.create_task(main()))
        tasks[0].add_done_callback(lambda _: reactor.stop())

    reactor.suggestThreadPoolSize(_RESOLVER_THREADS)
    reactor.callWhenRunning(begin)
    reactor.run(installSignalHandlers=False)
    return tasks[0].result()


def _reactor() -> Any:
    """The installed reactor; its interfaces, written for zope, tell a type checker nothing."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier installs another one

    return reactor


def make_parts(settings: Settings, state: CrawlState, publisher: Publisher, metrics: Metrics) -> Parts:
    """The parts of one run; from now on the reactor resolves names through the address guard."""
    reactor = _reactor()
    clock = SystemClock()
    policy = AddressPolicy(settings.crawl_allow_networks)
    resolver = GuardedResolver(reactor.nameResolver, policy, trusted=Proxies.of(settings).hosts)
    reactor.installNameResolver(resolver)
    hosts = Hosts(settings.crawl_delay, clock)
    return Parts(settings, state, publisher, hosts, Rests(clock), resolver, clock, metrics)
