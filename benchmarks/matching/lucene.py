"""The same rules and documents on Lucene Monitor, a library in Java that does the same."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from consumers.query.ast import TEXT_FIELDS, And, AnyOf, Near, Node, Not, Or, Phrase
from consumers.query.document import Document
from consumers.query.tokens import BREAK

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from services.downloads import maven_jars
from services.java import find_java

VERSION = "10.3.0"
_ARTIFACTS = (f"org.apache.lucene:lucene-monitor:{VERSION}", f"org.apache.lucene:lucene-queries:{VERSION}")
_PROGRAM = Path(__file__).with_name("LuceneMonitor.java")
_HEAP = "6g"


@dataclass(frozen=True)
class Result:
    """`numbers` are those that the program prints; `matches` are the rules' ids, document by document."""

    numbers: dict[str, float]
    matches: list[set[str]]


def measure(rules: Mapping[str, Node], documents: Sequence[Document], *, seconds: int) -> Result:
    """For so many seconds after loading, and at least two rounds: Java must warm up."""
    java = find_java(21, f"Lucene {VERSION}")
    jars = maven_jars(f"lucene-monitor-{VERSION}", _ARTIFACTS, java)
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = ("\t".join((rule_id, *_prefix(node))) for rule_id, node in rules.items())
        (folder / "rules").write_text("\n".join(lines), "utf-8")
        (folder / "documents").write_text("\n".join("\t".join(_pairs(one)) for one in documents), "utf-8")
        command = [str(java.program), f"-Xmx{_HEAP}", "-cp", f"{jars}/*", str(_PROGRAM), name, str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"Lucene Monitor failed: {done.stderr[-2000:]}")
        numbers = {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}
        matches = (folder / "matches").read_text("utf-8").split("\n")[: len(documents)]
        return Result(numbers, [set(line.split("\t")) - {""} for line in matches])


def _prefix(node: Node) -> Iterator[str]:
    match node:
        case And(parts) | Or(parts):
            yield from ("and" if isinstance(node, And) else "or", str(len(parts)))
            for part in parts:
                yield from _prefix(part)
        case Not(part):
            yield "not"
            yield from _prefix(part)
        case Phrase(tokens, None):
            yield from ("phrase", " ".join(tokens))
        case Near((first, second), distance, None):
            yield from ("near", str(distance), " ".join(first), " ".join(second))
        case AnyOf(field, values) if len(values) == 1:
            yield from ("value", field, *values)
        case _:
            raise TypeError(f"the benchmark's rules have no {node!r}")


def _pairs(document: Document) -> Iterator[str]:
    for field in TEXT_FIELDS:
        for run in document.tokens.get(field, "").split(BREAK):
            yield from (field, run.strip())
    for field in ("place_codes", "industries"):
        for value in document.keywords.get(field, ()):
            yield from (field, value)
