"""The real stages, built as the commands build them, stepped in this process."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from consumers.loop import ConsumerLoop
from kaigong.app import App
from kaigong.stage_process import make_loop
from kaigong.stages import alerter, indexer, tagger
from wire import settings
from wire.stream import NewRecord, Record, Stream

BUILDERS = {"tagger": tagger.build, "indexer": indexer.build, "alerter": alerter.build}


def app_in(folder: Path, **more: str) -> App:
    env = {"KAIGONG_DATA_DIR": str(folder), "KAIGONG_CATALOG": "false"}
    return App(settings.load(env | {f"KAIGONG_{key.upper()}": value for key, value in more.items()}))


@contextmanager
def stages(app: App, *names: str) -> Iterator[tuple[Stream, dict[str, ConsumerLoop]]]:
    with ExitStack() as stack:
        stream = stack.enter_context(app.stream())
        loops = {}
        for name in names:
            handler = stack.enter_context(closing(BUILDERS[name](app, stream)))
            loop = make_loop(app, stream, handler)
            stack.callback(loop._consumer.close)
            loops[name] = loop
        yield stream, loops


def publish(stream: Stream, *records: NewRecord) -> None:
    with closing(stream.producer()) as producer:
        producer.publish(records)


def read(stream: Stream, topic: str) -> list[Record]:
    with closing(stream.reader()) as reader:
        return list(reader.read(topic))


def finish(loop: ConsumerLoop, records: int, tries: int = 60) -> None:
    """Step until this many records are done."""
    done = 0
    for _ in range(tries):
        done += loop.step(0.05)
        if done >= records:
            return
    raise AssertionError(f"{done} of {records} records done")
