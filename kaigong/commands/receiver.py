"""`kaigong receiver`: who is told, whether it works, and pauses."""

from contextlib import closing
from typing import Annotated, Any

import typer

from consumers.alerting.directory import Directory
from consumers.alerting.receiver_states import ReceiverState
from consumers.alerting.receivers import Receiver
from kaigong.app import App
from kaigong.commands._moments import until
from kaigong.exit_codes import FAILED
from kaigong.output import err, out, print_json, print_table, safe
from kaigong.stages.alerter import open_outbox, receiver_file, rule_files, vocabulary
from kaigong.stages.notifier import channels
from wire import log, settings
from wire.errors import ConfigurationError, KaigongError

_SUBJECT = "[开工] 测试消息"
_TEXT = "这是开工的测试消息：收到它，说明接收人 {name} 的通道 {channel} 工作正常。"


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Show, test and pause receivers.", no_args_is_help=True, rich_markup_mode=None, callback=_quiet
    )
    group.command("list")(list_receivers)
    group.command("test")(test)
    group.command("pause")(pause)
    group.command("resume")(resume)
    app.add_typer(group, name="receiver")


def _quiet() -> None:
    """What the log says of files, these commands say themselves."""
    log.configure("receiver", level="CRITICAL")


def list_receivers(json: Annotated[bool, typer.Option("--json", help="For a script.")] = False) -> None:
    """Show every receiver, how it is told and of which rules; exit code 1 if the file cannot be used."""
    app = App(settings.load())
    file = receiver_file(app)
    directory = file.current()
    rules = _rules_of(app, directory)
    with closing(open_outbox(app)) as outbox:
        states = {name: outbox.receivers.get(name) for name in rules}
    if json:
        print_json([_as_json(directory, name, rules[name], states[name]) for name in rules])
    else:
        rows = [_row(app, directory, name, rules[name], states[name]) for name in rules]
        print_table(("receiver", "channel", "where", "when", "rules", ""), rows)
        if not rows:
            path = app.settings.receivers_path
            err.print(safe(f"Nobody is told. Name somebody in a rule's `to:`, or in {path}."))
    if file.problem:
        err.print(safe(f"{app.settings.receivers_path}: {file.problem}"), style="red")
        raise typer.Exit(FAILED)


def test(
    receivers: Annotated[list[str], typer.Argument(help="Names in receivers.yaml, or addresses.")],
) -> None:
    """Send a test message now, whatever the receiver's hours are."""
    app = App(settings.load())
    directory = receiver_file(app).current()
    ways = channels(app)
    failed = False
    for name in receivers:
        receiver = _known(directory, name)
        channel = ways.get(receiver.channel)
        problem = channel.why_not(receiver) if channel else f"there is no channel {receiver.channel}"
        if channel and not problem:
            text = _TEXT.format(name=receiver.title, channel=receiver.channel)
            try:
                channel.tell(receiver, _SUBJECT, text)
            except KaigongError as exc:
                problem = str(exc)
            finally:
                channel.close()
        failed = failed or bool(problem)
        out.print(safe(f"{receiver.id}: {problem or 'sent'}"), style="red" if problem else None)
    if failed:
        raise typer.Exit(FAILED)


def pause(
    receiver: Annotated[str, typer.Argument(help="A name in receivers.yaml, or an address.")],
    for_: Annotated[
        str | None, typer.Option("--for", help="2h, 3d or until 2026-12-01; default: until resumed")
    ] = None,
) -> None:
    """Tell a receiver nothing for a time. What comes meanwhile waits, and then comes as one digest."""
    app = App(settings.load())
    known = _known(receiver_file(app).current(), receiver)
    end = until(for_, app.clock.now(), app.settings.zone) if for_ else None
    with closing(open_outbox(app)) as outbox:
        outbox.receivers.pause(known.id, end)
    shown = f"until {end.astimezone(app.settings.zone):%Y-%m-%d %H:%M}" if end else "until it is resumed"
    out.print(safe(f"{known.id}: paused {shown}"))


def resume(
    receiver: Annotated[str, typer.Argument(help="A name in receivers.yaml, or an address.")],
) -> None:
    """End a pause; what has waited comes as one digest."""
    app = App(settings.load())
    known = _known(receiver_file(app).current(), receiver)
    with closing(open_outbox(app)) as outbox:
        outbox.receivers.resume(known.id)
    out.print(safe(f"{known.id}: is told again"))
    if known.paused or known.paused_until:
        err.print(safe(f"{app.settings.receivers_path} pauses it too; take that out by hand"))


def _known(directory: Directory, name: str) -> Receiver:
    found = directory.find(name)
    if found is None:
        known = ", ".join(directory.receivers) or "none yet"
        raise ConfigurationError(f"no receiver is called {name!r}; there are: {known}")
    return found


def _rules_of(app: App, directory: Directory) -> dict[str, list[str]]:
    """The rules of every receiver, those with a name first."""
    found: dict[str, list[str]] = {name: [] for name in directory.receivers}
    for one in rule_files(app, vocabulary(app)).current().rules:
        for name in directory.told_by(one.rule.id, one.rule.to, one.rule.notify):
            found.setdefault(name, []).append(one.rule.id)
    return found


def _row(
    app: App, directory: Directory, name: str, rules: list[str], state: ReceiverState
) -> tuple[str, ...]:
    receiver = directory.find(name)
    if receiver is None:
        return (name, "-", "-", "-", ", ".join(rules), "unknown: its alerts wait")
    when = [str(receiver.when), f"quiet {receiver.quiet}" if receiver.quiet else ""]
    when += ["workdays" if receiver.workdays else "", f"{receiver.rate}/h" if receiver.rate else ""]
    where = receiver.to or receiver.url or receiver.url_env or receiver.url_file or ""
    return (
        name,
        receiver.channel,
        where,
        ", ".join(part for part in when if part),
        ", ".join(rules) or "-",
        _pause(app, receiver, state),
    )


def _pause(app: App, receiver: Receiver, state: ReceiverState) -> str:
    if receiver.paused or (state.paused and state.paused_until is None):
        return "paused"
    ends = [str(receiver.paused_until)] if receiver.paused_until else []
    if state.paused and state.paused_until and state.paused_until > app.clock.now():
        ends.append(f"{state.paused_until.astimezone(app.settings.zone):%Y-%m-%d %H:%M}")
    return f"paused until {max(ends)}" if ends else ""


def _as_json(directory: Directory, name: str, rules: list[str], state: ReceiverState) -> dict[str, Any]:
    """Secrets are named in it, never shown."""
    receiver = directory.find(name)
    fields = receiver.model_dump(mode="json", exclude_defaults=True) if receiver else {"id": name}
    return fields | {"rules": rules, "paused_by_command": state.paused, "paused_until": state.paused_until}
