"""Rules, outbox and the mail server."""

from collections.abc import Iterator
from contextlib import closing

from consumers.alerting.directory import Directory
from consumers.alerting.smtp import SmtpMailer
from consumers.alerting.template_check import template_problem
from kaigong.app import App
from kaigong.doctor.finding import Finding
from kaigong.stages.alerter import open_outbox, receiver_file, rule_files, vocabulary
from kaigong.stages.notifier import channels
from wire.errors import KaigongError


def rules(app: App) -> Iterator[Finding]:
    current = rule_files(app, vocabulary(app)).current()
    for file, problem in current.problems.items():
        yield Finding(
            f"rule {file}", "bad", problem, "mend the file; `kaigong rule list` tells when it is good"
        )
    directory = receiver_file(app).current()
    told = {
        one.rule.id: directory.told_by(one.rule.id, one.rule.to, one.rule.notify) for one in current.rules
    }
    if silent := [rule_id for rule_id, names in told.items() if not names]:
        advice = "add `to:` to the rule, or a subscription to receivers.yaml"
        yield Finding("rules", "note", f"nobody is told by {', '.join(silent)}", advice)
    if current.rules:
        yield Finding("rules", "ok", f"{len(current.rules)} in force")
    elif not current.problems:
        advice = "kaigong rule add --keywords 签约,开工 --place 海州区 --to you@example.cn"
        yield Finding("rules", "note", "there are none, so nobody is told of anything", advice)


def receivers(app: App) -> Iterator[Finding]:
    file = receiver_file(app)
    directory = file.current()
    if file.problem:
        advice = "mend the file; `kaigong receiver list` tells when it is good"
        yield Finding("receivers", "bad", f"{file.path}: {file.problem}", advice)
    for one in rule_files(app, vocabulary(app)).current().rules:
        for name in directory.told_by(one.rule.id, one.rule.to, one.rule.notify):
            if directory.find(name) is None:
                what = f"rule {one.rule.id} tells {name}, and nobody is called so; its alerts wait"
                yield Finding("receivers", "bad", what, f"write {name} into {file.path}, or mend the rule")
    yield from _ways(app, directory)
    if directory.receivers and not file.problem:
        yield Finding("receivers", "ok", f"{len(directory.receivers)} in {file.path.name}")


def _ways(app: App, directory: Directory) -> Iterator[Finding]:
    """Channels beside mail, whose server has a check of its own, and templates."""
    ways = channels(app)
    for name, receiver in directory.receivers.items():
        channel = ways.get(receiver.channel)
        why_not = channel.why_not(receiver) if channel else f"there is no channel {receiver.channel}"
        if why_not and receiver.channel != "smtp":
            yield Finding("receivers", "note", f"{name} waits: {why_not}", f"`kaigong receiver test {name}`")
    for template in directory.templates:
        if problem := template_problem(app.settings.templates_path, template):
            what = f"template {template}: {problem}"
            yield Finding("receivers", "bad", what, "mend it; the shipped one is taken meanwhile")


def outbox(app: App) -> Iterator[Finding]:
    with closing(open_outbox(app)) as opened:
        counts = opened.deliveries.counts()
    shown = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "empty"
    if counts.get("failed"):
        yield Finding("outbox", "bad", shown, "`kaigong alert list` and `show` tell whom the server refused")
    else:
        yield Finding("outbox", "ok", shown)


def mail_server(app: App) -> Iterator[Finding]:
    if not app.settings.smtp_host:
        yield Finding("mail server", "note", "none is set: mails wait in the outbox", "set KAIGONG_SMTP_HOST")
        return
    where = f"{app.settings.smtp_host}:{app.settings.smtp_port}"
    try:
        SmtpMailer(app.settings).probe()
    except KaigongError as exc:
        yield Finding("mail server", "bad", f"{where}: {exc}", "check KAIGONG_SMTP_*; mails wait meanwhile")
        return
    yield Finding("mail server", "ok", f"{where} answers and takes our login")
