"""What Kafka and Elasticsearch have in common as servers of the tests."""

import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from services.java import Java
from services.process import ServerError, ServerProcess

# Half the time to start and less memory; a server that stays up for long is faster without it.
QUICK_JAVA = "-XX:TieredStopAtLevel=1"


class Server(ABC):
    """Stopped or killed and started again, it has the same ports and keeps its data.

    Without a `folder` its data goes when it is closed, and when the tests die the server dies with them.
    """

    def __init__(self, name: str, java: Java, folder: Path | None) -> None:
        self.name = name
        self.java = java
        self._temporary = folder is None
        self.folder = folder.absolute() if folder else Path(tempfile.mkdtemp(prefix="kaigong-test-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self._process: ServerProcess | None = None

    @property
    @abstractmethod
    def address(self) -> str:
        """Where clients find it."""

    @property
    def told(self) -> str:
        return f"{self.name} at {self.address}, started with Java {self.java.version}"

    @property
    def pid(self) -> int:
        """Of the process that leads its group."""
        return self._running.pid

    def start(self) -> Self:
        self._process = ServerProcess(
            self.name,
            self._command(),
            self.folder / "log.txt",
            env=self._environment(),
            remove=self.folder if self._temporary else None,
        )
        self._process.wait_until(self._answers, self._seconds_to_start)
        return self

    def stop(self) -> None:
        self._running.stop()
        self._process = None

    def kill(self) -> None:
        """As a machine that loses power: nothing is said to clients, nothing is finished."""
        self._running.kill()
        self._process = None

    def pause(self) -> None:
        """It keeps its connections and answers nothing, as a machine that hangs."""
        self._running.pause()

    def resume(self) -> None:
        self._running.resume()

    def require_running(self) -> None:
        """Raises ServerError with the end of the log when it has ended by itself."""
        self._running.require_running()

    def close(self) -> None:
        if self._process is not None:
            if self._temporary:
                self.kill()
            else:
                self.stop()
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

    _seconds_to_start: float

    @abstractmethod
    def _command(self) -> Sequence[str | Path]: ...

    def _environment(self) -> dict[str, str]:
        return {}

    @abstractmethod
    def _answers(self) -> bool: ...

    @property
    def _running(self) -> ServerProcess:
        if self._process is None:
            raise ServerError(f"{self.name} is not running")
        return self._process
