"""`kaigong doctor`."""

from collections.abc import Iterator
from typing import Annotated

import typer

from kaigong.app import App
from kaigong.doctor import alerts, machine, sources, stream, tags_and_index
from kaigong.doctor.finding import Check, Finding
from kaigong.exit_codes import FAILED
from kaigong.output import out, print_json, safe
from wire import settings
from wire.errors import KaigongError

CHECKS: tuple[Check, ...] = (
    machine.data_directory,
    sources.sources,
    stream.stream,
    tags_and_index.knowledge,
    tags_and_index.index,
    alerts.rules,
    alerts.receivers,
    alerts.outbox,
    alerts.mail_server,
    machine.stages,
)
_STYLES = {"ok": "green", "note": "yellow", "bad": "bold red"}


def register(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(json: Annotated[bool, typer.Option("--json", help="For a script.")] = False) -> None:
    """Check every hop from a site to a mail and say what to do; exit code 1 if something is bad."""
    app = App(settings.load())
    findings = list(examine(app))
    if json:
        print_json(findings)
    else:
        for finding in findings:
            _show(finding)
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(FAILED)


def examine(app: App) -> Iterator[Finding]:
    """All findings; a check that cannot be done is one too."""
    for check in CHECKS:
        try:
            yield from check(app)
        except KaigongError as exc:
            yield Finding(check.__name__.replace("_", " "), "bad", str(exc), "mend this first")


def _show(finding: Finding) -> None:
    style = _STYLES[finding.state]
    out.print(f"[{style}]{finding.state:<4}[/] {safe(finding.hop)}: {safe(finding.what)}", soft_wrap=True)
    if finding.advice:
        out.print(f"       → {safe(finding.advice)}", soft_wrap=True)
