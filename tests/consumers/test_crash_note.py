"""Who is blamed for a crash, and who is not."""

from datetime import UTC, datetime
from pathlib import Path

from consumers.crash_note import CrashNote
from wire.stream import Partition, Record

RECORDS = {
    f"{topic}{offset}": Record(Partition(topic, 0), offset, "k", b"", {}, datetime(2026, 3, 2, tzinfo=UTC))
    for topic in "ab"
    for offset in range(3)
}


def records(*names: str) -> list[Record]:
    return [RECORDS[name] for name in names]


def test_who_was_in_hand_at_the_last_crash_comes_first(tmp_path: Path) -> None:
    """Else a process that is killed from outside, always after some work, could have it in hand each time."""
    note = CrashNote(tmp_path / "note")
    for _ in range(2):
        note.begin(list(RECORDS.values()))
        note = CrashNote(tmp_path / "note")
    note.begin(records("b0"))
    note.done()
    note.begin(records("b1"))

    note = CrashNote(tmp_path / "note")
    alone = note.divide(records("a0", "a1", "a2", "b1", "b2"))
    assert [one.partition.topic + str(one.offset) for [one] in alone] == ["b1", "b2", "a0", "a1", "a2"]
