"""Which pages are asked for through a proxy, and what may be asked of one. Pure.

A proxy looks names up itself, so the guard on the connected address sees the proxy alone. What can be
checked before is checked: see `crawler/middlewares/proxy.py`.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

from wire.settings import Settings

# Names that mean something only inside a network (RFC 6761, 6762, 8375, 9476, and by habit).
_PRIVATE_ENDINGS = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "alt"}
)


class Proxies:
    """The proxies of the settings; `hosts` are their names, which are connected to wherever they are."""

    def __init__(self, http: str = "", https: str = "", no_proxy: Sequence[str] = ()) -> None:
        self._by_scheme = {"http": http, "https": https}
        self._bypassed = {"no": ",".join(no_proxy)}
        self.hosts = frozenset((urlsplit(url).hostname or "").lower() for url in (http, https) if url)

    @classmethod
    def of(cls, settings: Settings) -> "Proxies":
        return cls(
            settings.http_proxy.get_secret_value(),
            settings.https_proxy.get_secret_value(),
            settings.no_proxy,
        )

    def for_url(self, url: str) -> str | None:
        """The proxy to ask for this page, with its password; None: ask the site itself."""
        parts = urlsplit(url)
        proxy = self._by_scheme.get(parts.scheme)
        place = parts.netloc.rpartition("@")[2]
        if not proxy or proxy_bypass_environment(place, self._bypassed):
            return None
        return proxy


def is_public_name(host: str) -> bool:
    """Whether a name that we cannot look up may stand for a public host at all."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) < 2:
        return False
    return not {labels[-1], ".".join(labels[-2:])} & _PRIVATE_ENDINGS


def shown(proxy: str) -> str:
    """A proxy for people: without its password."""
    return urlsplit(proxy).netloc.rpartition("@")[2]
