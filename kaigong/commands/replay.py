"""`kaigong replay`: dead letters go back to the stage that refused them, and to no other."""

import time
from contextlib import closing
from typing import Annotated

import typer
from loguru import logger

from consumers.dead_letter import origin, original_headers
from kaigong.app import App
from kaigong.dead_letters import replay_group, waiting
from kaigong.output import out, progress
from wire import codec, settings
from wire.errors import ConfigurationError, InvalidMessageError, TemporaryError
from wire.stream import Consumer, NewRecord, Record, next_offsets
from wire.topics import CONSUMING_STAGES, dead_letter_topic, replay_topic

_PATIENCE_SECONDS = 60.0


def register(app: typer.Typer) -> None:
    app.command()(replay)


def replay(
    stage: Annotated[str, typer.Argument(help=f"One of {', '.join(CONSUMING_STAGES)}.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count them.")] = False,
) -> None:
    """Give the dead letters of STAGE back to it, in lane `replay`; each is given back once."""
    if stage not in CONSUMING_STAGES:
        raise ConfigurationError(f"no stage is called {stage!r}; there are {', '.join(CONSUMING_STAGES)}")
    app = App(settings.load())
    topic = dead_letter_topic(stage)
    with app.stream() as stream, app.data.lock(f"replay-{stage}"):
        with closing(stream.reader()) as reader:
            count = waiting(reader, stage)
        if dry_run:
            out.print(f"{count} dead letters of {stage} are waiting")
            return
        with closing(stream.consumer(replay_group(stage), [topic])) as consumer, progress() as bar:
            task = bar.add_task(f"replay {stage}", total=count)
            given = 0
            while given < count:
                records = _next(consumer)
                _give_back(consumer, stage, records)
                given += len(records)
                bar.update(task, completed=given)
    out.print(f"{given} dead letters given back to {stage}")


def _next(consumer: Consumer) -> list[Record]:
    """Records that are known to be there; a member that just joined a group waits for its share."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not (records := consumer.poll(100, 1.0)):
        if time.monotonic() > until:
            raise TemporaryError(f"no dead letter came within {_PATIENCE_SECONDS:.0f} s. Try again later")
    return records


def _give_back(consumer: Consumer, stage: str, records: list[Record]) -> None:
    # Publication and offset move together, so that no letter is given back twice or forgotten.
    consumer.atomically([_again(record, stage) for record in records], next_offsets(records))


def _again(record: Record, stage: str) -> NewRecord:
    story = origin(record.headers)
    logger.bind(key=record.key, topic=story.topic, offset=story.offset).debug("dead letter given back")
    return NewRecord(
        replay_topic(stage), record.key, _in_lane_replay(record.value), original_headers(record.headers)
    )


def _in_lane_replay(value: bytes | None) -> bytes | None:
    """The same message in lane `replay`, where it is one; what is broken stays as it is."""
    try:
        envelope = codec.decode(value)
    except InvalidMessageError:
        return value
    return codec.encode(codec.in_lane(envelope, "replay"))
