"""From an address to a source file with a fixture, and from a fixture to what has changed since."""
