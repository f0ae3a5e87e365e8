"""Sends requests through the operator's proxy, if there is one, and asks it for nothing private.

The proxy connects, so the guarded resolver cannot check where to. Here the host is looked up before: if any
of its addresses is refused, nothing is asked; if it has none here (many networks know outside names in their
proxy only), its name must at least be one that can be public. The proxy looks names up once more, so a name
that changes its address in between must be stopped by the proxy's own rules.
"""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.errors import RefusedError
from crawler.parts import parts_of
from crawler.proxies import Proxies, is_public_name
from crawler.resolver import GuardedResolver
from wire.addresses import AddressPolicy


class ProxyMiddleware:
    """Decides for every request, redirected ones too; Scrapy's own middleware then adds the password."""

    def __init__(self, proxies: Proxies, resolver: GuardedResolver, policy: AddressPolicy) -> None:
        self._proxies = proxies
        self._resolver = resolver
        self._policy = policy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ProxyMiddleware":
        parts = parts_of(crawler)
        policy = AddressPolicy(parts.settings.crawl_allow_networks)
        return cls(Proxies.of(parts.settings), parts.resolver, policy)

    async def process_request(self, request: Request) -> None:
        # None, not missing: else Scrapy would look into the environment for itself.
        request.meta["proxy"] = proxy = self._proxies.for_url(request.url)
        host = (urlsplit(request.url).hostname or "").lower()
        if proxy is not None:
            await self._check(request.url, host)
        elif host in self._proxies.hosts:
            raise RefusedError(f"{request.url} is the proxy itself, which is not crawled")

    async def _check(self, url: str, host: str) -> None:
        addresses = await self._resolver.look_up(host)
        refused = [address for address in addresses if not self._policy.permits(address)]
        if refused:
            raise RefusedError(
                f"{url} is at {refused[0]}, which is not a public address; "
                "to crawl it, add its network to KAIGONG_CRAWL_ALLOW_NETWORKS"
            )
        if not addresses and not is_public_name(host):
            raise RefusedError(f"{url}: {host!r} is no public name, so the proxy is not asked for it")
