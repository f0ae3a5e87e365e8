"""Makes sources of the sample web's addresses with `kaigong source add`, as a script of a user would."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Added:
    """What the command said of one address, and the file that it wrote, if it wrote one."""

    result: dict[str, Any]
    source: dict[str, Any] | None


def add_sources(folder: Path, urls: Sequence[str], *, delay: float, seconds: float) -> dict[str, Added]:
    """Raises RuntimeError unless there is a result for every address."""
    env = {
        "PATH": "",
        "PYTHONPATH": str(_ROOT),
        "KAIGONG_DATA_DIR": str(folder / "kaigong"),
        "KAIGONG_CATALOG": "false",
        "KAIGONG_CRAWL_DELAY": str(delay),
        "KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8",
    }
    command = [sys.executable, "-m", "kaigong", "source", "add", "--yes", "--jsonl", "--region", "320700"]
    done = subprocess.run(
        [*command, "-"],
        input="\n".join(urls),
        capture_output=True,
        text=True,
        timeout=seconds,
        env=env,
        check=False,
    )
    results = [json.loads(line) for line in done.stdout.splitlines()]
    # Exit code 1 says that an address came to no source; which one is in the results.
    if done.returncode not in (0, 1) or len(results) != len(urls):
        raise RuntimeError(f"{len(results)} results for {len(urls)} addresses: {done.stderr[-3000:]}")
    return {str(result["url"]): Added(result, _file(folder, result)) for result in results}


def _file(folder: Path, result: dict[str, Any]) -> dict[str, Any] | None:
    if not result["ok"]:
        return None
    [path] = (folder / "kaigong" / "sources").rglob(f"{result['source_id']}.yaml")
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content
