"""Sites are read side by side; the crawler keeps the requests to one host apart."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

AT_ONCE = 8

S = TypeVar("S")
T = TypeVar("T")


async def side_by_side(
    work: Callable[[S], Awaitable[T]], things: Iterable[S], at_once: int = AT_ONCE
) -> AsyncIterator[T]:
    """Results in the order of the things; no more of them are held than are worked on at once."""
    begun: deque[asyncio.Future[T]] = deque()
    for thing in things:
        begun.append(asyncio.ensure_future(work(thing)))
        if len(begun) == at_once:
            yield await begun.popleft()
    while begun:
        yield await begun.popleft()
