"""A thread for each line to a server, so that one that hangs holds up nobody else."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from consumers.alerting.desk import Desk
from consumers.alerting.receivers import Receiver

MAIL = "smtp"
# More lines than this wait for their turn; each has it for its time-outs at most.
_MOST_THREADS = 16


def line_of(receiver: Receiver) -> str:
    """What all have in common that fail together: one server for all mail, else each its own."""
    return MAIL if receiver.channel == "smtp" else f"{receiver.channel} {receiver.id}"


class Lines:
    """Mail has a thread of its own, whatever the others do."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._mail = ThreadPoolExecutor(1, "mail")
        self._others = ThreadPoolExecutor(_MOST_THREADS, "line")
        self._jobs: dict[str, Future[int]] = {}

    @property
    def busy(self) -> frozenset[str]:
        return frozenset(self._jobs)

    def start(self, line: str, work: Callable[[], int]) -> None:
        pool = self._mail if line == MAIL else self._others
        self._jobs[line] = job = pool.submit(work)
        job.add_done_callback(lambda _: self._desk.wake())

    def ended(self) -> int:
        """What the work that ended has returned, together. Raises what one of it raised."""
        total = 0
        for line in [line for line, job in self._jobs.items() if job.done()]:
            total += self._jobs.pop(line).result()
        return total

    def close(self) -> None:
        self._mail.shutdown()
        self._others.shutdown()
