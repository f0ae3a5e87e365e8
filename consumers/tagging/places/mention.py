"""A place's name as it stands in a text."""

import msgspec

from consumers.tagging.places.standing import Standing
from wire.messages import PlaceRole

COUNTY_DIGITS = 6  # of a code; a town has more


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A name in the matched text; `start` and `end` are positions there, `codes` what it can mean.

    `former` are codes that the name led to once, where it is another region's name today. A `weak` name is
    also a word (白银, 和县): where nothing supports it, it is no place. What is `doubtful` stays undecided.
    `listed` stands beside another name in a list, `on_route` at the other end of a way: 北京至朝阳; an
    `attributed` one behind its city: 福州的鼓楼区.
    """

    surface: str
    start: int
    end: int
    codes: tuple[str, ...]
    method: str
    role: PlaceRole = "site"
    in_title: bool = False
    weak: bool = False
    former: tuple[str, ...] = ()
    doubtful: bool = False
    listed: bool = False
    on_route: bool = False
    attributed: bool = False
    standing: Standing = Standing()

    @property
    def code(self) -> str | None:
        return self.codes[0] if len(self.codes) == 1 and not self.doubtful else None

    @property
    def is_shared(self) -> bool:
        return len(self.codes) + len(self.former) > 1

    @property
    def is_town(self) -> bool:
        return bool(self.codes) and len(self.codes[0]) > COUNTY_DIGITS

    @property
    def position(self) -> tuple[bool, int]:
        """In the order of reading: the title comes first."""
        return not self.in_title, self.start

    def touches(self, other: "Mention") -> bool:
        """Whether the other one stands right behind it in a list."""
        return self.end + 1 == other.start and other.listed and self.in_title == other.in_title
