"""What one check came to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kaigong.app import App

State = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`note` is worth knowing, `bad` keeps news or mail from arriving; `advice` says what to do."""

    hop: str
    state: State
    what: str
    advice: str = ""


Check: TypeAlias = Callable[[App], Iterable[Finding]]
