"""Where an export goes, whatever its form."""

from collections.abc import Sequence
from typing import Any, Protocol

Document = dict[str, Any]


class Target(Protocol):
    """A mark tells how much has been written; what stands behind a mark can be taken back."""

    def write(self, documents: Sequence[Document]) -> int:
        """Write them, durable when it returns; the mark behind them."""

    def back_to(self, mark: int) -> None:
        """Take back what was written after this mark."""

    def close(self) -> None: ...
