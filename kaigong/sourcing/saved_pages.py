"""Pages as they were fetched, kept in a folder, and given again without asking the site."""

from pathlib import Path
from typing import TypeVar

import msgspec

from crawler.fetch import Fetch, Fetched
from crawler.listings.model import Ask
from crawler.sources import Source
from wire.errors import ConfigurationError

INDEX = "pages.json"
T = TypeVar("T")


class _Saved(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer; `file` is empty where there was no page."""

    asked: str
    url: str
    file: str = ""
    problems: list[str] = []
    error: str | None = None


class Recorder:
    """Fetches, and keeps every answer in memory by what was asked."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self.answers: dict[str, Fetched] = {}

    async def __call__(self, asked: Ask | str, source: Source | None = None, /) -> Fetched:
        known = self.answers.get(_key(asked))
        if known is None:
            known = self.answers[_key(asked)] = await self._fetch(asked, source)
        return known


class Replay:
    """Answers from a folder of saved pages; what is not there cannot be had."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._saved = {one.asked: one for one in _read_index(folder)}

    async def __call__(self, asked: Ask | str, source: Source | None = None, /) -> Fetched:  # noqa: ARG002
        saved = self._saved.get(_key(asked))
        url = asked if isinstance(asked, str) else asked.url
        if saved is None:
            return Fetched(url, error=f"not among the saved pages of {self._folder}")
        html = ""
        if saved.file:
            # A fixture may come from somebody else: nothing outside of its folder is read.
            html = _read(self._folder / Path(saved.file).name).decode("utf-8", "replace")
        return Fetched(saved.url, html, tuple(saved.problems), saved.error)


def save_pages(folder: Path, answers: dict[str, Fetched]) -> None:
    """Write every answer: an index, and a file for each page."""
    index = []
    for number, (asked, answer) in enumerate(answers.items(), 1):
        file = "" if answer.error else f"{number:02}.html"
        if file:
            (folder / file).write_text(answer.html, "utf-8", errors="replace")
        index.append(
            _Saved(asked=asked, url=answer.url, file=file, problems=list(answer.problems), error=answer.error)
        )
    (folder / INDEX).write_bytes(msgspec.json.format(msgspec.json.encode(index), indent=1) + b"\n")


def _key(asked: Ask | str) -> str:
    return Ask(asked).key if isinstance(asked, str) else asked.key


def _read_index(folder: Path) -> list[_Saved]:
    return decoded(_read(folder / INDEX), list[_Saved], folder / INDEX)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise ConfigurationError(f"Cannot read the saved page {path}: {exc.strerror}") from exc


def decoded(data: bytes, kind: type[T], path: Path) -> T:
    """What a file of a fixture holds. Raises ConfigurationError that names it."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as exc:
        raise ConfigurationError(f"{path} cannot be read as part of a fixture: {exc}") from exc
