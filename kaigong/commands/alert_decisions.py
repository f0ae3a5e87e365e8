"""`kaigong alert ack | silence | silences | unsilence | resend`: what people decide about alerts."""

from contextlib import closing
from typing import Annotated

import typer

from consumers.alerting.silences import Matcher
from kaigong.app import App
from kaigong.commands._alerts import named, short
from kaigong.commands._moments import until
from kaigong.output import out, print_table, safe
from kaigong.stages.alerter import open_outbox, receiver_file, vocabulary
from wire import settings
from wire.errors import ConfigurationError


def acknowledge(
    alerts: Annotated[list[str], typer.Argument(help="Ids, or how they begin.")],
    undo: Annotated[bool, typer.Option("--undo", help="Open them again.")] = False,
) -> None:
    """Note that somebody has taken care of these."""
    app = App(settings.load())
    with closing(open_outbox(app)) as outbox:
        for alert in [named(outbox, name) for name in alerts]:
            outbox.alerts.acknowledge(alert.alert_id, acknowledged=not undo)
            out.print(safe(f"{short(alert.alert_id)}: {'open' if undo else 'acknowledged'}"))


def silence(
    alert: Annotated[str | None, typer.Argument(help="This alert: its story, for its rule.")] = None,
    for_: Annotated[str, typer.Option("--for", help="How long: 2h, 3d, or until 2026-12-01")] = "1d",
    rule: Annotated[str | None, typer.Option(help="Alerts of this rule.")] = None,
    place: Annotated[str | None, typer.Option(help="In this place, by name or code.")] = None,
    source: Annotated[str | None, typer.Option(help="From this source.")] = None,
    story: Annotated[str | None, typer.Option(help="On this story.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="Of this event type.")] = None,
    industry: Annotated[str | None, typer.Option(help="In this industry.")] = None,
    comment: Annotated[str, typer.Option(help="Why, for the others.")] = "",
) -> None:
    """Tell nobody of alerts that fit, for a time. They are made and shown all the same."""
    app = App(settings.load())
    now = app.clock.now()
    with closing(open_outbox(app)) as outbox:
        if alert is not None:
            found = named(outbox, alert)
            rule, story = rule or found.rule_id, story or found.story_id
        words = vocabulary(app) if place or type_ or industry else None
        try:
            matcher = Matcher(
                rule=rule,
                place=words.place_code(place) if words and place else None,
                source=source,
                story=story,
                type=words.known_event_type(type_) if words and type_ else None,
                industry=words.known_industry(industry) if words and industry else None,
            )
        except ValueError as exc:
            raise ConfigurationError(str(exc)) from exc
        if not matcher:
            raise ConfigurationError("this would silence everything; say what: an alert, --rule, --place …")
        end = until(for_, now, app.settings.zone)
        silence_id, waiting = outbox.silences.add(matcher, now, end, comment)
    shown = f"{end.astimezone(app.settings.zone):%Y-%m-%d %H:%M}"
    out.print(
        safe(f"{silence_id}: silent until {shown}; of alerts that waited, {waiting} are silent too"),
        soft_wrap=True,
    )


def silences() -> None:
    """Show the silences in force."""
    app = App(settings.load())
    with closing(open_outbox(app)) as outbox:
        found = outbox.silences.in_force(app.clock.now())
    rows = [
        (
            one.silence_id,
            f"{one.until.astimezone(app.settings.zone):%Y-%m-%d %H:%M}",
            ", ".join(f"{name}={value}" for name, value in one.matcher.given().items()),
            one.comment,
        )
        for one in found
    ]
    print_table(("silence", "until", "what", "comment"), rows)


def unsilence(silence: Annotated[str, typer.Argument(help="A silence's id.")]) -> None:
    """End a silence now. What it has silenced stays untold; `kaigong alert resend` tells it."""
    app = App(settings.load())
    with closing(open_outbox(app)) as outbox:
        if not outbox.silences.end(silence, app.clock.now()):
            raise ConfigurationError(f"no silence {silence!r} is in force; see `kaigong alert silences`")
    out.print(safe(f"{silence}: over"))


def resend(
    alert: Annotated[str, typer.Argument(help="An alert's id, or how it begins.")],
    to: Annotated[
        list[str] | None,
        typer.Option(help="A receiver or an address; default: all who did not get it. May be repeated."),
    ] = None,
) -> None:
    """Tell an alert again, or somebody else; by a mail of its own, at once."""
    app = App(settings.load())
    directory = receiver_file(app).current()
    with closing(open_outbox(app)) as outbox:
        found = named(outbox, alert)
        missed = [one.receiver for one in found.deliveries if one.state == "failed"]
        receivers = [directory.canonical(name) for name in to] if to else missed
        if not receivers:
            raise ConfigurationError("everybody got it or is about to; name one with --to")
        if unknown := [name for name in receivers if directory.find(name) is None]:
            raise ConfigurationError(f"no receiver is called {unknown[0]!r}; see `kaigong receiver list`")
        for name in receivers:
            sent = outbox.deliveries.resend(found.alert_id, name)
            out.print(safe(f"{name}: {'is sent at once' if sent else 'waits already'}"))
