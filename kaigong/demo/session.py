"""The demo as a running thing: sites, mailbox and all stages, in a folder of its own."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kaigong.app import App
from kaigong.demo import servers
from kaigong.demo.mailbox import Mailbox
from kaigong.demo.sources import write_demo_rules, write_demo_sources
from kaigong.demo.web import DemoWeb
from kaigong.demo.world import World
from kaigong.log_file import LogFile
from kaigong.stages import STAGES
from kaigong.supervisor import Supervisor, stage_command
from wire import settings
from wire.settings import ENV_PREFIX

# The demo's lists change every few seconds; a real site's do not.
_LOOK_SECONDS = 4.0
_FIRST_NEWS_SECONDS = 20.0


class Session:
    """What the demo's screen looks at."""

    def __init__(self, app: App, web: DemoWeb, mailbox: Mailbox, first_news: frozenset[str]) -> None:
        self.app = app
        self.web = web
        self.mailbox = mailbox
        self.first_news = first_news  # titles of articles with an event that appear in the first seconds
        self.given_up: list[str] = []


@contextmanager
def running(folder: Path, *, keep: bool) -> Iterator[Session]:
    """Start everything, hand it out, and end everything in order. `keep` leaves on servers what is there."""
    world = World(datetime.now(UTC))
    web = DemoWeb(world)
    mailbox = Mailbox(folder / "mails")
    web.start()
    mailbox.start()
    try:
        env = environment(folder, mailbox) | servers.settings_of(os.environ)
        app = App(settings.load(env))
        write_demo_sources(world, web, app.settings.sources_path)
        write_demo_rules(app.settings.rules_path)
        session = Session(app, web, mailbox, _first_news(world))
        with (
            app.data.lock("run"),
            LogFile(app.data.log, echo=False) as log_file,
            _stages(session, env, log_file),
        ):
            yield session
        if not keep:
            servers.clear(app)
    finally:
        mailbox.stop()
        web.stop()


def _first_news(world: World) -> frozenset[str]:
    shown = (article for article in world.all(_FIRST_NEWS_SECONDS) if article.appears > 0)
    return frozenset(article.title for article in shown if article.truth.events)


def environment(folder: Path, mailbox: Mailbox) -> dict[str, str]:
    """The settings of the demo; of what the user has set only the servers reach it."""
    return {
        "KAIGONG_DATA_DIR": str(folder),
        "KAIGONG_CATALOG": "false",
        "KAIGONG_CRAWL_ALLOW_NETWORKS": "127.0.0.0/8",
        "KAIGONG_CRAWL_INTERVAL": str(_LOOK_SECONDS),
        "KAIGONG_CRAWL_CONTACT": "demo@kaigong.example",
        "KAIGONG_SMTP_HOST": mailbox.host,
        "KAIGONG_SMTP_PORT": str(mailbox.port),
        "KAIGONG_SMTP_SECURITY": "none",
        "KAIGONG_MAIL_FROM": "kaigong@kaigong.example",
    }


@contextmanager
def _stages(session: Session, env: dict[str, str], log_file: LogFile) -> Iterator[None]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)}
    supervisor = Supervisor(
        {stage: stage_command(stage) for stage in STAGES},
        log_file.write,
        env=inherited | env,
        drain_seconds=session.app.settings.drain_seconds,
        on_gave_up=lambda stage, why: session.given_up.append(f"{stage}: {why}"),
    )
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        yield
    finally:
        supervisor.stop()
        thread.join()
