"""What the tagger knows here: the data that ships with Kaigong, and what the customer adds."""

from functools import lru_cache
from pathlib import Path

from consumers.tagging import Knowledge
from kaigong.data_dir import DataDir


def load_knowledge(data: DataDir) -> Knowledge:
    """Read once, and again when a file of the customer's has changed: the operators' watch asks all the time.

    Raises ConfigurationError naming the file that cannot be used.
    """
    own = (data.own_places, data.own_events, data.own_industries)
    return _load(*own, tuple(map(_stamp, own)))


@lru_cache(maxsize=1)
def _load(
    own_places: Path, own_events: Path, own_industries: Path, _stamps: tuple[tuple[int, int] | None, ...]
) -> Knowledge:
    return Knowledge.load(own_aliases=own_places, own_events=own_events, own_industries=own_industries)


def _stamp(file: Path) -> tuple[int, int] | None:
    """Differs after every change of the file; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
