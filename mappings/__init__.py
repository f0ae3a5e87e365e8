"""The fields of every index, one file per kind: `from mappings import load`."""

from mappings.loader import KINDS, FieldType, Kind, Mapping, load

__all__ = ["KINDS", "FieldType", "Kind", "Mapping", "load"]
