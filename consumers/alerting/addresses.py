"""Mail addresses, and the names of receivers that may stand where an address does."""

import re
from collections.abc import Iterable

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
RECEIVER_NAME = re.compile(r"\w[\w.-]{0,63}")


def check_address(address: str) -> str:
    """Raises ValueError for what is no plain ASCII mail address."""
    if not address.isascii():
        raise ValueError(f"{address!r}: only ASCII addresses can be reached; write the domain as xn--…")
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise ValueError(f"{address!r} is no mail address; write it like name@example.cn")
    return address


def check_receiver(name: str) -> str:
    """An address, or the name of a receiver in receivers.yaml. Raises ValueError."""
    if "@" in name or not RECEIVER_NAME.fullmatch(name):
        return check_address(name)
    return name


def unique_receivers(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, however its letters are written; the first one's form is kept."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(check_receiver(name).lower(), name)
    return tuple(found.values())
