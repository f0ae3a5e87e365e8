"""docker-compose.yml as Docker Compose resolves it, by its own loader (compose-go)."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.downloads import cached
from services.missing import MissingError

ROOT = Path(__file__).parents[2]
_LOADER = Path(__file__).parent / "loader"
# What docker-compose.yml and its .env are made of and mount.
_PARTS = ("docker-compose.yml", ".env.example", "deploy/docker")

Service = Mapping[str, Any]


def copy_project(folder: Path) -> Path:
    """The project in a folder of its own, so that no .env of the checkout is read or written."""
    for part in _PARTS:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    return folder


def new_env(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [project / "deploy/docker/new-env"], check=False, capture_output=True, text=True, timeout=30
    )


def resolve(project: Path) -> subprocess.CompletedProcess[str]:
    """The loader's answer; nothing of this process's settings reaches it."""
    return subprocess.run(
        [_loader(), "docker-compose.yml"],
        check=False, cwd=project, env={"PATH": os.environ["PATH"]},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def services_of(project: Path) -> dict[str, Service]:
    done = resolve(project)
    assert done.returncode == 0, done.stderr
    services: dict[str, Service] = json.loads(done.stdout)["services"]
    return services


def environment_of(service: Service) -> dict[str, str]:
    """What the container gets: a name without a value does not get there."""
    return {name: value for name, value in service["environment"].items() if value is not None}


def _loader() -> Path:
    sources = sorted(_LOADER.iterdir())
    version = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    return cached(f"compose-loader-{version}", _build) / "loader"


def _build(folder: Path) -> None:
    go = shutil.which("go")
    if go is None:
        raise MissingError("the Compose file is checked by its official loader, which needs Go.")
    done = subprocess.run(
        [go, "build", "-buildvcs=false", "-o", folder / "loader", "."],
        check=False, cwd=_LOADER, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    if done.returncode:
        raise MissingError(f"Go could not build the Compose loader: {done.stderr.strip()[-300:]}")
