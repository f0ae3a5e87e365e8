"""`kaigong run` with its shipped settings, and a mail server in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from smtp.mail_server import MailServer

from journey import steps, traffic
from kaigong.app import App
from wire import settings
from wire.stream import Reader
from wire.topics import ARTICLES, TAGGED_ARTICLES

_LONGEST = 120.0


class Line:
    """The running line: its stream, its outbox and the mails that came."""

    def __init__(self, app: App, mails: MailServer, process: subprocess.Popen[bytes], said: Path) -> None:
        self.app = app
        self.mails = mails
        self._process = process
        self._said = said

    def wait_for_mails(self, count: int) -> None:
        """Until so many are there and nothing is on its way any more."""
        self._wait(lambda: self.mails.mail_count >= count, f"{count} mails")
        with self.app.stream() as stream, closing(stream.reader()) as reader:
            self._wait(lambda: _is_through(reader), "all articles matched and indexed")
        self._wait(lambda: steps.is_empty(self.app.data.outbox), "an empty outbox")

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + _LONGEST
        while not condition():
            if self._process.poll() is not None or time.monotonic() > until:
                said = self._said.read_text("utf-8", "replace")[-3000:]
                raise SystemExit(f"not reached: {what}; {self.mails.mail_count} mails came\n{said}")
            time.sleep(0.2)


@contextmanager
def running(folder: Path, servers: Mapping[str, str]) -> Iterator[Line]:
    """`servers` are settings that choose other engines than SQLite."""
    with MailServer(folder / "mail") as mails:
        env = {
            "KAIGONG_DATA_DIR": str(folder / "data"),
            "KAIGONG_CATALOG": "false",
            "KAIGONG_SMTP_HOST": "127.0.0.1",
            "KAIGONG_SMTP_PORT": str(mails.port),
            "KAIGONG_SMTP_SECURITY": "none",
            "KAIGONG_MAIL_FROM": "kaigong@kaigong.example",
            **servers,
        }
        app = App(settings.load(env))
        traffic.write_rules(app.settings.rules_path)
        environ = {**os.environ, **env}
        subprocess.run([*_KAIGONG, "rule", "check"], env=environ, check=True, stdout=subprocess.DEVNULL)
        said = folder / "stderr"
        with said.open("wb") as file:
            process = subprocess.Popen([*_KAIGONG, "run"], env=environ, stderr=file)
        try:
            yield Line(app, mails, process, said)
        finally:
            process.terminate()
            process.wait()


_KAIGONG = (sys.executable, "-m", "kaigong")


def _is_through(reader: Reader) -> bool:
    """Whether the stages have committed all articles and all that the tagger made of them."""
    for stage, topic in (("tagger", ARTICLES), ("alerter", TAGGED_ARTICLES), ("indexer", TAGGED_ARTICLES)):
        committed = reader.committed(stage)
        if any(committed.get(partition, 0) < end for partition, end in reader.end_offsets(topic).items()):
            return False
    return True
