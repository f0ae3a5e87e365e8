"""Logging: loguru with constant messages and bound fields, the same for every process."""

import logging
import sys
from pathlib import Path
from typing import Any, Literal

from loguru import logger

_PERSON = (
    "<green>{time:YYYY-MM-DD HH:mm:ss.SSS}</green> <level>{level:<7}</level> <cyan>{extra[stage]:<9}</cyan> "
    "{message}{extra[fields]}\n{exception}"
)
_NOISY = ("scrapy", "twisted", "apscheduler", "asyncio", "readability", "py.warnings", "mail.log")


def _with_fields(record: Any) -> str:
    hidden = {"stage", "fields"}
    pairs = [f" {key}={value!s}" for key, value in record["extra"].items() if key not in hidden]
    record["extra"]["fields"] = "".join(pairs).replace("{", "{{").replace("}", "}}").replace("<", r"\<")
    return _PERSON


class _ToLoguru(logging.Handler):
    """Sends what libraries log through the standard module to loguru."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(exception=record.exc_info).bind(library=record.name).log(
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
    logging.basicConfig(handlers=[_ToLoguru()], level=logging.WARNING, force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
