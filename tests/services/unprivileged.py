"""Elasticsearch refuses to run as root: then it runs as `nobody`, who must be able to reach its files."""

import os
import pwd
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

from services.missing import MissingError
from services.process import ServerError


class Account:
    """Whoever runs the tests."""

    def command(self, command: Sequence[str | Path]) -> list[str | Path]:
        return list(command)

    def own(self, folder: Path) -> None:
        """Make the folder, which we made, theirs."""

    def reachable(self, program: Path, copy: Path) -> Path:
        """The program's folder, or a copy of it where they can read it."""
        return program


class Nobody(Account):
    def __init__(self) -> None:
        if shutil.which("setpriv") is None:
            raise MissingError("Elasticsearch refuses root; `setpriv` (util-linux) would start it as nobody.")
        self._entry = pwd.getpwnam("nobody")

    def command(self, command: Sequence[str | Path]) -> list[str | Path]:
        user, group = str(self._entry.pw_uid), str(self._entry.pw_gid)
        return ["setpriv", "--reuid", user, "--regid", group, "--clear-groups", *command]

    def own(self, folder: Path) -> None:
        if closed := _closed_above(folder):
            raise ServerError(f"{closed} is closed to nobody, who runs Elasticsearch when root starts it")
        for parent, _, files in os.walk(folder):
            for path in (Path(parent), *(Path(parent, file) for file in files)):
                os.chown(path, self._entry.pw_uid, self._entry.pw_gid, follow_symlinks=False)

    def reachable(self, program: Path, copy: Path) -> Path:
        if not _closed_above(program):
            return program
        if not copy.exists():
            shutil.copytree(program, copy)
        return copy


def account() -> Account:
    return Nobody() if os.geteuid() == 0 else Account()


def _closed_above(path: Path) -> Path | None:
    """The folder on the way that others may not enter."""
    parents = path.absolute().parents
    return next((parent for parent in parents if not parent.stat().st_mode & stat.S_IXOTH), None)
