"""`kaigong tag`: what the tagger finds in documents, without putting them on the line."""

from typing import Annotated

import typer

from consumers.tagging import Tagger
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.knowledge import load_knowledge
from kaigong.tagging.lines import tag_lines
from kaigong.tagging.one import Trial
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
    lines = tag_lines(Trial(Tagger(load_knowledge(app.data)), app.clock), app.settings.zone)
    lines.write(path)
    if lines.failed:
        raise typer.Exit(FAILED)
