"""What is done to an index as a whole, on the engine that the settings name."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from consumers.index.rebuild import KINDS_OF_TOPIC, Rebuild, Report, Site
from consumers.index.sqlite import rebuild as sqlite_rebuild
from consumers.index.sqlite.rebuild import SqliteSite
from consumers.index.unused import Unused
from kaigong.app import App
from kaigong.output import progress
from mappings import KINDS, Kind
from wire.errors import ConfigurationError

# Two of these at once would be in each other's way.
LOCK = "index"


def rebuild(app: App, topics: Collection[str], *, accept_fewer: bool = False) -> Report:
    """Build a new index of what is made of these topics, and put it in place."""
    kinds = [kind for topic in topics for kind in KINDS_OF_TOPIC[topic]]
    with ExitStack() as stack:
        stack.enter_context(app.data.lock(LOCK))
        site = stack.enter_context(_site(app, kinds))
        reader = stack.enter_context(closing(stack.enter_context(app.stream()).reader()))
        bar = stack.enter_context(progress())
        task = bar.add_task("rebuild")
        return Rebuild(
            reader,
            site,
            topics,
            app.clock,
            batch_records=app.settings.index_batch_records,
            accept_fewer=accept_fewer,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        ).run()


@contextmanager
def _site(app: App, kinds: Sequence[Kind]) -> Iterator[Site]:
    """Raises ConfigurationError for kinds that cannot be built alone, or while somebody is in the way."""
    if app.settings.elasticsearch_url:
        from consumers.index.elastic.client import connect  # noqa: PLC0415 - as in kaigong.stages.indexer
        from consumers.index.elastic.rebuild import ElasticSite  # noqa: PLC0415

        to_the_millisecond = f"{app.clock.now():%Y%m%d%H%M%S%f}"[:-3]
        site = ElasticSite(connect(app.settings), app.settings, kinds, to_the_millisecond)
        with closing(site.new):
            yield site
        return
    if set(kinds) != set(KINDS):
        raise ConfigurationError("--kind: the SQLite index is one file and is built anew whole")
    with app.data.lock("indexer"):
        yield SqliteSite(app.data.index, app.settings.zone)


def unused(app: App) -> list[Unused]:
    if not app.settings.elasticsearch_url:
        return sqlite_rebuild.unused(app.data.index)
    from consumers.index.elastic import prune  # noqa: PLC0415
    from consumers.index.elastic.client import connect  # noqa: PLC0415

    with closing(connect(app.settings)) as client:
        return prune.unused(client, app.settings.prefix)


def remove(app: App, found: Sequence[Unused]) -> None:
    if not app.settings.elasticsearch_url:
        sqlite_rebuild.remove(sqlite_rebuild.built_file(app.data.index))
        return
    from consumers.index.elastic import prune  # noqa: PLC0415
    from consumers.index.elastic.client import connect  # noqa: PLC0415

    with closing(connect(app.settings)) as client:
        prune.remove(client, [one.name for one in found])


def where(app: App) -> str:
    settings = app.settings
    if settings.elasticsearch_url:
        return f"Elasticsearch at {', '.join(settings.elasticsearch_url)}, prefix {settings.prefix}"
    return f"SQLite, {app.data.index}"
