"""`kaigong migrate`: from the SQLite stream to Kafka."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kaigong.app import App
from kaigong.migration.carry import carry
from kaigong.migration.plan import Plan, survey
from kaigong.migration.retire import retire
from kaigong.output import err, print_json, print_table, progress, safe
from kaigong.stages import STAGES
from wire import settings
from wire.errors import ConfigurationError
from wire.sqlite_stream import SqliteStream
from wire.stream import Stream
from wire.topics import CONSUMING_STAGES, TOPICS

# Everybody who may write to the stream of this data directory.
_WRITERS = ("run", *STAGES, "ingest", *(f"replay-{stage}" for stage in CONSUMING_STAGES))
_NEXT = """Carried over to Kafka at {kafka}; the old file is kept as {aside}.
Start the stages with the same settings. With Elasticsearch, `kaigong index rebuild` fills the index first."""


def register(app: typer.Typer) -> None:
    app.command()(migrate)


def migrate(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what there is to carry.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For a script.")] = False,
) -> None:
    """Carry the SQLite stream over to Kafka: every record, and where each stage stands.

    Stop the stages first. May be interrupted and run again; it goes on where it was. The old file is kept
    as stream.db.migrated.
    """
    app = App(settings.load())
    old, aside = app.data.stream, app.data.migrated_stream
    if not app.settings.kafka_bootstrap:
        raise ConfigurationError("Set KAIGONG_KAFKA_BOOTSTRAP (host:port): it says where the stream goes.")
    if not old.exists():
        _say_what_is_missing(old, aside)
        return
    with _nobody_writes(app):
        plan = _look(app) if dry_run else _carry(app)
    _print(plan, json)
    if not dry_run:
        told = _NEXT.format(kafka=", ".join(app.settings.kafka_bootstrap), aside=aside)
        err.print(safe(told), soft_wrap=True)


def _say_what_is_missing(old: Path, aside: Path) -> None:
    if not aside.exists():
        raise ConfigurationError(f"There is no {old}; is KAIGONG_DATA_DIR right?")
    err.print(safe(f"Nothing to do: {aside} was carried over before."), soft_wrap=True)


@contextmanager
def _nobody_writes(app: App) -> Iterator[None]:
    with ExitStack() as locks:
        for name in _WRITERS:
            locks.enter_context(app.data.lock(name))
        yield


def _look(app: App) -> Plan:
    with _old_stream(app) as source, closing(source.reader()) as reader:
        return survey(reader)


def _carry(app: App) -> Plan:
    if app.data.migrated_stream.exists():
        raise ConfigurationError(
            f"{app.data.migrated_stream} is there from an earlier move, and {app.data.stream} came after it. "
            "Put away the one that is not to be used."
        )
    with _old_stream(app) as source, closing(app.open_stream()) as target, progress() as bar:
        target.create_topics(TOPICS.values())
        plan = carry(source, target, bar)
    retire(app.data.stream, app.data.migrated_stream)
    return plan


@contextmanager
def _old_stream(app: App) -> Iterator[Stream]:
    with closing(SqliteStream(app.data.stream, app.settings.prefix)) as stream:
        # A file of an older version may lack a topic.
        stream.create_topics(TOPICS.values())
        yield stream


def _print(plan: Plan, json: bool) -> None:
    topics = {topic: plan.of_topic(topic) for topic in TOPICS}
    waiting = {group: plan.waiting(group) for group, done in plan.positions.items() if done}
    if json:
        print_json({"topics": topics, "waiting": waiting})
        return
    print_table(("topic", "records"), [(name, f"{count:,}") for name, count in topics.items() if count])
    print_table(("group", "still to do"), [(group, f"{count:,}") for group, count in waiting.items()])
