"""Runs a server and kills it, with all it started, as soon as whoever asked for it is gone.

`python keeper.py [--remove FOLDER] LOG COMMAND…` prints the server's process id, which is also that of its
group. Standard input is the line to the asker: it closes however the asker ends, even by `kill -9`. Then
the group dies and FOLDER goes; as long as the asker lives, it may start the server again.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--remove", type=Path)
    parser.add_argument("log", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    with options.log.open("ab") as output:
        server = subprocess.Popen(
            options.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    print(server.pid, flush=True)
    orphaned = threading.Event()
    threading.Thread(target=_watch, args=(server.pid, orphaned), daemon=True).start()
    code = server.wait()
    _kill(server.pid)
    if orphaned.is_set() and options.remove:
        shutil.rmtree(options.remove, ignore_errors=True)
    return code if code >= 0 else 128 - code


def _watch(group: int, orphaned: threading.Event) -> None:
    os.read(sys.stdin.fileno(), 1)
    orphaned.set()
    _kill(group)


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
