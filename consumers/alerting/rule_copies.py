"""Copies of rule files that were good, so that a restart does not lose what a broken file has in force."""

from collections.abc import Collection
from pathlib import Path

from wire.files import write_whole


class RuleCopies:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, content: bytes) -> None:
        if self.of(name) == content:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / name, content, replace=True)

    def of(self, name: str) -> bytes | None:
        path = self._folder / name
        return path.read_bytes() if path.is_file() else None

    def retain(self, names: Collection[str]) -> None:
        """Forget the copies of files that are gone."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name not in names:
                path.unlink(missing_ok=True)
