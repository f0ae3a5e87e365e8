"""One request at a time to a host: whose turn it is, how far apart they start, who is to be left alone."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.errors import StoppingError
from wire.clock import Clock

_JITTER = 0.25
_DEFAULT_PORTS = {80, 443}


def host_key(url: str) -> str:
    """The host that a request burdens; http and https of one name are the same server."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    try:
        port = parts.port
    except ValueError:  # such an address is asked for nowhere, but it must have a place in the queues
        port = None
    return host if port is None or port in _DEFAULT_PORTS else f"{host}:{port}"


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    delays: dict[str, float] = field(default_factory=dict)
    free_at: float = 0.0


class Rests:
    """Hosts (Retry-After) and sources (blocked) that are left alone, by name."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}

    def rest(self, name: str, until: datetime) -> None:
        """Leave it alone until then; an earlier, longer wish stays in force."""
        self._until[name] = max(until, self._until.get(name, until))

    def until(self, name: str) -> datetime | None:
        """Until when it is left alone, if that is in the future."""
        until = self._until.get(name)
        if until is not None and until <= self._clock.now():
            del self._until[name]
            return None
        return until

    def end(self, name: str) -> None:
        self._until.pop(name, None)


@dataclass(slots=True)
class Turn:
    """`asked`: a request was really made. `answered_at`: when the head of its answer came, monotonic.

    The site saw the request no later than that, so the delay runs from there: counted from our own start,
    a slow connection followed by a fast one would arrive too close together.
    """

    asked: bool = False
    answered_at: float | None = None


class Hosts:
    """Gives out turns. With `delay` 0 nobody waits and nothing is serialised: for benchmarks."""

    def __init__(self, delay: float, clock: Clock, rng: random.Random | None = None) -> None:
        self._delay = delay
        self._clock = clock
        self._rng = rng or random.Random()  # noqa: S311 - spreads requests, hides nothing
        self._hosts: dict[str, _Host] = {}
        self._stopping = asyncio.Event()

    def slow_down(self, key: str, who: str, seconds: float) -> None:
        """`who` (a source, robots.txt) asks for at least this delay; the largest wish counts."""
        self._host(key).delays[who] = seconds

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def stop(self) -> None:
        """Let nobody start any more; those who wait are told at once."""
        self._stopping.set()

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[Turn]:
        """Hold the host for one request. Raises StoppingError when the crawler stops meanwhile."""
        host = self._host(key)
        if self._least(host) <= 0:
            yield Turn()
            return
        async with host.lock:
            await self._wait_until(host.free_at)
            turn = Turn()
            try:
                yield turn
            finally:
                if turn.asked:
                    seen = self._clock.monotonic() if turn.answered_at is None else turn.answered_at
                    host.free_at = seen + self._least(host) * (1 + self._rng.uniform(0, _JITTER))

    def forget_idle(self, older_than: timedelta = timedelta(hours=1)) -> None:
        """Drop hosts nobody has visited for a while, so that a year of links does not pile up."""
        limit = self._clock.monotonic() - older_than.total_seconds()
        for key, host in list(self._hosts.items()):
            if host.free_at < limit and not host.lock.locked():
                del self._hosts[key]

    def _least(self, host: _Host) -> float:
        return max([self._delay, *host.delays.values()])

    async def _wait_until(self, moment: float) -> None:
        if self._stopping.is_set():
            raise StoppingError
        pause = moment - self._clock.monotonic()
        if pause <= 0:
            return
        try:
            await asyncio.wait_for(self._stopping.wait(), pause)
        except TimeoutError:
            return
        raise StoppingError

    def _host(self, key: str) -> _Host:
        return self._hosts.setdefault(key, _Host())
