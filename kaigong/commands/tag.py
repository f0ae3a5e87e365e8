"""`kaigong tag`: what the tagger finds in documents, without putting them on the line."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from consumers.tagging import Knowledge, Tagger
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.intake.document import Unreadable
from kaigong.knowledge import load_knowledge
from kaigong.output import err, out, print_json, safe
from kaigong.tagging.answer import full_answer
from kaigong.tagging.documents import Overlay, Said, read
from kaigong.tagging.explain import CHINESE, ENGLISH, Explanation
from kaigong.tagging.lines import tag_lines
from kaigong.tagging.one import Trial
from kaigong.tagging.page import Page
from kaigong.tagging.terminal import Drawing
from kaigong.tagging.view import view
from wire import log, settings
from wire.errors import ConfigurationError
from wire.messages import TaggedArticle
from wire.settings import Settings


def register(app: typer.Typer) -> None:
    app.command()(tag)


def tag(
    document: Annotated[
        str, typer.Argument(help="A file (.txt .html .html.gz .jsonl), a folder, a URL, or - .")
    ] = "-",
    home: Annotated[
        str | None, typer.Option(help="The region of its source, as 320706 or 连云港市海州区.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Its date: 今年 and 明年 are counted from there.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Its title, where the first line is none.")] = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Write a page for a browser instead; or - .")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say what decided each tag.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show the paragraphs without tags, too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Many documents, one JSON object a line.")] = False,
) -> None:
    """Show the places, companies, projects, figures and events of a document where they stand.

    Under a paragraph: each event with its state, project, parties, place, industries and figures, the
    sentence that says so, and which words were held back, with the reason. Nothing is kept.

    With --jsonl a line holds `id` and `text`, and may hold `title`, `home` (the region code of its source)
    and `published`; it is answered by a line. The answer to a line that cannot be used is `{id, error}`,
    and the exit code is then 1.
    """
    app = App(settings.load())
    log.configure("tag", level="WARNING", form=app.settings.log_form)
    knowledge = load_knowledge(app.data)
    trial = Trial(Tagger(knowledge), app.clock)
    if jsonl:
        _answer_lines(document, trial, app.settings)
        return
    found = _tagged(document, trial, Overlay(Said(title, home, published), knowledge, app.settings), app)
    if json:
        print_json(full_answer(_only(found, document)))
    elif html is not None:
        _write_page(html, found, knowledge, app.settings, explain=explain, everything=everything)
    else:
        explanation = Explanation(knowledge, ENGLISH) if explain else None
        drawing = Drawing(out, app.settings.zone, explanation, everything=everything)
        for one in found:
            drawing.draw(view(one, knowledge))


def _answer_lines(path: str, trial: Trial, loaded: Settings) -> None:
    lines = tag_lines(trial, loaded.zone)
    lines.write(path)
    if lines.failed:
        raise typer.Exit(FAILED)


def _tagged(path: str, trial: Trial, overlay: Overlay, app: App) -> Iterator[TaggedArticle]:
    """Every document that can be read; what cannot is named on stderr, and then the command fails."""
    failed = False
    for found in read(path, app.settings):
        if isinstance(found, Unreadable):
            failed = True
            err.print(safe(f"{found.name}: {found.error}"), soft_wrap=True)
        else:
            yield trial.tagged(overlay.on(found))
    if failed:
        raise typer.Exit(FAILED)


def _only(found: Iterator[TaggedArticle], path: str) -> TaggedArticle:
    every = list(found)
    if len(every) != 1:
        raise ConfigurationError(
            f"{path} holds {len(every)} documents; --json answers one, --jsonl any number"
        )
    return every[0]


def _write_page(
    target: str,
    found: Iterator[TaggedArticle],
    knowledge: Knowledge,
    loaded: Settings,
    *,
    explain: bool,
    everything: bool,
) -> None:
    explanation = Explanation(knowledge, CHINESE) if explain else None
    page = Page(loaded.zone, explanation, everything=everything)
    data = page.write([view(one, knowledge) for one in found]).encode("utf-8", "replace")
    if target == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        Path(target).write_bytes(data)
    except OSError as exc:
        raise ConfigurationError(f"--html: {target} cannot be written: {exc.strerror}") from exc
