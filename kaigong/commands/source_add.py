"""`kaigong source add`: a pasted address becomes a source."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.sources import Source, shipped_catalog
from kaigong.app import App
from kaigong.exit_codes import FAILED
from kaigong.output import err, out, print_json, print_line, safe
from kaigong.sourcing.add import Adder
from kaigong.sourcing.addresses import addresses
from kaigong.sourcing.draft import Draft, renamed
from kaigong.sourcing.preview import show
from kaigong.sourcing.result import Added, added
from kaigong.sourcing.wishes import Wishes, settings_of
from kaigong.sourcing.write import write_draft
from wire import log, settings
from wire.errors import ConfigurationError


def add(
    urls: Annotated[
        list[str], typer.Argument(help="Addresses of lists; files with one a line; - for stdin.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write what can be read without asking.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite your source of that address.")
    ] = False,
    source_id: Annotated[str | None, typer.Option("--id", help="Default: made of host and column.")] = None,
    name: Annotated[str | None, typer.Option(help="Name for people; default: the site's own.")] = None,
    region: Annotated[str | None, typer.Option(help="By name or code: 海州区, 320706.")] = None,
    preset: Annotated[str | None, typer.Option(help="The family of the site, if you know it.")] = None,
    item: Annotated[str | None, typer.Option(help="CSS of one record: 'ul.list li'.")] = None,
    date: Annotated[str | None, typer.Option(help="CSS of the date inside a record.")] = None,
    template: Annotated[str | None, typer.Option(help="Further pages: 'list_{n}.html'.")] = None,
    body: Annotated[str | None, typer.Option(help="CSS of an article's text: '#zoom'.")] = None,
    pairs: Annotated[
        list[str] | None, typer.Option("--set", help="Any key of a source file: records.link='h3 a'.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One list of results, for a script.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One result a line, as soon as it is there.")
    ] = False,
) -> None:
    """Make sources of pasted addresses: recognise the site, show what it gives, write file and fixture.

    Nothing is written before you agree, or with --yes; exit code 1 if an address came to no source.
    """
    app = App(settings.load())
    log.configure("source", level="WARNING", form=app.settings.log_form)
    options = {"preset": preset, "item": item, "date": date, "template": template, "body": body}
    wishes = Wishes(source_id, name, region, settings_of(options, pairs or []))
    chosen = addresses(urls, sys.stdin)
    if source_id and len(chosen) > 1:
        raise ConfigurationError("--id names one source, but several addresses were given")
    for_script = json or jsonl
    adding = _Adding(app, write=yes, replace=replace, ask=not (yes or for_script) and sys.stdin.isatty())
    results: list[Added] = []

    def on_draft(draft: Draft) -> None:
        result = adding.settle(draft, quiet=for_script)
        results.append(result)
        if jsonl:
            print_line(result)

    if not for_script:
        err.print("reading, at least a second between two requests …", style="dim")
    Adder(app, wishes, adding.objection).add(chosen, on_draft, one_by_one=adding.ask)
    if json and not jsonl:
        print_json(results)
    if not all(result.ok for result in results):
        raise typer.Exit(FAILED)


class _Adding:
    """What becomes of the drafts: they are shown, asked about, written."""

    def __init__(self, app: App, *, write: bool, replace: bool, ask: bool) -> None:
        self.ask = ask
        self._write = write
        self._replace = replace
        self._folder = app.settings.sources_path
        self._app = app
        self._replaced: set[str] = set()
        self._taken: set[str] = set()

    def objection(self, url: str, source: Source) -> str | None:
        """Why an address that is watched already is not read again."""
        if not self._is_ours(source):
            where = f"the catalogue ({shipped_catalog()})" if self._app.settings.catalog else "another file"
            return (
                f"it is watched already as {source.id}, from {where}; see `kaigong source check {source.id}`"
            )
        if self._replace or (
            self.ask and typer.confirm(f"{url} is watched already as {source.id}. Read it anew?")
        ):
            self._replaced.add(source.id)
            return None
        return f"it is watched already as {source.id}; --replace reads it anew"

    def settle(self, draft: Draft, *, quiet: bool) -> Added:
        replaces = draft.content.get("id") in self._replaced
        if not replaces:
            draft = renamed(draft, self._taken)
        if not quiet:
            show(added(draft), self._app.settings.zone)
        result = (
            self._written(draft, replace=replaces or self._replace) if draft.error is None else added(draft)
        )
        if not quiet:
            _tell(result, told=draft.error)
        return result

    def _written(self, draft: Draft, *, replace: bool) -> Added:
        path = self._folder / f"{draft.content['id']}.yaml"
        agreed = self.ask and typer.confirm(f"Write {path}?")
        if not (self._write or agreed):
            return added(draft)
        day = self._app.clock.now().astimezone(self._app.settings.zone).date()
        try:
            written = write_draft(self._folder, draft, day, replace=replace, confirmed=agreed)
        except ConfigurationError as exc:
            return added(draft, error=str(exc))
        self._taken.add(draft.content["id"])
        return added(draft, written)

    def _is_ours(self, source: Source) -> bool:
        return (self._folder / f"{source.id}.yaml").is_file()


def _tell(result: Added, told: str | None) -> None:
    if result.written:
        path = Path(result.written)
        out.print(safe(f"     written  {path}, and its fixture in {path.parent / 'fixtures' / path.stem}"))
    elif result.error and result.error != told:
        out.print(f"     [red]error[/]    {safe(result.error)}", soft_wrap=True)
    elif result.ok:
        out.print("     nothing was written; --yes writes it")
