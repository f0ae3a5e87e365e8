"""Starts the scripted mail server for a test and reads what it received."""

import email
import json
import subprocess
import sys
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Self

_SERVER = Path(__file__).with_name("smtp_server.py")


class MailServer:
    """Stopped and started again it has the same port and keeps its mails."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = 0
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> Self:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-W",
                "ignore",
                str(_SERVER),
                str(self.folder),
                "--port",
                str(self.port),
                *self._options,
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def script(self, **actions: list[str]) -> None:
        """Actions by the receiver's local part; `any` for all others."""
        by_address = {
            "*" if name == "any" else f"{name}@example.cn": steps for name, steps in actions.items()
        }
        draft = self.folder / "script.new"
        draft.write_text(json.dumps(by_address))
        draft.rename(self.folder / "script.json")  # whole, also for a mail that comes just now

    @property
    def mail_count(self) -> int:
        return len(list((self.folder / "mails").glob("*.eml")))

    @property
    def mails(self) -> list[EmailMessage]:
        found = sorted((self.folder / "mails").glob("*.eml"))
        return [email.message_from_bytes(path.read_bytes(), policy=default) for path in found]

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    def steps(self, step: str) -> list[dict[str, Any]]:
        path = self.folder / "log.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [entry for line in lines if (entry := json.loads(line))["step"] == step]
