"""The one log of `kaigong run`: on stderr as it comes, and in a file that is turned over when it is large."""

import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

_LARGEST = 20_000_000
_KEPT = 5


class LogFile:
    """Takes whole lines from several threads; `echo` shows them on stderr too."""

    def __init__(self, path: Path, *, echo: bool = True, largest: int = _LARGEST, kept: int = _KEPT) -> None:
        self._path = path
        self._echo = echo
        self._largest = largest
        self._kept = kept
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("ab")

    def write(self, line: bytes) -> None:
        with self._lock:
            self._file.write(line)
            self._file.flush()
            if self._file.tell() > self._largest:
                self._turn_over()
        if self._echo:
            sys.stderr.buffer.write(line)
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _turn_over(self) -> None:
        self._file.close()
        for number in range(self._kept - 1, 0, -1):
            older = self._numbered(number)
            if older.exists():
                older.replace(self._numbered(number + 1))
        self._path.replace(self._numbered(1))
        self._file = self._path.open("ab")

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
