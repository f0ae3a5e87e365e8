"""What many tests of alerting need."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from smtp.mail_server import MailServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    """A mail server in a process of its own."""
    with MailServer(tmp_path / "server") as server:
        yield server
