"""An export as a folder of Parquet files, which pandas, DuckDB and Spark read as one table.

The mark is how many parts are whole. A part that was being written has another name and is no part.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kaigong.exporting.columns import Column, ColumnType
from kaigong.exporting.target import Document

_TIME = pa.timestamp("ms", tz="UTC")
_TYPES: dict[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "time": _TIME,
}
_PART = "part-{:05}.parquet"


class ParquetFolder:
    def __init__(self, folder: Path, columns: Sequence[Column]) -> None:
        self._folder = folder
        self._columns = columns
        self._schema = pa.schema([(column.name, _TYPES[column.type]) for column in columns])
        folder.mkdir(parents=True, exist_ok=True)
        self._parts = len(list(folder.glob("part-*.parquet")))

    def write(self, documents: Sequence[Document]) -> int:
        if documents:
            rows = [
                {column.name: _value(column, document.get(column.name)) for column in self._columns}
                for document in documents
            ]
            part = self._folder / _PART.format(self._parts)
            beside = part.with_name("_writing")  # readers leave out what begins so
            pq.write_table(pa.Table.from_pylist(rows, schema=self._schema), beside, compression="zstd")
            beside.replace(part)
            self._parts += 1
        return self._parts

    def back_to(self, mark: int) -> None:
        for number in range(mark, self._parts):
            (self._folder / _PART.format(number)).unlink()
        self._parts = mark

    def close(self) -> None: ...


def _value(column: Column, value: object) -> object:
    if value is not None and column.type == "time":
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    return value
