"""Finds a Java that is new enough."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from services.missing import MissingError

_VARIABLES = ("ES_JAVA_HOME", "JAVA_HOME")
_FOLDERS = (
    "/usr/lib/jvm/*",
    "/opt/java/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/.sdkman/candidates/java/*",
)
_VERSION = re.compile(r'(?:JAVA_VERSION=|version )"((?:1\.)?(\d+)[^"]*)"')


@dataclass(frozen=True, order=True)
class Java:
    major: int
    version: str
    home: Path

    @property
    def program(self) -> Path:
        return self.home / "bin" / "java"


def find_java(
    least: int, wanted_by: str, env: Mapping[str, str] = os.environ, folders: tuple[str, ...] = _FOLDERS
) -> Java:
    """The one that the environment names, or the oldest of the system's that will do: the best tested one."""
    named = [java for name in _VARIABLES if (java := java_in(Path(env.get(name, "/nowhere"))))]
    found = sorted(java for home in _homes(env, folders) if (java := java_in(home)))
    for java in (*named, *found):
        if java.major >= least:
            return java
    seen = ", ".join(dict.fromkeys(java.version for java in (*named, *found))) or "no Java"
    raise MissingError(
        f"{wanted_by} needs Java {least} or later; found {seen}. Set ES_JAVA_HOME or JAVA_HOME to one."
    )


def java_in(home: Path) -> Java | None:
    if not os.access(home / "bin" / "java", os.X_OK):
        return None
    release = home / "release"
    told = release.read_text("utf-8", "replace") if release.is_file() else _ask(home / "bin" / "java")
    match = _VERSION.search(told)
    return Java(int(match[2]), match[1], home) if match else None


def _ask(program: Path) -> str:
    answer = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=30, check=False)
    return answer.stderr


def _homes(env: Mapping[str, str], folders: tuple[str, ...]) -> Iterator[Path]:
    for pattern in folders:
        root, _, rest = str(Path(pattern).expanduser()).partition("*")
        yield from (home.resolve() for home in Path(root).glob(f"*{rest}"))
    if program := shutil.which("java", path=env.get("PATH", "")):
        yield Path(program).resolve().parents[1]
