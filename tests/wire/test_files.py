"""Files that are there whole or not at all."""

import os
import threading
from pathlib import Path

import pytest

from wire.files import write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_replaced_on_purpose_only(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    write_whole(path, b"one", replace=False)
    with pytest.raises(FileExistsError):
        write_whole(path, b"two", replace=False)
    assert path.read_bytes() == b"one"
    write_whole(path, b"three", replace=True)
    assert path.read_bytes() == b"three"
    assert names(tmp_path) == ["rule.yaml"]


def test_of_two_that_would_write_it_first_one_succeeds(tmp_path: Path) -> None:
    path, start, refused = tmp_path / "rule.yaml", threading.Barrier(8), []

    def write(number: int) -> None:
        start.wait()
        try:
            write_whole(path, bytes([number]) * 1000, replace=False)
        except FileExistsError:
            refused.append(number)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    content = path.read_bytes()
    assert content == content[:1] * 1000
    assert len(refused) == 7
    assert content[0] not in refused
    assert names(tmp_path) == ["rule.yaml"]


def test_what_cannot_be_written_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rule.yaml"
    write_whole(path, b"one", replace=False)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"two", replace=True)
    assert path.read_bytes() == b"one"
    assert names(tmp_path) == ["rule.yaml"]
