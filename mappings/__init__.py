"""The fields of every index, one file per kind."""
