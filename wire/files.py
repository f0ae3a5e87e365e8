"""Files that are there whole or not at all, whatever happens while they are written."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, content: bytes, *, replace: bool) -> None:
    """Durable when it returns; a reader sees the old content or the new one at any moment.

    Raises OSError, and FileExistsError for a file that it must not replace.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    _keep_entry(path.parent)


def _keep_entry(folder: Path) -> None:
    """A file's name is kept by its folder, which is written by itself."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
