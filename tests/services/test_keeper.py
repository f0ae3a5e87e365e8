"""A server never outlives whoever started it."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from services.process import ServerError, ServerProcess, free_ports

_TESTS = Path(__file__).parents[1]
_PROC = Path("/proc")
# A server that starts another one and ignores SIGTERM, as a launcher that hangs.
_STUBBORN = ["sh", "-c", "trap '' TERM; sleep 600 & echo started; wait; wait"]
_STARTS_ONE = f"""
import sys, time
from pathlib import Path
from services.process import ServerProcess
log = Path(sys.argv[1])
server = ServerProcess("stubborn", {_STUBBORN!r}, log, remove=log.parent)
print(server.pid, flush=True)
time.sleep(600)
"""


def test_it_goes_with_all_it_started_and_its_data_when_its_starter_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "data" / "log.txt"
    log.parent.mkdir()
    starter = subprocess.Popen(
        [sys.executable, "-c", _STARTS_ONE, str(log)],
        env={**os.environ, "PYTHONPATH": str(_TESTS)},
        stdout=subprocess.PIPE,
    )
    with starter:
        assert starter.stdout is not None
        leader = int(starter.stdout.readline())
        _wait_for(lambda: log.read_text() == "started\n")
        members = _group(leader)
        starter.kill()

    assert len(members) == 2
    _wait_for(lambda: not _group(leader))
    _wait_for(lambda: not log.parent.exists())


def test_stop_kills_what_does_not_listen(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    server = ServerProcess("stubborn", _STUBBORN, log)
    _wait_for(lambda: log.read_text() == "started\n")
    server.stop(seconds=0.2)
    _wait_for(lambda: not _group(server.pid))


def test_stop_lets_a_server_finish_its_work(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    orderly = ["sh", "-c", "trap 'echo finished; exit' TERM; echo started; while :; do sleep 0.05; done"]
    server = ServerProcess("orderly", orderly, log)
    _wait_for(lambda: log.read_text() == "started\n")
    server.stop()
    assert log.read_text().endswith("finished\n")


def test_a_server_that_ends_before_it_answers_shows_the_end_of_its_log(tmp_path: Path) -> None:
    server = ServerProcess("Toy 1.0", ["sh", "-c", "echo no such folder; exit 3"], tmp_path / "log.txt")
    with pytest.raises(ServerError, match=r"(?s)Toy 1.0 ended with 3.*no such folder"):
        server.wait_until(lambda: False, 30)
    server.kill()


def test_one_that_never_answers_does_too(tmp_path: Path) -> None:
    server = ServerProcess("Toy 1.0", ["sleep", "600"], tmp_path / "log.txt")
    with pytest.raises(ServerError, match=r"Toy 1.0 did not answer in 0 s"):
        server.wait_until(lambda: False, 0.2)
    server.kill()


def test_ports_are_different_and_below_those_of_outgoing_connections() -> None:
    ports = free_ports(5)
    assert len(set(ports)) == 5
    assert all(20_000 <= port < 30_000 for port in ports)


def _group(leader: int) -> list[int]:
    found = []
    for process in psutil.process_iter(["pid", "status"]):
        try:
            alive = process.info["status"] != psutil.STATUS_ZOMBIE
            if alive and os.getpgid(process.info["pid"]) == leader:
                found.append(process.info["pid"])
        except ProcessLookupError:
            continue
    return found


# Its threads wait, as those of a server: each has to be woken to stop, and it has to wait for its turn to.
_WAITS_IN_THREADS = """
import os, threading, time
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
for _ in range(40): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
print("started", flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not _PROC.exists(), reason="needs /proc to see the states of threads")
@pytest.mark.usefixtures("busy_machine")
def test_a_paused_server_has_stopped_with_every_thread(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    server = ServerProcess("waiting", [sys.executable, "-c", _WAITS_IN_THREADS], log)
    try:
        _wait_for(lambda: log.read_text() == "started\n")
        for _ in range(5):
            server.pause()
            assert _states(server.pid) == Counter(T=41)
            server.resume()
    finally:
        server.kill()


@pytest.fixture
def busy_machine() -> Iterator[None]:
    command = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    yield
    for process in busy:
        process.kill()
        process.wait()


def _wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def _states(pid: int) -> Counter[str]:
    """Of its threads, each by its letter of proc_pid_stat(5)."""
    stats = [stat.read_text() for stat in (_PROC / str(pid) / "task").glob("*/stat")]
    return Counter(stat.rpartition(") ")[2][0] for stat in stats)
