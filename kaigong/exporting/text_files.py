"""Exports as one file of text: JSON lines or CSV. The mark is the size in bytes."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kaigong.exporting.columns import Column
from kaigong.exporting.target import Document
from kaigong.spreadsheet import cell

# Spreadsheets take a CSV without it for the local encoding.
_BYTE_ORDER_MARK = "\ufeff"


class _TextFile:
    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b" if path.exists() else "w+b")
        self._file.seek(0, os.SEEK_END)

    def write(self, documents: Sequence[Document]) -> int:
        self._file.write(self._encoded(documents))
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def back_to(self, mark: int) -> None:
        self._file.truncate(mark)
        self._file.seek(mark)

    def close(self) -> None:
        self._file.close()

    def _encoded(self, documents: Sequence[Document]) -> bytes:
        raise NotImplementedError


class JsonLines(_TextFile):
    """Whole documents, objects included."""

    def _encoded(self, documents: Sequence[Document]) -> bytes:
        return b"".join(msgspec.json.encode(document) + b"\n" for document in documents)


class Csv(_TextFile):
    """For a spreadsheet: a head, lists with semicolons, nothing that it would take for a formula."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        super().__init__(path)
        self._columns = columns

    def _encoded(self, documents: Sequence[Document]) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        if self._file.tell() == 0:
            text.write(_BYTE_ORDER_MARK)
            writer.writerow([column.name for column in self._columns])
        for document in documents:
            writer.writerow([cell(document.get(column.name)) for column in self._columns])
        return text.getvalue().encode()
