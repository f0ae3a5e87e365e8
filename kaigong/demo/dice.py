"""Choices that look random and are the same on every machine and in every version of Python."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Every `key` gives its own sequence of choices."""

    def __init__(self, *key: object) -> None:
        self._key = "/".join(str(part) for part in key).encode()
        self._rolls = 0

    def below(self, bound: int) -> int:
        self._rolls += 1
        digest = blake2b(self._key, digest_size=8, salt=self._rolls.to_bytes(8, "big")).digest()
        return int.from_bytes(digest, "big") % bound

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        keyed = [(self.below(1 << 62), index) for index in range(len(items))]
        return [items[index] for _, index in sorted(keyed)]


def hex_id(*key: object) -> str:
    """32 hexadecimal digits, always the same for a key."""
    return blake2b("/".join(str(part) for part in key).encode(), digest_size=16).hexdigest()
