"""The program as a person or a script calls it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


class Program:
    """Calls the program with the settings of one data directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {"KAIGONG_DATA_DIR": str(folder), "KAIGONG_CATALOG": "false", "PATH": "/usr/bin:/bin"}

    def __call__(self, *arguments: str, code: int = 0, stdin: str = "", **env: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kaigong", *arguments],
            check=False, env=self.env | env, input=stdin, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        self.stderr = done.stderr
        return done.stdout

    def json(self, *arguments: str, **kwargs: Any) -> Any:
        return json.loads(self(*arguments, "--json", **kwargs))

    def lines(self, *arguments: str, **kwargs: Any) -> list[Any]:
        return [json.loads(line) for line in self(*arguments, **kwargs).splitlines()]
