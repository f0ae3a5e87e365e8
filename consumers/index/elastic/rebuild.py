"""A new index on Elasticsearch beside the one in use: built, put in its place, or cleared away."""

from collections.abc import Sequence
from typing import Any

from elasticsearch import Elasticsearch

from consumers.index.elastic import ElasticIndex, schema
from consumers.index.elastic.client import translated
from consumers.index.elastic.schema import Names, Sizes
from mappings import Kind
from wire.settings import Settings

_FILLING: dict[str, Any] = {"refresh_interval": "-1", "number_of_replicas": 0}


class ElasticSite:
    """`stamp` tells the new indices from those of other rebuilds."""

    def __init__(self, client: Elasticsearch, settings: Settings, kinds: Sequence[Kind], stamp: str) -> None:
        self._client = client
        self._kinds = kinds
        self._names = Names(settings.prefix)
        self._building = Names(settings.prefix, building=True)
        self._sizes = Sizes(settings.elasticsearch_shards, settings.elasticsearch_replicas)
        self._made = {kind: self._names.index(kind, stamp) for kind in kinds}
        self._used: dict[Kind, str] = {}
        self._old = ElasticIndex(client, self._names, settings.zone)
        self.new = ElasticIndex(client, self._building, settings.zone)

    def prepare(self) -> None:
        with translated():
            for kind in self._kinds:
                self._clear_away(kind)
                if used := schema.behind(self._client, self._names.alias(kind)):
                    schema.refuse_newer(self._client, kind, used)
                    self._used[kind] = used
                    schema.allow_writing(self._client, used)
                schema.put_template(self._client, self._names, kind, self._sizes)
                aliases: dict[str, Any] = {self._building.alias(kind): {}}
                self._client.indices.create(index=self._made[kind], aliases=aliases, settings=_FILLING)

    def stop_writing(self) -> None:
        """The engine answers when every write that was on its way has ended."""
        with translated():
            for used in self._used.values():
                self._client.indices.add_block(index=used, block="write")

    def counts(self, kind: Kind) -> tuple[int, int]:
        with translated():
            for index in (self._used.get(kind), self._made[kind]):
                if index:
                    self._client.indices.refresh(index=index)
        return self._old.count(kind) if kind in self._used else 0, self.new.count(kind)

    def put_in_place(self) -> None:
        usual = {"refresh_interval": None, "number_of_replicas": self._sizes.replicas}
        with translated():
            for made in self._made.values():
                self._client.indices.put_settings(index=made, settings=usual)
            self._client.indices.update_aliases(
                actions=[one for kind in self._kinds for one in self._swap(kind)]
            )

    def give_up(self) -> None:
        with translated():
            for kind, made in self._made.items():
                if schema.behind(self._client, self._names.alias(kind)) == made:
                    continue  # the swap was done, though the answer never came
                if used := self._used.get(kind):
                    schema.allow_writing(self._client, used)
                self._client.options(ignore_status=404).indices.delete(index=made)

    def _swap(self, kind: Kind) -> list[dict[str, Any]]:
        alias, made = self._names.alias(kind), self._made[kind]
        actions: list[dict[str, Any]] = [
            {"add": {"index": made, "alias": alias}},
            {"remove": {"index": made, "alias": self._building.alias(kind)}},
        ]
        if used := self._used.get(kind):
            actions.append({"remove": {"index": used, "alias": alias}})
        return actions

    def _clear_away(self, kind: Kind) -> None:
        """What a rebuild left that was cut off; only its own alias stands for it."""
        if left := schema.behind(self._client, self._building.alias(kind)):
            self._client.indices.delete(index=left)
