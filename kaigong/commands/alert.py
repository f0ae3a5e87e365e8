"""`kaigong alert`: what was told, to whom, and what to do about it."""

from contextlib import closing
from typing import Annotated

import typer

from consumers.alerting import wording
from kaigong.app import App
from kaigong.commands._alerts import delivery_row, named, row
from kaigong.commands.alert_decisions import acknowledge, resend, silence, silences, unsilence
from kaigong.commands.alert_feedback import feedback
from kaigong.commands.alert_preview import preview
from kaigong.output import err, out, print_json, print_table, safe
from kaigong.stages.alerter import open_outbox
from wire import log, settings
from wire.messages import AlertKind


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Show alerts, silence, acknowledge and send them again.",
        no_args_is_help=True,
        rich_markup_mode=None,
        callback=_quiet,
    )
    group.command("list")(list_alerts)
    group.command("show")(show)
    group.command("ack")(acknowledge)
    group.command("silence")(silence)
    group.command("silences")(silences)
    group.command("unsilence")(unsilence)
    group.command("resend")(resend)
    group.command("preview")(preview)
    group.command("feedback")(feedback)
    app.add_typer(group, name="alert")


def _quiet() -> None:
    """What the log says of files, these commands say themselves."""
    log.configure("alert", level="CRITICAL")


def list_alerts(
    rule: Annotated[str | None, typer.Option(help="Only of this rule.")] = None,
    kind: Annotated[str | None, typer.Option(help="new, update, withdrawn or late")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Without the acknowledged ones.")] = False,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)] = 50,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Show the newest alerts and how far they have come."""
    app = App(settings.load())
    with closing(open_outbox(app)) as outbox:
        alerts = outbox.alerts.newest(limit, rule_id=rule, kind=_kind(kind), open_only=open_only)
    if json:
        print_json(alerts)
        return
    rows = [row(alert, app.settings.zone) for alert in alerts]
    print_table(("alert", "created", "kind", "rule", "state", "what"), rows)
    if not rows:
        err.print("There are no such alerts. `kaigong doctor` tells whether the line works.")


def show(
    alert: Annotated[str, typer.Argument(help="An alert's id, or how it begins.")],
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Show an alert, why it was made, and each of its deliveries."""
    app = App(settings.load())
    with closing(open_outbox(app)) as outbox:
        found = named(outbox, alert)
    if json:
        print_json(found)
        return
    zone, facts = app.settings.zone, found.facts
    out.print(safe(wording.subject_of(found.kind, facts)), style="bold")
    about = [
        ("alert", found.alert_id),
        ("kind", f"{found.kind} of {found.of_alert}" if found.of_alert else found.kind),
        ("rule", f"{found.rule_id}：{wording.clean(facts.get('why'))}"),
        ("owner", wording.clean(facts.get("owner"), 100)),
        ("story", found.story_id),
        *wording.rows(facts, zone),
        ("原文", wording.clean(facts.get("sentence"))),
        ("链接", wording.web_link(facts)),
        ("变化", "；".join(wording.changes_of(facts))),
        ("撤回", wording.clean(facts.get("withdrawn"))),
        ("silenced", found.silenced or ""),
        ("acknowledged", "yes" if found.acknowledged else ""),
    ]
    print_table(("", ""), [(name, value) for name, value in about if value])
    print_table(
        ("receiver", "state", "attempts", "due", ""), [delivery_row(one, zone) for one in found.deliveries]
    )


def _kind(text: str | None) -> AlertKind | None:
    match text:
        case None | "new" | "update" | "withdrawn" | "late":
            return text
    raise typer.BadParameter("expected new, update, withdrawn or late", param_hint="--kind")
