"""Runs a server and kills it, with all it started, as soon as whoever asked for it is gone.

`python keeper.py LOG COMMAND…` prints the server's process id, which is also that of its group. Standard
input is the line to the asker: it closes however the asker ends, even by `kill -9`, and then the group dies.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress


def main() -> int:
    log, *command = sys.argv[1:]
    with open(log, "ab") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    print(server.pid, flush=True)
    threading.Thread(target=_watch, args=(server.pid,), daemon=True).start()
    code = server.wait()
    _kill(server.pid)
    return code if code >= 0 else 128 - code


def _watch(group: int) -> None:
    os.read(sys.stdin.fileno(), 1)
    _kill(group)


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
