"""What the tagger knows here: the data that ships with Kaigong, and the names that the customer adds."""

from functools import lru_cache
from pathlib import Path

from consumers.tagging import Knowledge
from kaigong.data_dir import DataDir


def load_knowledge(data: DataDir) -> Knowledge:
    """Read once, and again when the customer's file has changed: the operators' watch asks all the time.

    Raises ConfigurationError naming the file that cannot be used.
    """
    return _load(data.own_places, _stamp(data.own_places))


@lru_cache(maxsize=1)
def _load(own_places: Path, _stamp: tuple[int, int] | None) -> Knowledge:
    return Knowledge.load(own_aliases=own_places)


def _stamp(file: Path) -> tuple[int, int] | None:
    """Differs after every change of the file; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
