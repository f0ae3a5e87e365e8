"""Printing: tables for a person, JSON for a script; progress bars only where a person looks."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """One value, indented."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def print_line(value: Any) -> None:
    """One value on one line; `value` may be anything msgspec encodes, or bytes that are JSON already."""
    data = value if isinstance(value, bytes) else msgspec.json.encode(value)
    sys.stdout.write(data.decode("utf-8") + "\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    if title:
        # A title of the table itself would be wrapped to the table's width.
        out.print(safe(title), style="bold", soft_wrap=True)
    # What does not fit is folded: cut off would be the end of every Chinese sentence.
    folded = (Column(name, overflow="fold") for name in columns)
    table = Table(*folded, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*("" if cell is None else safe(str(cell)) for cell in row))
    out.print(table)


def safe(text: str) -> str:
    """Text from outside, for the terminal: no markup, no control characters; lines stay."""
    return escape("\n".join(plain(line) for line in text.split("\n")))


def plain(text: str) -> str:
    """One line of text from outside without control characters, for a rich Text, which knows no markup."""
    return "".join(char if char.isprintable() else " " for char in text)


def progress() -> Progress:
    """A progress bar on stderr; shows nothing when nobody looks."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=not err.is_terminal,
        transient=True,
    )
