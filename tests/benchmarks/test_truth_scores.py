"""The truth set and its scorers: right tags score full marks, and every kind of wrong tag costs some."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TRUTH = Path(__file__).parents[2] / "benchmarks" / "truth"
Line = dict[str, Any]


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TRUTH / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def labels_as_tags() -> list[Line]:
    lines = []
    for path in sorted((TRUTH / "dev").glob("*.jsonl")):
        lines += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line["industries"] = [{"name": name, "score": 1.0} for name in line["industries"]]
    return lines


def gate(tmp_path: Path, lines: list[Line]) -> subprocess.CompletedProcess[str]:
    tags = tmp_path / "tags.jsonl"
    tags.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return run("score.py", "dev", str(tags), "--gate")


def test_the_labels_hold() -> None:
    checked = run("check.py")
    assert checked.returncode == 0, checked.stdout


def test_right_tags_reach_every_goal(tmp_path: Path) -> None:
    scored = gate(tmp_path, labels_as_tags())
    assert scored.returncode == 0, scored.stderr


def forget_places(line: Line) -> None:
    line["places"] = []


def guess_places(line: Line) -> None:
    for place in line["places"]:
        place["code"] = place["code"] or place["candidates"][0]


def forget_industries(line: Line) -> None:
    line["industries"] = []


def call_all_done(line: Line) -> None:
    for event in line["events"]:
        event["state"] = "done"


def call_none_done(line: Line) -> None:
    for event in line["events"]:
        event["state"] = "planned"


def slip_a_digit(line: Line) -> None:
    for figure in line["figures"]:
        figure["value"] *= 10


def fail(line: Line) -> None:
    line["error"] = "no text"


@pytest.mark.parametrize(
    ("spoil", "goal"),
    [
        (forget_places, "county F1"),
        (guess_places, "no wrong guess"),
        (forget_industries, "industry F1"),
        (call_all_done, "events precision"),
        (call_none_done, "events recall"),
        (slip_a_digit, "figures exact"),
        (fail, "no line failed"),
    ],
)
def test_wrong_tags_miss_their_goal(tmp_path: Path, spoil: Callable[[Line], None], goal: str) -> None:
    lines = labels_as_tags()
    for line in lines:
        spoil(line)
    scored = gate(tmp_path, lines)
    assert scored.returncode == 1
    assert goal in scored.stderr


def test_inputs_carry_no_label() -> None:
    given = [json.loads(line) for line in run("inputs.py", "dev").stdout.splitlines()]
    assert given
    assert all(set(line) <= {"id", "title", "text", "home", "published"} for line in given)
