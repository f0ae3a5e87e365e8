"""The long soak, on SQLite, then on Kafka and Elasticsearch; writes a report: `make soak`."""

import argparse
import os
import platform
import shutil
import signal
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from chaos.soak import Soak, run
from services.elasticsearch_server import ElasticsearchServer
from services.kafka_server import KafkaServer

_BACK_ENDS = ("sqlite", "servers")
_DISK_MEGABYTES = 2_000


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = _parser().parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True, exist_ok=True)
    report, passed = [_head(options)], True
    for back_end in options.back_ends:
        print(f"{back_end}: {options.articles:,} articles, seed {options.seed}", flush=True)
        soak = _soak(back_end, options)
        passed = passed and soak.passed
        report.append(_section(back_end, soak))
        (options.folder / "report.md").write_text("\n".join(report), "utf-8")
    print("\n".join(report))
    return 0 if passed else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", type=int, default=100, help="parts in which the articles are published")
    parser.add_argument("--troubles", type=float, default=1.2, help="how many come on a part")
    parser.add_argument("--folder", type=Path, default=Path(".soak"), help="all that a run leaves behind")
    parser.add_argument("--back-ends", nargs="+", choices=_BACK_ENDS, default=_BACK_ENDS)
    return parser


def _soak(back_end: str, options: argparse.Namespace) -> Soak:
    with ExitStack() as stack:
        on_servers = back_end == "servers"
        return run(
            options.folder / back_end,
            seed=options.seed,
            articles=options.articles,
            steps=options.parts,
            per_step=options.troubles,
            disk_megabytes=_DISK_MEGABYTES,
            kafka=stack.enter_context(KafkaServer(quick=False)) if on_servers else None,
            elasticsearch=stack.enter_context(ElasticsearchServer(quick=False)) if on_servers else None,
        )


def _head(options: argparse.Namespace) -> str:
    return (
        f"# Soak of {options.articles:,} articles, seed {options.seed}\n\n"
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n"
    )


def _section(back_end: str, soak: Soak) -> str:
    where = "SQLite" if back_end == "sqlite" else "Kafka and Elasticsearch"
    disk = "a file system of its own, filled" if soak.on_small_disk else "a limit on the size of files"
    troubles = Counter(trouble.name for trouble in soak.troubles)
    done = f"{soak.articles:,} articles as {soak.records:,} records in {soak.seconds / 60:.1f} minutes"
    lines = [
        f"## {where}: {'passed' if soak.passed else 'FAILED'}\n",
        f"{done}; the disk full by {disk}. Processes that ended unasked: {_deaths(soak)}.\n",
        "| trouble | times |\n|---|---:|",
        *(f"| {name} | {count} |" for name, count in sorted(troubles.items())),
        "",
        soak.verdict.replace("\n0 lost", "\n\n0 lost"),
    ]
    return "\n".join(lines)


def _deaths(soak: Soak) -> str:
    found = Counter(f"{name} with {code}" for name, code in soak.deaths)
    return ", ".join(f"{what} ({count} times)" for what, count in sorted(found.items())) or "none"


if __name__ == "__main__":
    sys.exit(main())
