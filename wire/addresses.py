"""Which network addresses may be connected to: public ones, and the networks the operator allows."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Global by the book, but a gateway behind them reaches private IPv4 hosts (RFC 6052, 8215, 3056, 4380).
_TUNNELS = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
_SHARED = IPv4Network("100.64.0.0/10")


class AddressPolicy:
    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    def permits(self, host: str) -> bool:
        """Whether this numeric address may be connected to; anything else than an address may not."""
        try:
            address = _unwrapped(ip_address(host.partition("%")[0]))
        except ValueError:
            return False
        if any(address in network for network in self._allowed if network.version == address.version):
            return True
        return _is_public(address)


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside `::ffff:a.b.c.d`, which is what the system connects to."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return address not in _SHARED
    return not address.is_site_local and not any(address in tunnel for tunnel in _TUNNELS)
