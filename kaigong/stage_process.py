"""A consuming stage as a process: lock, log, loop, signals."""

from collections.abc import Callable
from contextlib import ExitStack

from loguru import logger

from consumers.crash_note import CrashNote
from consumers.loop import ConsumerLoop, LoopConfig, TooManyDeadLettersError
from consumers.stage import Handler
from kaigong.app import App
from kaigong.exit_codes import OK, TOO_MANY_DEAD_LETTERS
from kaigong.process import on_stop, patience
from kaigong.starting import patiently
from wire import log, settings
from wire.stopping import StopRequest
from wire.stream import Stream
from wire.topics import replay_topic

BuildHandler = Callable[[App, Stream], Handler]


def run_stage(stage: str, build: BuildHandler, *, supervised: bool) -> int:
    """Run one stage until it is told to stop; its exit code."""
    app = App(settings.load())
    log.configure(stage, level=app.settings.log_level, form=app.settings.log_form)
    waiting = patience(app.settings.drain_seconds, supervised=supervised)
    stop = StopRequest()
    on_stop(stop.set, supervised=supervised)
    with app.data.lock(stage, patience=waiting), ExitStack() as stack:
        app.data.stopped(stage).unlink(missing_ok=True)
        loop = patiently(lambda: _start(app, build, stack), stop, app.data.liveness(stage).touch)
        stop.then(loop.stop)
        try:
            loop.run()
        except TooManyDeadLettersError as exc:
            logger.error("stage stopped itself: {}", exc)
            return TOO_MANY_DEAD_LETTERS
    return OK


def _start(app: App, build: BuildHandler, stack: ExitStack) -> ConsumerLoop:
    """The loop; what it needs is closed with the stack, or at once if something is away."""
    with ExitStack() as attempt:
        stream = attempt.enter_context(app.stream())
        handler = build(app, stream)
        attempt.callback(handler.close)
        loop = make_loop(app, stream, handler)
        stack.push(attempt.pop_all())
    return loop


def make_loop(app: App, stream: Stream, handler: Handler) -> ConsumerLoop:
    """The loop of a stage, reading its topics and what is given back to it."""
    stage, slot = handler.stage, app.settings.slot
    consumer = stream.consumer(stage, [*handler.topics, replay_topic(stage)], slot)
    config = LoopConfig(
        member=f"{app.settings.prefix}-{stage}-{slot}",
        batch_records=_batch_records(app.settings, stage),
        dead_letter_limit=app.settings.dead_letter_limit,
        dead_letter_window=app.settings.dead_letter_window,
    )
    return ConsumerLoop(
        handler,
        consumer,
        CrashNote(app.data.crash_note(stage)),
        config,
        liveness=app.data.liveness(stage),
        clock=app.clock,
    )


def _batch_records(chosen: settings.Settings, stage: str) -> int:
    return chosen.index_batch_records if stage == "indexer" else chosen.batch_records
