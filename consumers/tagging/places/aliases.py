"""Other names of regions: those that ship with Kaigong, and the customer's own."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from consumers.tagging.yaml_file import read_model


class Alias(BaseModel):
    """Another name of a region; `until` is the last day on which it was the official one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=2, max_length=40)
    code: str = Field(pattern=r"^\d{6}(\d{3})?$")
    until: date | None = None


class Aliases(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    aliases: list[Alias]


def read_aliases(path: Path) -> list[Alias]:
    """Raises ConfigurationError naming the file and what is wrong in it."""
    return read_model(Aliases, path).aliases
