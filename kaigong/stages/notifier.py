"""The notifier's parts."""

from consumers.alerting.smtp import SmtpMailer
from consumers.notifier import Notifier
from kaigong.app import App
from kaigong.stages.alerter import open_outbox
from wire.stream import Stream


def build(app: App, stream: Stream) -> Notifier:
    mailer = SmtpMailer(app.settings)
    return Notifier(open_outbox(app), mailer, stream.producer(), app.clock, app.settings)
