"""Says whether a soak ended as it must: `python checker.py FOLDER`. It imports no part of Kaigong.

What it expects is the generator's truth in FOLDER; what happened it reads from the topics, the index, the
outbox and the mail server's files. Exit code 1, and a line for each thing that is lost, duplicate, unexpected
or wrong.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from chaos import told, verdict
from chaos.evidence import ALERTS, ARTICLES, DEAD_LETTERS, EVENTS, TAGGED, Evidence, gather

_MOST_LINES = 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kafka", help="host:port; else the SQLite stream in FOLDER")
    parser.add_argument("--elasticsearch", help="URL; else the SQLite index in FOLDER")
    parser.add_argument("--prefix", default="kaigong")
    options = parser.parse_args()
    truth = json.loads((options.folder / "truth.json").read_text("utf-8"))
    found = gather(options.folder, options.kafka, options.prefix, options.elasticsearch)
    wrong = [*verdict.problems(truth, found), *told.problems(truth, found)]
    print(summary(found))
    words = Counter(line.partition(":")[0] for line in wrong)
    print(", ".join(f"{words[word]} {word}" for word in ("lost", "duplicate", "unexpected", "wrong")))
    print("\n".join(wrong[:_MOST_LINES]))
    return 1 if wrong else 0


def summary(found: Evidence) -> str:
    """A table of what was counted."""
    mails = Counter(mail.message_id for mail in found.mails)
    counts = {
        **{f"records on {topic}": len(found.topics[topic]) for topic in (ARTICLES, TAGGED, EVENTS, ALERTS)},
        "dead letters": sum(len(found.topics[topic]) for topic in DEAD_LETTERS),
        **{f"{kind} in the index": len(documents) for kind, documents in found.index.items()},
        **{
            f"alerts, {kind}": count
            for kind, count in sorted(Counter(a["kind"] for a in found.alerts).items())
        },
        **{f"deliveries, {state}": count for state, count in sorted(_states(found).items())},
        "mails": len(mails),
        "second copies of a mail": sum(mails.values()) - len(mails),
    }
    return "\n".join(
        ["| counted | |", "|---|---:|", *(f"| {what} | {count:,} |" for what, count in counts.items())]
    )


def _states(found: Evidence) -> Counter[str]:
    return Counter(str(one["state"]) for one in found.deliveries)


if __name__ == "__main__":
    sys.exit(main())
