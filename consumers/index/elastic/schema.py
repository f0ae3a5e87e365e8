"""The indices: what they are called, their templates and aliases, and the fields that an older one lacks."""

from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from consumers.index.elastic.client import reason_of, translated
from mappings import KINDS, Kind, load
from wire.errors import ConfigurationError

# Above the templates that come with Elasticsearch; those of other programs match other names.
_PRIORITY = 500


@dataclass(frozen=True, slots=True)
class Names:
    """An alias per kind is what everybody reads and writes; behind it is one index.

    A rebuild fills its index under an alias of its own, of which nobody else knows.
    """

    prefix: str
    building: bool = False

    def alias(self, kind: Kind) -> str:
        return f"{self.prefix}-{kind}" + ("-building" if self.building else "")

    def index(self, kind: Kind, built: str = "") -> str:
        """`built` tells a rebuilt index from the first one of its mapping version."""
        return f"{self.prefix}-{kind}-v{load(kind).version}" + (f"-{built}" if built else "")

    def template(self, kind: Kind) -> str:
        return f"{self.prefix}-{kind}"

    def every_index(self, kind: Kind) -> str:
        """A pattern of all indices of a kind, whatever their version."""
        return f"{self.prefix}-{kind}-v*"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of every new index."""

    shards: int = 1
    replicas: int = 0


def create(client: Elasticsearch, names: Names, sizes: Sizes) -> None:
    """Create what is missing. Raises ConfigurationError for an index of another mapping version."""
    for kind in KINDS:
        with translated():
            existing = behind(client, names.alias(kind))
            if existing is None:
                put_template(client, names, kind, sizes)
                _create_first(client, names, kind)
            else:
                _add_fields(client, kind, existing)


def drop(client: Elasticsearch, names: Names) -> None:
    for kind in KINDS:
        with translated():
            for index in client.indices.get(index=names.every_index(kind), expand_wildcards="all"):
                client.indices.delete(index=index)
            client.options(ignore_status=404).indices.delete_index_template(name=names.template(kind))


def behind(client: Elasticsearch, alias: str) -> str | None:
    """The index behind an alias, if there is one."""
    try:
        found = list(client.indices.get_alias(name=alias))
    except NotFoundError:
        return None
    if len(found) != 1:
        raise ConfigurationError(
            f"The alias {alias} stands for {' and '.join(sorted(found))}, but must stand for one index: "
            "remove it from the others"
        )
    return str(found[0])


def put_template(client: Elasticsearch, names: Names, kind: Kind, sizes: Sizes) -> None:
    """What every index of this kind that is created from now on is like."""
    mapping = load(kind)
    settings = mapping.template["settings"] | {
        "number_of_shards": sizes.shards,
        "number_of_replicas": sizes.replicas,
    }
    client.indices.put_index_template(
        name=names.template(kind),
        index_patterns=[names.every_index(kind)],
        priority=_PRIORITY,
        version=mapping.version,
        template={"settings": settings, "mappings": mapping.template["mappings"]},
    )


def allow_writing(client: Elasticsearch, index: str) -> None:
    """Take back what a rebuild forbade."""
    client.indices.put_settings(index=index, settings={"index.blocks.write": None})


def refuse_newer(client: Elasticsearch, kind: Kind, index: str) -> None:
    """Raises ConfigurationError for an index that this Kaigong is too old to replace."""
    _refuse_newer(kind, index, _version(_mappings(client, index)))


def _create_first(client: Elasticsearch, names: Names, kind: Kind) -> None:
    index, alias = names.index(kind), names.alias(kind)
    try:
        client.indices.create(index=index, aliases={alias: {}})
    except BadRequestError as exc:
        if exc.error != "resource_already_exists_exception":
            raise
        # Another process was faster, or the index came back from a snapshot without its alias.
        client.indices.put_alias(index=index, name=alias)


def _add_fields(client: Elasticsearch, kind: Kind, index: str) -> None:
    """Raises ConfigurationError for an index of another mapping version, or one that cannot get them."""
    wanted, existing = load(kind).template, _mappings(client, index)
    _check_version(kind, index, _version(existing))
    if not _lacks(existing, wanted["mappings"]):
        return
    try:
        client.indices.put_mapping(index=index, properties=wanted["mappings"]["properties"])
    except BadRequestError as exc:
        raise ConfigurationError(
            f"The index {index} cannot get the fields that it lacks: {reason_of(exc.body)}. "
            "`kaigong index rebuild` builds a new one"
        ) from exc
    client.indices.put_settings(index=index, settings={"index": wanted["settings"].get("index", {})})


def _mappings(client: Elasticsearch, index: str) -> dict[str, Any]:
    (found,) = client.indices.get_mapping(index=index).values()
    mappings: dict[str, Any] = found["mappings"]
    return mappings


def _version(mappings: dict[str, Any]) -> int:
    """0 for an index that was not made by Kaigong's templates."""
    return int(mappings.get("_meta", {}).get("version") or 0)


def _check_version(kind: Kind, index: str, version: int) -> None:
    _refuse_newer(kind, index, version)
    if version < load(kind).version:
        raise ConfigurationError(
            f"The index {index} has mapping version {version}, this Kaigong writes {load(kind).version}: "
            "`kaigong index rebuild` builds a new index beside it and then puts it in its place"
        )


def _refuse_newer(kind: Kind, index: str, version: int) -> None:
    if version > load(kind).version:
        raise ConfigurationError(
            f"The index {index} was made by a newer Kaigong (mapping version {version}, this one writes "
            f"{load(kind).version}): update this one"
        )


def _lacks(existing: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a field or sub-field is missing."""
    return any(
        name not in existing.get(part, {}) or _lacks(existing[part][name], field)
        for part in ("properties", "fields")
        for name, field in wanted.get(part, {}).items()
    )
