"""What receivers.yaml only names: URLs and keys that stand in variables or in files."""

import os
from pathlib import Path

from consumers.alerting.receivers import Receiver
from wire.errors import ConfigurationError

_MAX_CHARS = 4_000


def url_of(receiver: Receiver) -> str:
    """Raises ConfigurationError that says what is missing, never what was found."""
    return receiver.url or _read("url", receiver.url_env, receiver.url_file)


def secret_of(receiver: Receiver) -> str:
    """Raises ConfigurationError, as `url_of`."""
    return _read("secret", receiver.secret_env, receiver.secret_file)


def _read(what: str, variable: str | None, file: str | None) -> str:
    if variable is not None:
        where, value = f"the variable {variable}", os.environ.get(variable, "")
    else:
        where, value = f"the file {file}", _content(Path(file or ""))
    value = value.strip()
    if not value:
        raise ConfigurationError(f"the {what} is missing: {where} is empty or not set")
    if len(value) > _MAX_CHARS or not value.isprintable():
        raise ConfigurationError(f"the {what} cannot be used: {where} is no single line")
    return value


def _content(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(_MAX_CHARS + 10)
    except OSError as exc:
        raise ConfigurationError(f"cannot read {path}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise ConfigurationError(f"{path} is no text") from exc
