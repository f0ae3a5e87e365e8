"""The fields of every index, one file per kind: `from mappings import load`."""

from mappings.loader import KINDS, TOKENS_FIELD, FieldType, Kind, Mapping, load

__all__ = ["KINDS", "TOKENS_FIELD", "FieldType", "Kind", "Mapping", "load"]
