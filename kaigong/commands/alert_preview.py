"""`kaigong alert preview`: see a mail before anybody gets it."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from consumers.alerting.outbox import Outbox
from consumers.alerting.rendering import Rendered
from kaigong.app import App
from kaigong.commands import _alerts, rule_named
from kaigong.mail_preview import Previews
from kaigong.output import err, out, safe
from kaigong.stages.alerter import open_outbox, receiver_file, rule_files, vocabulary
from wire import settings
from wire.errors import ConfigurationError


def preview(
    what: Annotated[
        str | None, typer.Argument(help="A rule or its file (its newest alert or hit), or an alert's id.")
    ] = None,
    digest: Annotated[
        str | None, typer.Option(help="Instead: the digest of this receiver, as it would be now.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="As this receiver would get it: its template.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the HTML there, for a browser.")] = None,
) -> None:
    """Show a mail as it would be sent now; nothing is sent or kept."""
    if (what is None) == (digest is None):
        raise ConfigurationError("give a rule, an alert's id, or --digest RECEIVER; one of them")
    app = App(settings.load())
    with closing(open_outbox(app)) as outbox:
        previews = Previews(app, outbox, receiver_file(app).current())
        shown = previews.digest(digest) if digest else _single(app, outbox, previews, str(what), to)
    out.print(safe(f"Subject: {shown.subject}"), style="bold", soft_wrap=True)
    out.print()
    out.print(safe(shown.text), soft_wrap=True)
    if html:
        _write(html, shown)


def _single(app: App, outbox: Outbox, previews: Previews, what: str, to: str | None) -> Rendered:
    words = vocabulary(app)
    current = rule_files(app, words).current()
    is_rule = Path(what).suffix or any(one.rule.id == what for one in (*current.rules, *current.disabled))
    if is_rule or not outbox.alerts.beginning_with(what):
        return previews.of_rule(rule_named.named(what, current, words)[0], words, to)
    return previews.of_alert(_alerts.named(outbox, what), to)


def _write(path: Path, shown: Rendered) -> None:
    try:
        path.write_text(shown.html, "utf-8")
    except OSError as exc:
        raise ConfigurationError(f"cannot write {path}: {exc.strerror}") from exc
    err.print(safe(f"written: {path}"))
