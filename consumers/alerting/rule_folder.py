"""What lies in the folder of rule files: ten thousand of them are looked at every second."""

import os
from pathlib import Path
from typing import TypeAlias

SUFFIXES = (".yaml", ".yml")

# What a look at a file can tell without reading it; a replaced file has another inode. Modified comes first.
Stamp: TypeAlias = tuple[int, int, int, int]


def stamps(folder: Path) -> dict[str, Stamp]:
    """The rule files by name, in order."""
    with os.scandir(folder) as entries:
        found = {entry.name: stamp for entry in entries if _is_rules(entry) and (stamp := _stamp(entry))}
    return {name: found[name] for name in sorted(found)}


def _is_rules(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(SUFFIXES) and not entry.name.startswith(".") and entry.is_file()


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    try:
        stat = entry.stat()
    except FileNotFoundError:
        return None  # gone since it was listed
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino
