"""Keeps what people say of alerts: an example for the rule, and a line as in `benchmarks/truth`.

A rule that breaks its own examples is not loaded, and feedback says just that: so examples are put beside
the rules, in the form of their `examples:`, for whoever mends the rule.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from wire.errors import ConfigurationError
from wire.files import write_whole
from wire.identity import digest

Verdict = Literal["wrong", "missed"]
_EXAMPLES: dict[Verdict, str] = {"wrong": "no_match", "missed": "match"}


@dataclass(frozen=True, slots=True)
class Feedback:
    """`event` is what was told and should not have been."""

    verdict: Verdict
    rule_id: str
    text: str
    title: str = ""
    home: str | None = None
    published: str | None = None
    url: str | None = None
    event: dict[str, Any] | None = None
    comment: str = ""


class FeedbackStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, feedback: Feedback, now: datetime) -> tuple[Path, Path]:
        """The two files it was written to. Said twice, it stands there once."""
        examples = self._folder / f"{feedback.rule_id}.yaml"
        truth = self._folder / "truth.jsonl"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._add_example(examples, feedback):
                self._append(truth, _line(feedback, now))
        except OSError as exc:
            raise ConfigurationError(f"cannot write to {self._folder}: {exc.strerror}") from exc
        return examples, truth

    def _add_example(self, path: Path, feedback: Feedback) -> bool:
        content: Any = yaml.safe_load(path.read_text("utf-8")) if path.exists() else None
        if content is None:
            content = {"examples": {}}
        if not isinstance(content, dict) or not isinstance(content.get("examples"), dict):
            raise ConfigurationError(f"{path}: expected `examples:` with `match:` and `no_match:`")
        given = content["examples"].setdefault(_EXAMPLES[feedback.verdict], [])
        example = _example(feedback)
        if example in given:
            return False
        given.append(example)
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
        write_whole(path, text.encode(), replace=True)
        return True

    def _append(self, path: Path, line: dict[str, Any]) -> None:
        with path.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _example(feedback: Feedback) -> dict[str, str]:
    fields = {
        "text": feedback.text,
        "title": feedback.title,
        "home": feedback.home,
        "published": feedback.published,
    }
    return {name: value for name, value in fields.items() if value}


def _line(feedback: Feedback, now: datetime) -> dict[str, Any]:
    """`found` and `verdict` are for whoever labels it; the label itself is a person's."""
    fields: dict[str, Any] = {
        "id": f"feedback-{digest(feedback.rule_id, feedback.verdict, feedback.text)[:12]}",
        **_example(feedback),
        "url": feedback.url,
        "rule": feedback.rule_id,
        "verdict": feedback.verdict,
        "found": feedback.event,
        "events": [] if feedback.verdict == "wrong" else None,
        "why": feedback.comment or f"feedback: {feedback.verdict} by rule {feedback.rule_id}",
        "noted_at": now.isoformat(),
    }
    return {name: value for name, value in fields.items() if value is not None}
