"""The crawler beside bare Scrapy: the same site, the same reader, each in a process of its own."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent


def measure(pages: int, rounds: int) -> dict[str, float]:
    """Pages a second, median over the rounds; the two take turns so that a busy machine slows both."""
    rates: dict[str, list[float]] = {"bare_scrapy": [], "our_crawler": []}
    with site(pages) as url:
        for _ in range(rounds):
            for name, found in rates.items():
                found.append(_rate(name, url, pages))
    return {name: statistics.median(found) for name, found in rates.items()}


@contextmanager
def site(pages: int) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, str(HERE / "bench_site.py"), str(pages)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        yield f"http://127.0.0.1:{port}/bench/yw/list.shtml"
    finally:
        process.kill()
        process.wait()


def memory(pages: int) -> list[int]:
    """Resident MB of our crawler after each quarter of that many pages."""
    with site(pages) as url:
        return [int(found) for found in _run("our_crawler", url, pages)[2:]]


def _rate(name: str, url: str, pages: int) -> float:
    return pages / float(_run(name, url, pages)[1])


def _run(name: str, url: str, pages: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, str(HERE / f"{name}.py"), url, str(pages)],
        capture_output=True, text=True, check=True, timeout=900,
    )  # fmt: skip
    found = done.stdout.split()
    if int(found[0]) != pages:
        raise SystemExit(f"{name} got {found[0]} of {pages} pages:\n{done.stderr}")
    return found
