"""The sample web: many sites, each on a loopback address of its own, with a log of every request."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv4Address

from kaigong.demo.web.gone import HIJACKER, look_alike
from kaigong.demo.web.loopback import LoggedRequest, LoopbackServer, Request, Response
from kaigong.demo.web.site import SampleSite, Scenario
from wire.clock import Clock, SystemClock

_FIRST = "127.0.77.1"


class SampleWeb:
    """`sites` can be had once it is started: their addresses have the port in them."""

    def __init__(
        self, scenarios: Sequence[Scenario], now: datetime, *, port: int = 0, clock: Clock | None = None
    ) -> None:
        self._hosts = {str(IPv4Address(_FIRST) + n): one for n, one in enumerate(scenarios)}
        self._now = now
        self._sites: dict[str, SampleSite] = {}
        self._server = LoopbackServer([*self._hosts, HIJACKER], port, self._answer, clock or SystemClock())

    def start(self) -> None:
        self._server.start()
        self._sites = {
            host: SampleSite(scenario, f"http://{host}:{self._server.port}", self._now)
            for host, scenario in self._hosts.items()
        }

    def stop(self) -> None:
        self._server.stop()

    @property
    def sites(self) -> list[SampleSite]:
        return list(self._sites.values())

    @property
    def log(self) -> list[LoggedRequest]:
        return self._server.log

    def forget(self) -> None:
        """Begin the log anew."""
        self._server.forget()

    def log_of(self, site: SampleSite) -> list[LoggedRequest]:
        return [one for one in self.log if site.address == f"http://{one.host}:{self._server.port}"]

    def _answer(self, request: Request) -> Response:
        if request.host == HIJACKER:
            return look_alike()
        return self._sites[request.host].answer(request)
