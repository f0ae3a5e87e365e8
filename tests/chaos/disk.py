"""A full disk: a small file system where one may be mounted, else a limit on the files of the stages.

What is mounted needs root; SQLite says that the disk is full, and all else that is written fails too. The
limit (RLIMIT_FSIZE) needs nobody's leave, but only stops files from growing: SQLite calls it an I/O error.
"""

import os
import resource
import shutil
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BALLAST = "ballast"
# Every database is larger than this, most other files are not.
_LARGEST_FILE = 64 * 1024


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """`folder` on a file system of this size while the block runs; False where that is not allowed.

    What it holds at the end is to be looked at: it stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mounted = _did("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "kaigong-soak", str(folder))
    try:
        yield mounted
    finally:
        if mounted:
            kept = folder.with_suffix(".kept")
            shutil.copytree(folder, kept)
            _did("umount", str(folder))
            folder.rmdir()
            kept.rename(folder)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is left while the block runs."""
    ballast = folder / _BALLAST
    try:
        with ballast.open("wb") as file:
            # What others write meanwhile may take the last of it first: then it is full too.
            while (free := shutil.disk_usage(folder).free) > 0:
                with suppress(OSError):
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), free)
        yield
    finally:
        ballast.unlink()


@contextmanager
def limited(pids: Collection[int]) -> Iterator[None]:
    """No file of these processes grows over a few pages while the block runs."""
    try:
        for pid in pids:
            _limit(pid, _LARGEST_FILE)
        yield
    finally:
        for pid in pids:
            _limit(pid, resource.RLIM_INFINITY)


def _limit(pid: int, size: int) -> None:
    with suppress(ProcessLookupError):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


def _did(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
