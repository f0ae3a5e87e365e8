"""What keeps a real server from being started on this machine."""


class MissingError(Exception):
    """No suitable Java, no Maven, no network: the tests that need the server are skipped with this text."""
