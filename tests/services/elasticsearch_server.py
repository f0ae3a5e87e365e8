"""A real Elasticsearch: one node, open or with users and TLS."""

import base64
import json
import secrets
import shutil
import ssl
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from services.certificates import make_certificate
from services.downloads import elasticsearch_home
from services.file_realm import User, write_users
from services.java import find_java
from services.process import free_ports
from services.server import QUICK_JAVA, Server
from services.unprivileged import account

VERSION = "9.5.3"
_OVERSEER = "kaigong-test-overseer"


class ElasticsearchServer(Server):
    """With `users` security is on, as in an installed Elasticsearch: a password and TLS, at an https `url`;
    clients trust `ca_file`. `roles` go into `roles.yml`."""

    _seconds_to_start = 90

    def __init__(
        self,
        *,
        version: str = VERSION,
        folder: Path | None = None,
        port: int | None = None,
        users: Mapping[str, User] | None = None,
        roles: Mapping[str, Any] | None = None,
        heap: str = "1g",
        quick: bool = True,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        name = f"Elasticsearch {version}"
        java = find_java(21 if int(version.partition(".")[0]) >= 9 else 17, name)
        self._account = account()
        program = elasticsearch_home(version, java)
        super().__init__(name, java, folder)
        self._program = self._account.reachable(program, self.folder / "program")
        self._options = f"-Xms{heap} -Xmx{heap} {QUICK_JAVA if quick else ''}"
        ports = free_ports(2)
        self._port, self._transport_port = port or ports[0], ports[1]
        self._secure = users is not None
        self._password = secrets.token_urlsafe(16)
        self._make_folders()
        if self._secure:
            write_users(self._config, {**(users or {}), _OVERSEER: User(self._password)}, roles or {})
        all_settings = self._settings() | self._security() | dict(settings or {})
        (self._config / "elasticsearch.yml").write_text(json.dumps(all_settings), "utf-8")
        self._account.own(self.folder)

    @property
    def url(self) -> str:
        return f"{'https' if self._secure else 'http'}://127.0.0.1:{self._port}"

    @property
    def ca_file(self) -> Path:
        return self._config / "certificate.pem"

    @property
    def address(self) -> str:
        return self.url

    @property
    def _config(self) -> Path:
        return self.folder / "config"

    def _command(self) -> Sequence[str | Path]:
        return self._account.command([self._program / "bin" / "elasticsearch"])

    def _environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "ES_JAVA_HOME": str(self.java.home),
            "ES_JAVA_OPTS": self._options,
            "ES_PATH_CONF": str(self._config),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }

    def _answers(self) -> bool:
        request = urllib.request.Request(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=10s")
        context = None
        if self._secure:
            token = base64.b64encode(f"{_OVERSEER}:{self._password}".encode()).decode()
            request.add_header("Authorization", f"Basic {token}")
            context = ssl.create_default_context(cafile=str(self.ca_file))
        try:
            with urllib.request.urlopen(request, timeout=15, context=context) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def _make_folders(self) -> None:
        for name in ("config", "data", "logs", "tmp"):
            (self.folder / name).mkdir(exist_ok=True)
        for name in ("jvm.options", "log4j2.properties"):
            shutil.copy(self._program / "config" / name, self._config)

    def _settings(self) -> dict[str, Any]:
        return {
            "cluster.name": "kaigong-test",
            "discovery.type": "single-node",
            "http.host": "127.0.0.1",
            "http.port": self._port,
            "transport.host": "127.0.0.1",
            "transport.port": self._transport_port,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            # A nearly full disk of the machine is not what the tests are about.
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "xpack.security.enabled": self._secure,
        }

    def _security(self) -> dict[str, Any]:
        if not self._secure:
            return {}
        made = make_certificate(self._config)
        return {
            "xpack.security.http.ssl.enabled": True,
            "xpack.security.http.ssl.certificate": str(made.certificate),
            "xpack.security.http.ssl.key": str(made.key),
        }
