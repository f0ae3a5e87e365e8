"""Questions as JSON lines in, answers as JSON lines out: one answer for every line, whatever it holds."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from loguru import logger

from wire.errors import ConfigurationError

Asked = dict[str, Any]
_CHUNK = 1_000_000


class JsonLines:
    """Answers the objects of a stream. `answer` raises ValueError or TypeError, which say what is wrong."""

    def __init__(self, answer: Callable[[Asked], Asked], *, expected: str, most_bytes: int) -> None:
        self._answer = answer
        self._expected = expected
        self._most_bytes = most_bytes
        self.failed = 0

    def write(self, path: str) -> None:
        """All answers to a file, or to standard input for `-`, onto standard output."""
        with closing(_opened(path)) as stream:
            for answer in self.answers(stream):
                sys.stdout.buffer.write(answer + b"\n")
                # Whoever waits for an answer gets it before the next line is read.
                sys.stdout.buffer.flush()

    def answers(self, stream: BinaryIO) -> Iterator[bytes]:
        """An answer per line, in order; each line is read when its turn comes."""
        for number, line in enumerate(self._lines(stream), 1):
            if line is None:
                yield _encoded(self._error(None, number, f"longer than {self._most_bytes:,} bytes"))
            elif line.strip():
                yield _encoded(self._answered(line, number))

    def _lines(self, stream: BinaryIO) -> Iterator[bytes | None]:
        """The lines of a stream; None for one that is too long to be kept."""
        while line := stream.readline(self._most_bytes):
            if len(line) < self._most_bytes or line.endswith(b"\n"):
                yield line
                continue
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield None

    def _answered(self, line: bytes, number: int) -> Asked:
        identity: Any = None
        try:
            asked = self._object(line)
            identity = asked.get("id")
            return {"id": identity, **self._answer(asked)}
        except (ValueError, TypeError, RecursionError) as exc:
            return self._error(identity, number, str(exc))
        except Exception as exc:  # noqa: BLE001 - the other lines must be answered whatever this one provokes
            logger.opt(exception=exc).bind(line=number).error("line crashed the reader")
            return self._error(identity, number, f"{type(exc).__name__}: {exc}")

    def _object(self, line: bytes) -> Asked:
        content = json.loads(line)
        if not isinstance(content, dict):
            raise TypeError(f"expected an object with {self._expected}")
        return content

    def _error(self, identity: Any, number: int, problem: str) -> Asked:
        self.failed += 1
        return {"id": identity, "error": f"line {number}: {problem}"}


def _opened(path: str) -> BinaryIO:
    if path == "-":
        return sys.stdin.buffer
    try:
        return Path(path).open("rb")
    except OSError as exc:
        raise ConfigurationError(f"{path}: cannot be read: {exc.strerror}") from exc


def _encoded(content: Asked) -> bytes:
    try:
        return json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        # Half a surrogate pair has no UTF-8; as an escape it passes.
        return json.dumps(content).encode()
