"""The notifier's parts."""

from collections.abc import Mapping

from consumers.alerting.apprise_channel import AppriseChannel
from consumers.alerting.dispatch import Dispatch
from consumers.alerting.mail_channel import MailChannel
from consumers.alerting.receivers import ChannelName
from consumers.alerting.schedule import Calendar
from consumers.alerting.sending import Channel
from consumers.alerting.smtp import SmtpMailer
from consumers.alerting.webhook_channel import WebhookChannel
from consumers.notifier import Notifier
from kaigong.app import App
from kaigong.digest_sources import DigestSources
from kaigong.stages.alerter import open_outbox, receiver_file
from wire.stream import Stream


def build(app: App, stream: Stream) -> Notifier:
    outbox = open_outbox(app)
    dispatch = Dispatch(outbox, channels(app), app.clock)
    calendar = Calendar(app.settings.zone)
    receivers = receiver_file(app)
    sources = DigestSources(app, receivers.current)
    producer = stream.producer()
    return Notifier(outbox, receivers.current, dispatch, calendar, producer, app.clock, sources)


def channels(app: App) -> Mapping[ChannelName, Channel]:
    """Every way in which receivers can be reached."""
    return {
        "smtp": MailChannel.of(app.settings, SmtpMailer(app.settings, app.clock)),
        "apprise": AppriseChannel.of(app.settings, app.clock),
        "webhook": WebhookChannel.of(app.settings, app.clock),
    }
