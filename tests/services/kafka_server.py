"""A real Kafka: one broker that is its own controller (KRaft)."""

import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from kafka import KafkaAdminClient
from kafka.errors import KafkaError
from services.certificates import make_certificate
from services.downloads import kafka_jars
from services.java import find_java
from services.process import ServerError, free_ports
from services.server import QUICK_JAVA, Server

VERSION = "4.3.1"
_OLDEST_JAVA = 17
_CLUSTER = "kaigong-test-cluster-1"
_SCRAM = ("SCRAM-SHA-256", "SCRAM-SHA-512")
_LOG_SETTINGS = """\
status=error
appender.console.type=Console
appender.console.name=console
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%d %p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRef.console.ref=console
# Who was refused, and why: a client sees no more than a closed connection.
logger.network.name=org.apache.kafka.common.network.Selector
logger.network.level=info
"""


class KafkaServer(Server):
    """With `users` (name → password) there is a second listener at `secure_bootstrap`: SASL_SSL with PLAIN,
    SCRAM-SHA-256 and SCRAM-SHA-512; clients trust `ca_file`."""

    _seconds_to_start = 60

    def __init__(
        self,
        *,
        folder: Path | None = None,
        port: int | None = None,
        users: Mapping[str, str] | None = None,
        heap: str = "384m",
        quick: bool = True,
        properties: Mapping[str, str | int] | None = None,
    ) -> None:
        name = f"Kafka {VERSION}"
        java = find_java(_OLDEST_JAVA, name)
        self._jars = kafka_jars(VERSION, java)
        super().__init__(name, java, folder)
        self._users = dict(users or {})
        self._options = [f"-Xmx{heap}", *([QUICK_JAVA] if quick else [])]
        ports = free_ports(3)
        self._port, self._secure_port, self._controller_port = port or ports[0], ports[1], ports[2]
        self._write_settings(properties or {})

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def secure_bootstrap(self) -> str:
        return f"127.0.0.1:{self._secure_port}"

    @property
    def ca_file(self) -> Path:
        return self.folder / "certificate.pem"

    @property
    def address(self) -> str:
        return self.bootstrap

    def start(self) -> Self:
        if not (self.folder / "data" / "meta.properties").exists():
            self._format()
        return super().start()

    def _command(self) -> Sequence[str | Path]:
        return [*self._java(*self._options, program="kafka.Kafka"), "server.properties"]

    def _answers(self) -> bool:
        # The client leaves its sockets open when it is refused: it is asked only once the port is there.
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            with KafkaAdminClient(bootstrap_servers=self.bootstrap) as admin:
                return bool(admin.describe_cluster()["brokers"])
        except (OSError, KafkaError):
            return False

    def _java(self, *options: str, program: str) -> list[str | Path]:
        logging = "-Dlog4j2.configurationFile=log4j2.properties"
        return [self.java.program, *options, "-XX:+UseSerialGC", logging, "-cp", f"{self._jars}/*", program]

    def _format(self) -> None:
        scram = [
            f"--add-scram={mechanism}=[name={name},password={password}]"
            for mechanism in _SCRAM
            for name, password in self._users.items()
        ]
        command = self._java(QUICK_JAVA, program="kafka.tools.StorageTool")
        done = subprocess.run(
            [*command, "format", "-t", _CLUSTER, "-c", "server.properties", *scram],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise ServerError(f"{self.name} could not make its storage: {done.stdout}{done.stderr}")

    def _write_settings(self, more: Mapping[str, str | int]) -> None:
        settings = self._settings() | self._security() | dict(more)
        lines = (f"{key}={value}\n" for key, value in settings.items())
        (self.folder / "server.properties").write_text("".join(lines), "utf-8")
        (self.folder / "log4j2.properties").write_text(_LOG_SETTINGS, "utf-8")

    def _settings(self) -> dict[str, str | int]:
        controller = f"127.0.0.1:{self._controller_port}"
        listeners = f"PLAINTEXT://{self.bootstrap}"
        if self._users:
            listeners += f",SASL_SSL://{self.secure_bootstrap}"
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{controller}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"{listeners},CONTROLLER://{controller}",
            "advertised.listeners": listeners,
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL",
            "log.dirs": str(self.folder / "data"),
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            "group.initial.rebalance.delay.ms": 0,
            "group.min.session.timeout.ms": 1000,
            # The controller admits a killed broker again only when its old session is over.
            "broker.heartbeat.interval.ms": 500,
            "broker.session.timeout.ms": 4000,
            # A topic that Kaigong forgot to create must be an error here, as on a well-kept cluster.
            "auto.create.topics.enable": "false",
        }

    def _security(self) -> dict[str, str | int]:
        if not self._users:
            return {}
        listener = "listener.name.sasl_ssl"
        modules = "org.apache.kafka.common.security"
        scram = f"{modules}.scram.ScramLoginModule required;"
        passwords = " ".join(f'user_{name}="{password}"' for name, password in self._users.items())
        return {
            "sasl.enabled.mechanisms": ",".join(("PLAIN", *_SCRAM)),
            f"{listener}.plain.sasl.jaas.config": f"{modules}.plain.PlainLoginModule required {passwords};",
            **{f"{listener}.{mechanism.lower()}.sasl.jaas.config": scram for mechanism in _SCRAM},
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(make_certificate(self.folder).together),
        }
