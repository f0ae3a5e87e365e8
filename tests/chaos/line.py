"""The line under chaos: producer, stages with a clock that can be wrong, mail server, engines."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import yaml
from chaos.producer import ALLOWED, PUBLISHED, note, number_in
from chaos.truth import RECEIVERS, RULES
from running_line import Stage, app_of, environment
from services.elasticsearch_server import ElasticsearchServer
from services.kafka_server import KafkaServer
from smtp.mail_server import MailServer
from test_line_killed import lag, unpublished

from kaigong.stages.alerter import open_outbox
from wire.errors import TemporaryError

STAGES = ("tagger", "indexer", "alerter", "notifier")
_TESTS = Path(__file__).resolve().parents[1]
_STOPPED_ITSELF = 75
_LONGEST_STANDSTILL = 300.0
_LOOK_SECONDS = 0.2


class Line:
    """Everything that runs; `deaths` are those that nobody ordered, with their exit codes."""

    def __init__(
        self,
        folder: Path,
        kafka: KafkaServer | None = None,
        elasticsearch: ElasticsearchServer | None = None,
        *,
        on_small_disk: bool = False,
    ) -> None:
        self.folder = folder
        self.kafka, self.elasticsearch = kafka, elasticsearch
        self.data = folder / "data"
        self.on_small_disk = on_small_disk
        self.mail = MailServer(folder / "mail")
        self.clock_file = folder / "clock"
        self.deaths: list[tuple[str, int]] = []
        self.processes: dict[str, Stage] = {}

    def __enter__(self) -> Self:
        self.set_clock(0)
        self.mail.start()
        self._env = environment(
            self.folder, smtp_host="127.0.0.1", smtp_port=str(self.mail.port), **self._settings()
        )
        self._app = app_of(self._env)
        self._write_rules()
        log = self.folder / "stages.log"
        paths = os.pathsep.join((str(_TESTS), os.environ.get("PYTHONPATH", "")))
        env = self._env | {"PYTHONPATH": paths}
        for stage in STAGES:
            command = (sys.executable, "-m", "chaos.stage", str(self.clock_file), stage)
            self.processes[stage] = Stage(stage, env, log, command)
        producer = (sys.executable, "-m", "chaos.producer", str(self.folder))
        self.processes["producer"] = Stage("producer", env, log, producer)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        codes = {name: _code_of(process) for name, process in self.processes.items()}
        self.mail.stop()
        codes.pop("producer", None)
        if kind is None and set(codes.values()) != {0}:
            raise AssertionError(f"the stages did not end in order: {codes}")

    def set_clock(self, seconds: float) -> None:
        draft = self.clock_file.with_suffix(".new")
        draft.write_text(str(seconds))
        os.replace(draft, self.clock_file)

    def allow(self, records: int) -> None:
        note(self.folder / ALLOWED, records)

    @property
    def published(self) -> int:
        return number_in(self.folder / PUBLISHED)

    def wait_until(self, what: str, left: Callable[[], int], at_most: int = 0) -> None:
        """Until no more is left than that; gives up only when nothing goes on, however slow the machine is.

        Whoever ends by itself is started again meanwhile, as by a supervisor.
        """
        before, gives_up = -1, time.monotonic() + _LONGEST_STANDSTILL
        while True:
            self._look_after()
            with suppress(TemporaryError):  # what would answer is away
                if (now := left()) <= at_most:
                    return
                if now != before:
                    before, gives_up = now, time.monotonic() + _LONGEST_STANDSTILL
            assert time.monotonic() < gives_up, f"{what}: {before} left, and nothing goes on"
            time.sleep(_LOOK_SECONDS)

    def lag(self) -> int:
        """Records that some stage has not committed yet."""
        return lag(self._app)

    def unsettled(self) -> int:
        """What somebody has not read, who is not told, what the stream does not know."""
        with closing(open_outbox(self._app)) as outbox:
            counts = outbox.deliveries.counts()
        return counts.get("pending", 0) + counts.get("sending", 0) + self.lag() + unpublished(self._app)

    def _look_after(self) -> None:
        for process in self.processes.values():
            code = process.look_after()
            if code is not None:
                self.deaths.append((process.name, code))
                assert code != _STOPPED_ITSELF, f"{process.name} stopped itself"

    def _settings(self) -> dict[str, str]:
        chosen = {
            # Poison is part of the plan; so many in ten minutes are not.
            "dead_letter_limit": "100000",
            "smtp_timeout": "5",
            "session_seconds": "6",
        }
        if self.kafka:
            chosen |= {"kafka_bootstrap": self.kafka.bootstrap, "prefix": "chaos"}
        if self.elasticsearch:
            chosen |= {"elasticsearch_url": self.elasticsearch.url, "elasticsearch_timeout": "6"}
        return chosen

    def _write_rules(self) -> None:
        settings = self._app.settings
        settings.rules_path.mkdir(parents=True)
        for path, content in (
            (settings.rules_path / "rules.yaml", {"rules": RULES}),
            (settings.receivers_path, RECEIVERS),
        ):
            path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def _code_of(process: Stage) -> int | None:
    """None for one that had to be killed."""
    try:
        return process.end()
    except subprocess.TimeoutExpired:
        return None
