"""The crash note: what a stage had in hand when it died, so that one bad record cannot kill it for ever.

The batch in work is noted before it is handled. A batch that killed its process twice is taken record by
record; a record that then kills it twice more is guilty. One crash proves nothing: a process may be killed
from outside in the middle of an innocent batch.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from wire.errors import TemporaryError
from wire.stream import Record, next_offsets

CRASHES_BEFORE_SINGLES = 2
CRASHES_OF_A_CULPRIT = 2

# "topic[index]" -> (first offset, next offset)
Ranges: TypeAlias = dict[str, tuple[int, int]]


class _Note(msgspec.Struct):
    working: Ranges = {}
    suspects: Ranges = {}
    crashes: int = 0
    culprit: str = ""
    culprit_crashes: int = 0


class CrashNote:
    """One stage's note. The file is written without fsync: it must survive the process, not the machine."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._note = self._load()
        self._blame()

    def divide(self, records: Sequence[Record]) -> list[list[Record]]:
        """Split a polled batch into what is handled at once; suspects come alone, and first.

        The one that was in hand at the last crash comes before all others: if it is innocent it is done at
        once, and cannot be in hand again when somebody ends a process that has worked for a while.
        """
        if self._note.crashes < CRASHES_BEFORE_SINGLES:
            return [list(records)] if records else []
        last = self._note.culprit.partition("@")[0]
        suspects = [record for record in records if self._suspected(record)]
        suspects.sort(key=lambda record: _place(record) != last)  # stable: each partition keeps its order
        others = [record for record in records if not self._suspected(record)]
        return [[record] for record in suspects] + ([others] if others else [])

    def is_culprit(self, record: Record) -> bool:
        return self._note.culprit == _name(record) and self._note.culprit_crashes >= CRASHES_OF_A_CULPRIT

    def begin(self, records: Sequence[Record]) -> None:
        """Raises TemporaryError where it cannot be noted: without a note nothing may be handled."""
        self._note.working = _ranges(records)
        self._save()

    def done(self) -> None:
        """The batch in work is over: committed, or given back unhandled."""
        for place, (_, end) in self._note.working.items():
            first, last = self._note.suspects.get(place, (0, 0))
            if end >= last:
                self._note.suspects.pop(place, None)
            else:
                self._note.suspects[place] = (max(first, end), last)
        self._note.working = {}
        if not self._note.suspects:
            self._note = _Note()
        self._save_if_possible()

    def give_back(self) -> None:
        """The batch in work was not handled; it will come again, under the same suspicion."""
        self._note.working = {}
        self._save_if_possible()

    def _blame(self) -> None:
        """The last process died with this in hand: remember it."""
        note = self._note
        if not note.working:
            return
        alone = sum(end - first for first, end in note.working.values()) == 1
        if not _overlap(note.working, note.suspects):
            note.suspects, note.crashes = note.working, 1
        elif note.crashes >= CRASHES_BEFORE_SINGLES and alone:
            [(place, (offset, _))] = note.working.items()
            name = f"{place}@{offset}"
            note.culprit_crashes = note.culprit_crashes + 1 if note.culprit == name else 1
            note.culprit = name
        else:
            note.crashes += 1
        note.working = {}
        self._save()

    def _suspected(self, record: Record) -> bool:
        first, end = self._note.suspects.get(_place(record), (0, 0))
        return first <= record.offset < end

    def _load(self) -> _Note:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Note)
        except (FileNotFoundError, msgspec.DecodeError):
            return _Note()

    def _save(self) -> None:
        scratch = self._path.with_suffix(".new")
        try:
            scratch.write_bytes(msgspec.json.encode(self._note))
            os.replace(scratch, self._path)
        except OSError as exc:
            raise TemporaryError(f"cannot write {self._path}: {exc.strerror}") from exc

    def _save_if_possible(self) -> None:
        """What the file says too much is one crash more of a batch at most, and the next one waits for it."""
        with suppress(TemporaryError):
            self._save()


def _place(record: Record) -> str:
    return f"{record.topic}[{record.partition.index}]"


def _name(record: Record) -> str:
    return f"{_place(record)}@{record.offset}"


def _ranges(records: Sequence[Record]) -> Ranges:
    firsts: dict[str, int] = {}
    for record in records:
        firsts.setdefault(_place(record), record.offset)
    ends = {f"{p.topic}[{p.index}]": offset for p, offset in next_offsets(records).items()}
    return {place: (first, ends[place]) for place, first in firsts.items()}


def _overlap(one: Ranges, other: Ranges) -> bool:
    return any(
        place in other and first < other[place][1] and other[place][0] < end
        for place, (first, end) in one.items()
    )
