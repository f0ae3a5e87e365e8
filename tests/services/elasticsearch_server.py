"""A real Elasticsearch: one node, open or with users and TLS."""

import base64
import hashlib
import json
import secrets
import shutil
import ssl
import tempfile
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from services.certificates import make_certificate
from services.downloads import elasticsearch_home
from services.java import Java, find_java
from services.process import ServerError, ServerProcess, free_ports
from services.unprivileged import Account, account

ELASTICSEARCH_VERSION = "9.5.3"
_SECONDS = 120
_OVERSEER = "kaigong-test-overseer"


@dataclass(frozen=True)
class User:
    password: str
    roles: tuple[str, ...] = ("superuser",)


class ElasticsearchServer:
    """Stopped or killed and started again it has the same port and keeps its documents.

    With `users` (name → User) security is on, as in an installed Elasticsearch: a password and TLS, at an
    https `url`; clients trust `ca_file`. `roles` go into `roles.yml`. `folder` keeps the data after `close`.
    """

    def __init__(
        self,
        *,
        version: str = ELASTICSEARCH_VERSION,
        folder: Path | None = None,
        port: int | None = None,
        users: Mapping[str, User] | None = None,
        roles: Mapping[str, Any] | None = None,
        heap: str = "1g",
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.version = version
        major = int(version.partition(".")[0])
        self.java: Java = find_java(21 if major >= 9 else 17, f"Elasticsearch {version}")
        self._account: Account = account()
        home = elasticsearch_home(version, self.java)
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="kaigong-elasticsearch-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self._home = self._account.reachable(home, self.folder / "home")
        ports = free_ports(2)
        self._port, self._transport_port = port or ports[0], ports[1]
        self._heap = heap
        self._password = secrets.token_urlsafe(16)
        self._secure = users is not None
        self._process: ServerProcess | None = None
        self._write_settings(settings or {}, users or {}, roles or {})
        self._account.own(self.folder)

    @property
    def url(self) -> str:
        return f"{'https' if self._secure else 'http'}://127.0.0.1:{self._port}"

    @property
    def ca_file(self) -> Path:
        return self._config / "certificate.pem"

    @property
    def told(self) -> str:
        return f"Elasticsearch {self.version} at {self.url}, started with Java {self.java.version}"

    @property
    def pid(self) -> int:
        return self._running.pid

    def start(self) -> Self:
        command = ["env", *(f"{key}={value}" for key, value in self._environment().items())]
        self._process = ServerProcess(
            f"Elasticsearch {self.version}",
            self._account.command([*command, self._home / "bin" / "elasticsearch"]),
            self.folder / "log.txt",
        )
        self._process.wait_until(self._answers, _SECONDS)
        return self

    def stop(self) -> None:
        self._running.stop()
        self._process = None

    def kill(self) -> None:
        """As a machine that loses power: nothing is said to clients, nothing is finished."""
        self._running.kill()
        self._process = None

    def pause(self) -> None:
        self._running.pause()

    def resume(self) -> None:
        self._running.resume()

    def close(self) -> None:
        if self._process is not None:
            self.kill() if self._temporary else self.stop()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _running(self) -> ServerProcess:
        if self._process is None:
            raise ServerError("Elasticsearch is not running")
        return self._process

    @property
    def _config(self) -> Path:
        return self.folder / "config"

    def _environment(self) -> dict[str, str | Path]:
        return {
            "HOME": self.folder,
            "ES_JAVA_HOME": self.java.home,
            "ES_JAVA_OPTS": f"-Xms{self._heap} -Xmx{self._heap}",
            "ES_PATH_CONF": self._config,
            "ES_TMPDIR": self.folder / "tmp",
        }

    def _write_settings(
        self, more: Mapping[str, Any], users: Mapping[str, User], roles: Mapping[str, Any]
    ) -> None:
        for name in ("data", "logs", "tmp", "config"):
            (self.folder / name).mkdir(exist_ok=True)
        for name in ("jvm.options", "log4j2.properties"):
            shutil.copy(self._home / "config" / name, self._config)
        settings = self._settings() | dict(more)
        if self._secure:
            settings |= self._security()
            self._write_users({**users, _OVERSEER: User(self._password)})
            # JSON is YAML.
            (self._config / "roles.yml").write_text(json.dumps(roles), "utf-8")
        (self._config / "elasticsearch.yml").write_text(json.dumps(settings), "utf-8")

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
        make_certificate(self._config)
        return {
            "xpack.security.http.ssl.enabled": True,
            "xpack.security.http.ssl.certificate": "certificate.pem",
            "xpack.security.http.ssl.key": "key.pem",
        }

    def _write_users(self, users: Mapping[str, User]) -> None:
        lines = (f"{name}:{_password_hash(user.password)}\n" for name, user in users.items())
        (self._config / "users").write_text("".join(lines), "utf-8")
        roles = sorted({role for user in users.values() for role in user.roles})
        lines = (
            f"{role}:{','.join(name for name, user in users.items() if role in user.roles)}\n"
            for role in roles
        )
        (self._config / "users_roles").write_text("".join(lines), "utf-8")

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


def _password_hash(password: str) -> str:
    """As `elasticsearch-users` writes it with `password_hashing.algorithm: pbkdf2`, but without a JVM."""
    salt = secrets.token_bytes(32)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 10_000, dklen=32)
    return "{PBKDF2}10000$" + "$".join(base64.b64encode(part).decode() for part in (salt, digest))
