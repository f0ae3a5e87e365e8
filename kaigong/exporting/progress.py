"""How far an export has come: beside its file, and never ahead of it."""

import os
from pathlib import Path

import msgspec

from wire.errors import ConfigurationError


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """`asked` is what the export was asked for. `cursor` continues behind the `rows` that are safe.

    `mark` is how much of the file they take: bytes of a text file, parts of a Parquet folder.
    """

    asked: str
    cursor: str | None = None
    rows: int = 0
    mark: int = 0


class ProgressFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        return self.path.exists()

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def load(self, asked: str) -> Progress | None:
        """Raises ConfigurationError for the progress of another export."""
        try:
            found = msgspec.json.decode(self.path.read_bytes(), type=Progress)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as exc:
            raise ConfigurationError(f"{self.path} cannot be read: {exc}; remove it to begin anew") from exc
        if found.asked != asked:
            raise ConfigurationError(
                f"{self.path} belongs to another export ({found.asked}); ask the same, or begin a new file"
            )
        return found

    def save(self, progress: Progress) -> None:
        """Durable when it returns, the old one or the new one at any moment."""
        beside = self.path.with_name(self.path.name + ".new")
        with beside.open("wb") as file:
            file.write(msgspec.json.encode(progress))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)
