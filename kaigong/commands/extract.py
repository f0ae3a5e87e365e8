"""`kaigong extract`: what a detail page gives, field by field."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.article import Extracted, decode_html
from kaigong.exit_codes import FAILED
from kaigong.extraction.fetch import fetch_article
from kaigong.extraction.fields import NoArticle, full_answer, read_page
from kaigong.extraction.lines import page_lines
from kaigong.extraction.show import show
from kaigong.intake.read import unpacked
from kaigong.output import err, print_json, safe
from wire import log, settings
from wire.errors import ConfigurationError
from wire.settings import Settings


def register(app: typer.Typer) -> None:
    app.command()(extract)


def extract(
    page: Annotated[str, typer.Argument(help="A saved page (also .gz), a URL, or - for standard input.")],
    url: Annotated[str, typer.Option(help="The address of a saved page: dates and links refer to it.")] = "",
    charset: Annotated[
        str | None, typer.Option(help="What the server said the encoding is; it may be wrong.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Many pages, one JSON object a line.")] = False,
) -> None:
    """Show title, time, source, text and files of a page, and where on the page each was found.

    With --jsonl every line holds `id`, `url` and `html`, or `html_base64` with `charset`; each is answered
    by one line with the fields of the page, or with `id` and `error`.
    """
    loaded = settings.load()
    log.configure("extract", level="WARNING", form=loaded.log_form)
    if jsonl:
        page_lines(loaded.zone).write(page)
        return
    found, address = _read(page, url, charset, loaded)
    if isinstance(found, NoArticle):
        err.print(safe(f"{address or page}: {found.reason}"), soft_wrap=True)
        raise typer.Exit(FAILED)
    if json:
        print_json(full_answer(found, address, loaded.zone))
    else:
        show(found, loaded.zone)


def _read(page: str, url: str, charset: str | None, loaded: Settings) -> tuple[Extracted | NoArticle, str]:
    """What was found, and the address of the page."""
    if page.startswith(("http://", "https://")):
        return fetch_article(page, loaded)
    html, _, problems = decode_html(_bytes(page), charset)
    found = read_page(html, url, loaded.zone)
    if isinstance(found, Extracted):
        found.problems.extend(problems)
    return found, url


def _bytes(page: str) -> bytes:
    if page == "-":
        return sys.stdin.buffer.read()
    try:
        data = Path(page).read_bytes()
        return unpacked(data) if page.lower().endswith(".gz") else data
    except (OSError, ValueError) as exc:
        raise ConfigurationError(f"Cannot read {page}: {exc}") from exc
