"""The sources that this installation watches: the shipped catalogue and the user's own files."""

from pathlib import Path

from loguru import logger

from crawler.sources import Source, load_sources, read_source, shipped_catalog
from kaigong.app import App
from wire.errors import ConfigurationError


def directories(app: App) -> list[Path]:
    shipped = [shipped_catalog()] if app.settings.catalog else []
    own = app.settings.sources_path
    return [*shipped, own] if own.is_dir() else shipped


def sources(app: App) -> list[Source]:
    """Every source of this installation. Raises ConfigurationError that names file and key."""
    return load_sources(directories(app))


def chosen(app: App, names: list[str]) -> list[Source]:
    """Sources by id or by the path of their file; all when nothing is named.

    Raises ConfigurationError for a name that is neither.
    """
    if not names:
        return sources(app)
    found = [read_source(Path(name)) for name in names if name.endswith((".yaml", ".yml"))]
    if ids := [name for name in names if not name.endswith((".yaml", ".yml"))]:
        known = {source.id: source for source in sources(app)}
        if missing := [name for name in ids if name not in known]:
            raise ConfigurationError(
                f"no source is called {missing[0]!r}; `kaigong source list` shows all, "
                f"and your own files belong in {app.settings.sources_path}"
            )
        found = [*(known[name] for name in ids), *found]
    return found


def watched_sources(app: App) -> list[Source]:
    """As sources(), but none where a file is broken: that must not keep alerts from being written."""
    try:
        return sources(app)
    except ConfigurationError as exc:
        logger.bind(error=str(exc)).warning("sources cannot be read, their names and regions are unknown")
        return []
