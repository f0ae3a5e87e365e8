"""The sources: can they be read, and how are they."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from kaigong import catalog
from kaigong.app import App
from kaigong.doctor.finding import Finding
from wire import codec
from wire.errors import ConfigurationError
from wire.messages import SourceState
from wire.topics import SOURCES

SICK = {"late", "failing", "blocked"}
_SHOWN = 20


def sources(app: App) -> Iterator[Finding]:
    try:
        known = {source.id for source in catalog.sources(app) if source.status == "active"}
    except ConfigurationError as exc:
        yield Finding("sources", "bad", str(exc), "mend the file; until then nothing is crawled")
        return
    if not known:
        yield Finding(
            "sources", "bad", "no source is active", f"put source files into {app.settings.sources_path}"
        )
        return
    states = {id_: state for id_, state in latest_states(app).items() if id_ in known}
    counts = Counter(state.state for state in states.values())
    shown = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    yield Finding("sources", "ok", f"{len(known)} active; {shown or 'none looked at yet'}")
    sick = [state for state in states.values() if state.state in SICK]
    for state in sick[:_SHOWN]:
        yield Finding(
            f"source {state.source_id}", "bad",
            f"{state.state} since {state.since:%m-%d %H:%M}: {state.reason}",
            f"`kaigong source check {state.source_id}` shows what its pages give now",
        )  # fmt: skip
    if len(sick) > _SHOWN:
        yield Finding(
            "sources", "bad", f"{len(sick) - _SHOWN} more are not well", "see `kaigong source list`"
        )


def latest_states(app: App) -> dict[str, SourceState]:
    """The last word on every source, from the stream."""
    states: dict[str, SourceState] = {}
    with app.stream() as stream, closing(stream.reader()) as reader:
        for record in reader.read(SOURCES):
            state = codec.decode_as(SourceState, record.value).payload
            known = states.get(state.source_id)
            if known is None or state.revision >= known.revision:
                states[state.source_id] = state
    return states
