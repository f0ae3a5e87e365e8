"""`kaigong tag`: what the tagger finds in documents, without putting them on the line."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from consumers.tagging import Tagger
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.knowledge import load_knowledge
from kaigong.output import print_line
from kaigong.tag_lines import MAX_LINE_BYTES, TagLines
from wire import settings
from wire.errors import ConfigurationError


def register(app: typer.Typer) -> None:
    app.command()(tag)


def tag(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write one document a line.")] = False,
    path: Annotated[str, typer.Argument(help="A file of JSON lines, or - for standard input.")] = "-",
) -> None:
    """Tag documents and print their places, industries, events and figures; nothing is kept.

    A line holds `id` and `text`, and may hold `title`, `home` (the region code of its source) and
    `published`. The answer to a line that cannot be used is `{id, error}`, and the exit code is then 1.
    """
    if not jsonl:
        raise ConfigurationError("write `kaigong tag --jsonl [FILE]`: one document a line, as JSON")
    app = App(settings.load())
    work = TagLines(Tagger(load_knowledge(app.data)), app.clock, app.settings.zone)
    for answer in work.tagged(_lines(path)):
        print_line(answer)
        sys.stdout.flush()
    if work.failed:
        raise typer.Exit(FAILED)


def _lines(path: str) -> Iterator[bytes]:
    if path == "-":
        yield from _bounded(sys.stdin.buffer)
        return
    try:
        with Path(path).open("rb") as file:
            yield from _bounded(file)
    except OSError as exc:
        raise ConfigurationError(f"{path}: cannot be read: {exc.strerror}") from exc


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    """Lines; of one without end only as much as shows that it is too long."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        yield line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES + 1)
