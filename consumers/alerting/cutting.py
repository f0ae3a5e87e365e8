"""An end to exchanges over sockets: their own time-outs are for each byte, and a server may drip them."""

import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def cut_after(seconds: float, sockets: Collection[socket.socket]) -> Iterator[None]:
    """Shuts them, those too that are added meanwhile. Raises TimeoutError at the end if it had to."""
    is_over = threading.Event()

    def cut() -> None:
        is_over.set()
        for one in tuple(sockets):
            with suppress(OSError):
                # Not SSLSocket's own: it takes the encryption away under the reader.
                socket.socket.shutdown(one, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if is_over.is_set():
        # What was read until then may look like a whole answer.
        raise TimeoutError("timed out")
