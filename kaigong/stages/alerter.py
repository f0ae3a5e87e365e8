"""The alerter's parts: rules, the words they may use, the outbox."""

from email.utils import parseaddr

from consumers.alerter import Alerter
from consumers.alerting.compile import compile_rule
from consumers.alerting.outbox import Outbox
from consumers.alerting.receiver_file import ReceiverFile
from consumers.alerting.rule_copies import RuleCopies
from consumers.alerting.rule_files import RuleFiles
from consumers.alerting.rule_watch import RuleWatch
from consumers.alerting.vocabulary import Vocabulary
from consumers.stage import Handler
from kaigong.app import App
from kaigong.catalog import watched_sources
from kaigong.rule_examples import example_check
from wire.settings import Settings
from wire.stream import Stream


def build(app: App, stream: Stream) -> Handler:
    words = vocabulary(app)
    rules = RuleWatch(rule_files(app, words))
    receivers = receiver_file(app)
    return Alerter(
        rules, words, receivers.current, open_outbox(app), stream.producer(), app.clock, app.settings
    )


def vocabulary(app: App) -> Vocabulary:
    """What the tagger can say is what a rule may ask for."""
    # To load the tagger takes most of a second, and who asks for the outbox or the receivers needs none.
    from kaigong.home_regions import HomeRegions  # noqa: PLC0415
    from kaigong.knowledge import load_knowledge  # noqa: PLC0415

    knowledge = load_knowledge(app.data)
    watched = watched_sources(app)
    names = {source.id: source.name for source in watched}
    return Vocabulary(
        HomeRegions(knowledge.gazetteer, {source.region for source in watched}),
        knowledge.event_types,
        knowledge.industries.names,
        source_name=lambda source_id: names.get(source_id, source_id),
        zone=app.settings.zone,
        industry_names=knowledge.industries.chain_of,
        shown_industries=knowledge.shown_industries,
    )


def rule_files(app: App, words: Vocabulary) -> RuleFiles:
    copies = RuleCopies(app.data.last_good_rules)
    return RuleFiles(
        app.settings.rules_path,
        lambda rule: compile_rule(rule, words),
        app.clock,
        copies,
        check=example_check(app, words),
    )


def receiver_file(app: App) -> ReceiverFile:
    copies = RuleCopies(app.data.last_good_receivers)
    return ReceiverFile(app.settings.receivers_path, app.clock, copies)


def open_outbox(app: App) -> Outbox:
    return Outbox(app.data.outbox, app.clock, mail_domain(app.settings))


def mail_domain(settings: Settings) -> str:
    """The right side of every Message-ID."""
    return parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
