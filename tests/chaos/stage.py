"""A stage of Kaigong whose wall clock can be put on and back: `python stage.py FILE tagger`.

FILE holds the seconds by which the clock is wrong now; the monotonic clock goes on, as on a machine whose
time is set. A time name space of Linux would not do: it leaves the wall clock alone.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaigong.cli import main
from wire.clock import SystemClock


def shift_clock(file: Path) -> None:
    def now(self: SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(file.read_text()))

    # All of Kaigong takes the time from here; so nothing in it need know of this.
    setattr(SystemClock, "now", now)  # noqa: B010


if __name__ == "__main__":
    shift_clock(Path(sys.argv[1]))
    sys.argv = ["kaigong", *sys.argv[2:]]
    main()
