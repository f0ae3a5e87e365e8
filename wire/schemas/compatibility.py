"""Whether a schema can follow another within a major version: records old and new, readers old and new.

A field may be added if it may be missing. Nothing else changes: what one reader checks, another relies on.
An enumeration may grow; readers are told to take a value that they do not know as one they do not need.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
# Words for people, and what no record shows.
_SAID_ONLY = frozenset({"$defs", "$id", "$ref", "$schema", "default", "description", "examples", "title"})
_LOOKED_INTO = frozenset({"properties", "required", "items", "anyOf", "enum", "prefixItems"})
_NONE = object()


def breaking_changes(old: Json, new: Json) -> list[str]:
    """What keeps `new` from being a minor version of `old`, each with its path; empty if nothing does."""
    return list(_Comparison(old, new).differences())


class _Comparison:
    def __init__(self, old: Json, new: Json) -> None:
        self._roots = old, new
        self._compared: set[tuple[str, str]] = set()

    def differences(self) -> Iterator[str]:
        yield from self._of(*self._roots, "$")

    def _of(self, old: Json, new: Json, path: str) -> Iterator[str]:
        names = str(old.get("$ref", "")), str(new.get("$ref", ""))
        if all(names):
            if names in self._compared:
                return
            self._compared.add(names)
        old, new = self._resolved(old, 0), self._resolved(new, 1)
        yield from self._constraints(old, new, path)
        yield from self._fields(old, new, path)
        yield from self._values(old, new, path)
        if "items" in old and "items" in new:
            yield from self._of(old["items"], new["items"], f"{path}[]")

    def _resolved(self, schema: Json, side: int) -> Json:
        while "$ref" in schema:
            schema = self._roots[side]["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return schema

    def _constraints(self, old: Json, new: Json, path: str) -> Iterator[str]:
        for key in sorted({*old, *new} - _SAID_ONLY - _LOOKED_INTO):
            before, after = old.get(key, _NONE), new.get(key, _NONE)
            if isinstance(before, Mapping) and isinstance(after, Mapping):
                yield from self._of(before, after, f"{path}.*")
            elif before != after:
                yield f"{path}: {key} was {_shown(before)} and is {_shown(after)}"
        if ("items" in old) != ("items" in new):
            yield f"{path}: what a list holds was {_shown(old.get('items', _NONE))}"

    def _fields(self, old: Json, new: Json, path: str) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        yield from (f"{path}.{name}: is gone" for name in before if name not in after)
        needed_before, needed_after = set(old.get("required", ())), set(new.get("required", ()))
        yield from (f"{path}.{name}: must be there now, and is not in older records"
                    for name in sorted(needed_after - needed_before))  # fmt: skip
        yield from (f"{path}.{name}: may be missing now, and readers count on it"
                    for name in sorted(needed_before - needed_after) if name in after)  # fmt: skip
        for name in before:
            if name in after:
                yield from self._of(before[name], after[name], f"{path}.{name}")

    def _values(self, old: Json, new: Json, path: str) -> Iterator[str]:
        yield from (f"{path}: {value!r} is no value any more"
                    for value in old.get("enum", ()) if value not in new.get("enum", ()))  # fmt: skip
        if "enum" in new and "enum" not in old:
            yield f"{path}: only some values are allowed now"
        before, after = old.get("anyOf"), new.get("anyOf")
        if (before is None) != (after is None) or len(before or ()) != len(after or ()):
            yield f"{path}: other types than before"
            return
        for number, (one, other) in enumerate(zip(before or (), after or (), strict=True)):
            yield from self._of(one, other, f"{path}|{number}")


def _shown(value: object) -> str:
    return "not there" if value is _NONE else repr(value)
