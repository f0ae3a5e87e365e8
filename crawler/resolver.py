"""Twisted's name resolver behind the address policy: what it does not hand out cannot be connected to.

Every connection asks the resolver, also for a numeric address, and connects to what it answers. So the
check is on the connected address, and a name that changes its address between two look-ups gains nothing.
"""

import asyncio
from collections.abc import Container, Sequence
from typing import Any

from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from wire.addresses import AddressPolicy


@implementer(IHostnameResolver)
class GuardedResolver:
    """Hides the addresses that the policy refuses; `refused` tells which names had only such.

    `trusted` are the names of the operator's own proxies, which may be anywhere.
    """

    def __init__(self, inner: Any, policy: AddressPolicy, trusted: Container[str] = ()) -> None:
        self._inner = inner
        self._policy = policy
        self._trusted = trusted
        self._refused: dict[str, str] = {}

    def refused(self, host: str) -> str | None:
        """The address for whose sake the last look-up of this host came to nothing."""
        return self._refused.get(host.lower())

    async def look_up(self, host: str) -> list[str]:
        """Every address of a host, the refused ones too; empty when it has none."""
        receiver = _Collector(asyncio.get_running_loop().create_future())
        self._inner.resolveHostName(receiver, host)
        return await receiver.addresses

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        receiver: Any = resolutionReceiver
        if hostName.lower() not in self._trusted:
            receiver = _Filter(resolutionReceiver, self._policy, hostName.lower(), self._refused)
        resolution: IHostResolution = self._inner.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@implementer(IResolutionReceiver)
class _Filter:
    def __init__(self, inner: Any, policy: AddressPolicy, host: str, refused: dict[str, str]) -> None:
        self._inner = inner
        self._policy = policy
        self._host = host
        self._refused = refused
        self._passed = False
        self._held_back = ""

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:  # noqa: N802, N803
        self._inner.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        host: str = getattr(address, "host", "")
        if self._policy.permits(host):
            self._passed = True
            self._inner.addressResolved(address)
        else:
            self._held_back = host

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._held_back and not self._passed:
            self._refused[self._host] = self._held_back
        else:
            self._refused.pop(self._host, None)
        self._inner.resolutionComplete()


@implementer(IResolutionReceiver)
class _Collector:
    def __init__(self, addresses: "asyncio.Future[list[str]]") -> None:
        self.addresses = addresses
        self._found: list[str] = []

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:  # noqa: N802, N803
        pass

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._found.append(getattr(address, "host", ""))

    def resolutionComplete(self) -> None:  # noqa: N802
        if not self.addresses.done():
            self.addresses.set_result(self._found)
