"""What the operators are told of: sick sources, stopped stages, dead letters, broken files."""
