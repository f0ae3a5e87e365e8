"""`make services`, as far as it can be told without starting both servers once more."""

import os
import socket
import subprocess
import sys
from pathlib import Path

_TESTS = Path(__file__).parents[1]


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "services", f"--folder={tmp_path}", f"--kafka-port={port}"],
            env={**os.environ, "PYTHONPATH": str(_TESTS)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == (
        f"127.0.0.1:{port} is in use: stop what listens there, or: make services ARGS=--kafka-port=…\n"
    )
    assert not list(tmp_path.iterdir())
