"""After an error that nobody knows the notifier's process ends, so that it is started again."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alerting_samples import new_alert
from running_line import app_of, environment, wait_for
from smtp.mail_server import MailServer

from kaigong.stages.alerter import open_outbox


@pytest.mark.timeout(120)
def test_it_does_not_stay_for_a_line_that_waits(tmp_path: Path) -> None:
    """The line to the mail server waits for its answer, then for the one who notes it."""
    with MailServer(tmp_path / "mail") as mail:
        mail.script(any=["hold-rcpt"])
        env = environment(tmp_path, smtp_host="127.0.0.1", smtp_port=str(mail.port), smtp_timeout="3")
        with closing(open_outbox(app_of(env))) as outbox:
            with outbox.writing() as writing:
                writing.add(new_alert("a1", "li@example.cn"))
            notifier = subprocess.Popen([sys.executable, "-m", "kaigong", "notifier"], env=os.environ | env)
            try:
                wait_for(lambda: bool(mail.steps("rcpt")), "the first mail on its way")
                with outbox.writing() as writing:
                    writing.add(new_alert("a2", "li@example.cn"))
                    spoil(writing._connection)
                assert notifier.wait(40) not in (0, None)
            finally:
                notifier.kill()
                notifier.wait()


def spoil(outbox: sqlite3.Connection) -> None:
    """As a damaged disk may: the alert cannot be read any more."""
    outbox.execute("UPDATE alerts SET facts = '{' WHERE alert_id = 'a2'")
