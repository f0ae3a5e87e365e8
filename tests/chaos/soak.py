"""One soak: publishes the plan part by part, troubles the line meanwhile, and asks the checker at the end."""

import subprocess
import sys
import time
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from chaos.disk import small_disk
from chaos.line import Line
from chaos.plan import write_plan
from chaos.troubles import Trouble, calm_script, draw, kinds, mail_script, of_step
from running_line import outage
from services.elasticsearch_server import ElasticsearchServer
from services.kafka_server import KafkaServer

CHECKER = Path(__file__).with_name("checker.py")
# Puts off nothing that waits: digests are hourly, retries wait an hour at most.
_LATER = 3 * 3600.0
_LATEST_CLOCK = 6 * 3600.0


@dataclass(slots=True)
class Soak:
    """`seconds` to the end of the line, and what the checker said."""

    seed: int
    articles: int
    records: int
    troubles: list[Trouble] = field(default_factory=list)
    on_small_disk: bool = False
    deaths: list[tuple[str, int]] = field(default_factory=list)
    seconds: float = 0.0
    verdict: str = ""
    passed: bool = False


def run(
    folder: Path,
    *,
    seed: int,
    articles: int,
    steps: int,
    per_step: float = 1.0,
    without: Collection[str] = (),
    disk_megabytes: int = 0,
    kafka: KafkaServer | None = None,
    elasticsearch: ElasticsearchServer | None = None,
) -> Soak:
    folder.mkdir(parents=True, exist_ok=True)
    records = write_plan(folder, seed=seed, articles=articles, now=datetime.now(UTC))
    soak = Soak(seed, articles, records)
    began = time.monotonic()
    with ExitStack() as stack:
        if disk_megabytes:
            soak.on_small_disk = stack.enter_context(small_disk(folder / "data", disk_megabytes))
        with Line(folder, kafka, elasticsearch, on_small_disk=soak.on_small_disk) as line:
            names = [name for name in kinds(line) if name not in without]
            soak.troubles = draw(seed, steps, names, per_step)
            line.mail.script(**mail_script(seed))
            _chaos(line, soak, steps)
            _calm(line)
            soak.deaths = line.deaths
        soak.seconds = time.monotonic() - began
        soak.passed, soak.verdict = check(folder, kafka=kafka, elasticsearch=elasticsearch)
    return soak


def _chaos(line: Line, soak: Soak, steps: int) -> None:
    """The line is never without work, so most troubles interrupt some."""
    part = -(-soak.records // steps)
    does = kinds(line)
    for step in range(steps):
        line.allow(min((step + 1) * part, soak.records))
        for trouble in of_step(soak.troubles, step):
            print(trouble, flush=True)
            outage(trouble.pause)
            does[trouble.name](trouble.seconds)
        line.wait_until(f"step {step}", line.lag, at_most=part)
    line.wait_until("publication", lambda: soak.records - line.published)


def _calm(line: Line) -> None:
    """No more trouble: what waits for another try or for its digest is due a little later."""
    line.mail.script(**calm_script())
    line.wait_until("the end of the line", line.lag)
    line.set_clock(_LATEST_CLOCK + _LATER)
    line.wait_until("the last mails", line.unsettled)


def check(
    folder: Path, *, kafka: KafkaServer | None = None, elasticsearch: ElasticsearchServer | None = None
) -> tuple[bool, str]:
    command = [sys.executable, str(CHECKER), str(folder)]
    if kafka:
        command += ["--kafka", kafka.bootstrap, "--prefix", "chaos"]
    if elasticsearch:
        command += ["--elasticsearch", elasticsearch.url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr
