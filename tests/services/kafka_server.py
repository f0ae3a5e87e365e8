"""A real Kafka: one broker that is its own controller (KRaft)."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from kafka import KafkaAdminClient
from kafka.errors import KafkaError
from services.certificates import Certificate, make_certificate
from services.downloads import kafka_jars
from services.java import Java, find_java
from services.process import ServerError, ServerProcess, free_ports

KAFKA_VERSION = "4.3.1"
_CLUSTER = "kaigong-test-cluster-1"
_SECONDS = 60
_LOG_SETTINGS = """\
status=error
appender.console.type=Console
appender.console.name=console
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%d %p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRef.console.ref=console
"""


class KafkaServer:
    """Stopped or killed and started again it has the same ports and keeps its records.

    With `users` (name → password) there is a second listener, SASL_SSL with PLAIN, SCRAM-SHA-256 and
    SCRAM-SHA-512, at `secure_bootstrap`; clients trust `ca_file`. `folder` keeps the data after `close`.
    """

    def __init__(
        self,
        *,
        folder: Path | None = None,
        port: int | None = None,
        users: Mapping[str, str] | None = None,
        heap: str = "384m",
        properties: Mapping[str, str | int] | None = None,
    ) -> None:
        self.version = KAFKA_VERSION
        self.java: Java = find_java(17, f"Kafka {KAFKA_VERSION}")
        self._jars = kafka_jars(KAFKA_VERSION, self.java)
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="kaigong-kafka-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self._users = dict(users or {})
        self._heap = heap
        ports = free_ports(3)
        self._port, self._secure_port, self._controller_port = port or ports[0], ports[1], ports[2]
        self._process: ServerProcess | None = None
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
    def told(self) -> str:
        return f"Kafka {self.version} at {self.bootstrap}, started with Java {self.java.version}"

    @property
    def pid(self) -> int:
        return self._running.pid

    def start(self) -> Self:
        if not (self.folder / "data" / "meta.properties").exists():
            self._format()
        self._process = ServerProcess(
            f"Kafka {self.version}",
            [*self._java(f"-Xmx{self._heap}"), "kafka.Kafka", "server.properties"],
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
            self.stop() if not self._temporary else self.kill()
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
            raise ServerError("Kafka is not running")
        return self._process

    def _java(self, *options: str) -> list[str | Path]:
        return [
            self.java.program,
            *options,
            "-XX:+UseSerialGC",
            "-Dlog4j2.configurationFile=log4j2.properties",
            "-cp",
            f"{self._jars}/*",
        ]

    def _write_settings(self, more: Mapping[str, str | int]) -> None:
        (self.folder / "log4j2.properties").write_text(_LOG_SETTINGS, "utf-8")
        settings = self._settings() | dict(more)
        if self._users:
            settings |= self._security(make_certificate(self.folder))
        lines = (f"{key}={value}\n" for key, value in settings.items())
        (self.folder / "server.properties").write_text("".join(lines), "utf-8")

    def _settings(self) -> dict[str, str | int]:
        listeners = f"PLAINTEXT://{self.bootstrap}"
        if self._users:
            listeners += f",SASL_SSL://{self.secure_bootstrap}"
        controller = f"127.0.0.1:{self._controller_port}"
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{controller}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"{listeners},CONTROLLER://{controller}",
            "advertised.listeners": listeners,
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL",
            "log.dirs": self.folder / "data",
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "group.initial.rebalance.delay.ms": 0,
            # The controller admits a killed broker again only when its old session is over.
            "broker.heartbeat.interval.ms": 500,
            "broker.session.timeout.ms": 2000,
            "group.min.session.timeout.ms": 1000,
            # A topic that Kaigong forgot to create must be an error here, as on a well-kept cluster.
            "auto.create.topics.enable": "false",
        }

    def _security(self, certificate: Certificate) -> dict[str, str | int]:
        prefix = "listener.name.sasl_ssl"
        plain = " ".join(f'user_{name}="{password}"' for name, password in self._users.items())
        scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        return {
            "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
            f"{prefix}.plain.sasl.jaas.config": (
                f"org.apache.kafka.common.security.plain.PlainLoginModule required {plain};"
            ),
            f"{prefix}.scram-sha-256.sasl.jaas.config": scram,
            f"{prefix}.scram-sha-512.sasl.jaas.config": scram,
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": certificate.together,
        }

    def _format(self) -> None:
        scram = [
            f"--add-scram={mechanism}=[name={name},password={password}]"
            for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512")
            for name, password in self._users.items()
        ]
        command = [*self._java("-Xmx128m"), "kafka.tools.StorageTool", "format"]
        done = subprocess.run(
            [*command, "-t", _CLUSTER, "-c", "server.properties", *scram],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode:
            raise ServerError(f"Kafka {self.version} could not make its storage: {done.stdout}{done.stderr}")

    def _answers(self) -> bool:
        # The client leaves its sockets open when it is refused: it is asked only once the port is there.
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            with KafkaAdminClient(bootstrap_servers=self.bootstrap) as admin:
                return bool(admin.describe_cluster()["brokers"])
        except (OSError, KafkaError):
            return False
