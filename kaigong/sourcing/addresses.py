"""The addresses that `source add` is given: on the command line, in a file, or on standard input."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from wire.errors import ConfigurationError

_MOST = 10_000


def addresses(given: Sequence[str], stdin: TextIO) -> list[str]:
    """Every address once, in order; `-` is standard input, the name of a file stands for its lines.

    Raises ConfigurationError for a file that cannot be read, or when there is no address at all.
    """
    found = list(dict.fromkeys(address for one in given for address in _of(one, stdin)))
    if not found:
        raise ConfigurationError("no address was given; expected URLs, a file with one URL a line, or -")
    if len(found) > _MOST:
        raise ConfigurationError(f"{len(found)} addresses are too many at once; at most {_MOST}")
    return found


def _of(given: str, stdin: TextIO) -> Iterator[str]:
    if _is_address(given) or (given != "-" and not _is_file(given)):
        yield _whole(given)
        return
    try:
        if given == "-":
            yield from _lines(stdin)
        else:
            with Path(given).open(encoding="utf-8-sig") as file:
                yield from _lines(file)
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"Cannot read addresses from {given}: {exc}") from exc


def _lines(file: TextIO) -> Iterator[str]:
    for line in file:
        address = line.partition(" #")[0].strip()
        if address and not address.startswith("#"):
            yield _whole(address)


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _is_file(text: str) -> bool:
    """A file, or what must have been meant as one."""
    return Path(text).exists() or text.endswith((".txt", ".csv", ".list", ".lst"))


def _whole(address: str) -> str:
    """What was pasted from the bar of a browser has no scheme."""
    address = address.strip()
    return address if "://" in address else f"http://{address}"
