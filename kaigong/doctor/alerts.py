"""Rules, outbox and the mail server."""

from collections.abc import Iterator
from contextlib import closing

from consumers.alerting.smtp import SmtpMailer
from kaigong.app import App
from kaigong.doctor.finding import Finding
from kaigong.stages.alerter import open_outbox, rule_files, vocabulary
from wire.errors import KaigongError


def rules(app: App) -> Iterator[Finding]:
    current = rule_files(app, vocabulary(app)).current()
    for file, problem in current.problems.items():
        yield Finding(
            f"rule {file}", "bad", problem, "mend the file; `kaigong rule list` tells when it is good"
        )
    silent = [one.rule.id for one in current.rules if not one.rule.to]
    if silent:
        yield Finding("rules", "note", f"nobody is told by {', '.join(silent)}", "add `to:` to the rule")
    if current.rules:
        yield Finding("rules", "ok", f"{len(current.rules)} in force")
    elif not current.problems:
        advice = "kaigong rule add --keywords 签约,开工 --place 海州区 --to you@example.cn"
        yield Finding("rules", "note", "there are none, so nobody is told of anything", advice)


def outbox(app: App) -> Iterator[Finding]:
    with closing(open_outbox(app)) as opened:
        counts = opened.deliveries.counts()
    shown = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "empty"
    if counts.get("failed"):
        yield Finding("outbox", "bad", shown, "`kaigong search --on alert` shows whom the server refused")
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
