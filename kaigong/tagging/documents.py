"""The documents that a person asks to see tagged: files, folders, a page by its address, standard input."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from consumers.tagging import Knowledge
from crawler.article import Extracted
from kaigong.extraction.fetch import fetch_article
from kaigong.intake.dates import parse_date
from kaigong.intake.document import Document, Unreadable
from kaigong.intake.read import page_document, read_path, read_stdin
from kaigong.output import err
from wire.errors import ConfigurationError
from wire.settings import Settings


@dataclass(frozen=True, slots=True)
class Said:
    """What the command line says of a document; it wins over what the document says of itself."""

    title: str | None = None
    home: str | None = None
    published: str | None = None


def read(path: str, settings: Settings) -> Iterator[Document | Unreadable]:
    if path.startswith(("http://", "https://")):
        found, address = fetch_article(path, settings)
        yield (
            page_document(found, path, address)
            if isinstance(found, Extracted)
            else Unreadable(path, found.reason)
        )
    elif path == "-":
        if sys.stdin.isatty():
            err.print("Type or paste the document, then press Ctrl-D.")
        yield from read_stdin(settings.zone)
    else:
        yield from read_path(Path(path), settings.zone)


class Overlay:
    """Checked when it is made. Raises ConfigurationError naming the option that cannot be used."""

    def __init__(self, said: Said, knowledge: Knowledge, settings: Settings) -> None:
        self._title = said.title
        self._region = region_code(said.home, knowledge) if said.home else None
        try:
            self._date = parse_date(said.published, settings.zone) if said.published else None
        except ValueError as exc:
            raise ConfigurationError(f"--published: {exc}") from exc

    def on(self, document: Document) -> Document:
        if self._date is not None:
            document = replace(document, published=self._date[0], precision=self._date[1])
        return replace(document, title=self._title or document.title, region=self._region or document.region)


def region_code(said: str, knowledge: Knowledge) -> str:
    """The code of a region, given by code or by a name that means one region only."""
    found = knowledge.gazetteer.resolve(said)
    if len(found) == 1:
        return found[0].code
    if not found:
        raise ConfigurationError(
            f"--home: {said} is no region; write a code, as 320706, or a name, as 海州区"
        )
    listed = "、".join(f"{entry.full_name} {entry.code}" for entry in found)
    raise ConfigurationError(f"--home: {said} means {len(found)} regions; write one of {listed}")
