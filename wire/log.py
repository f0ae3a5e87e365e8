"""Logging: loguru with constant messages and bound fields, the same for every process."""

import logging
import re
import sys
import time
from pathlib import Path
from typing import Any, Literal

from loguru import logger

_PERSON = (
    "<green>{time:YYYY-MM-DD HH:mm:ss.SSS}</green> <level>{level:<7}</level> <cyan>{extra[stage]:<9}</cyan> "
    "{message}{extra[fields]}\n{exception}"
)
_NOISY = ("scrapy", "twisted", "apscheduler", "asyncio", "readability", "py.warnings", "mail.log")
# These repeat themselves several times a second while their server is away.
_REPEATING = ("kafka", "elastic_transport")
_REPEAT_SECONDS = 30.0
_MOST_SHAPES = 500


def _with_fields(record: Any) -> str:
    hidden = {"stage", "fields"}
    pairs = [f" {key}={value!s}" for key, value in record["extra"].items() if key not in hidden]
    record["extra"]["fields"] = "".join(pairs).replace("{", "{{").replace("}", "}}").replace("<", r"\<")
    return _PERSON


class _Seldom(logging.Filter):
    """Lets a message that differs only in its numbers pass once in a while."""

    def __init__(self) -> None:
        super().__init__()
        self._passed: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(_REPEATING):
            return True
        shape = f"{record.name} {re.sub(r'[0-9]+', '0', record.getMessage())[:80]}"
        now = time.monotonic()
        if now - self._passed.get(shape, float("-inf")) < _REPEAT_SECONDS:
            return False
        if len(self._passed) > _MOST_SHAPES:
            self._passed.clear()
        self._passed[shape] = now
        return True


class _ToLoguru(logging.Handler):
    """Sends what libraries log through the standard module to loguru."""

    def emit(self, record: logging.LogRecord) -> None:
        # Where in a client a line broke tells nobody anything; that it broke, does.
        trace = None if record.name.startswith(_REPEATING) else record.exc_info
        logger.opt(exception=trace).bind(library=record.name).log(
            record.levelname if record.levelname in ("DEBUG", "INFO", "WARNING", "ERROR") else "INFO",
            "{}",
            record.getMessage(),
        )


def configure(
    stage: str, *, level: str = "INFO", form: Literal["person", "json"] = "person", file: Path | None = None
) -> None:
    """Set up logging for this process. Call it once, from a command, never from a library."""
    logger.remove()
    logger.configure(extra={"stage": stage, "fields": ""})
    sink: Any = sys.stderr if file is None else str(file)
    # A library's message may quote a local variable; with diagnose on, so would every traceback.
    options: Any = {"level": level, "diagnose": False, "backtrace": False}
    if form == "json":
        logger.add(sink, serialize=True, **options)
    else:
        logger.add(sink, format=_with_fields, **options)
    handler = _ToLoguru()
    handler.addFilter(_Seldom())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every topic that it has not yet heard of, and asks again at once.
    logging.getLogger("kafka.coordinator.assignors").setLevel(logging.ERROR)
