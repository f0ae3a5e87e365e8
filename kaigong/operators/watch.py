"""Tells the operators when something stops being well, and when it is well again; once each."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import msgspec
from loguru import logger

from consumers.alerting.directory import Directory
from consumers.alerting.receivers import ChannelName, Receiver
from consumers.alerting.rule_files import RuleFiles
from consumers.alerting.sending import Channel, RefusedError
from kaigong.app import App
from kaigong.operators.troubles import troubles
from kaigong.stages.alerter import rule_files, vocabulary
from wire.errors import KaigongError

_MOST_LINES = 50
# What the log was told, beside what each operator was.
_LOG = ""

Troubles = dict[str, str]


class OperatorWatch:
    """What each was told is noted after the server took it: told again rather than not at all.

    It does not go through the outbox: that the notifier stands still is news too.
    """

    def __init__(
        self,
        app: App,
        directory: Callable[[], Directory],
        channels: Mapping[ChannelName, Channel],
        path: Path,
    ) -> None:
        self._app = app
        self._directory = directory
        self._channels = channels
        self._path = path

    @cached_property
    def _rules(self) -> RuleFiles:
        """Kept between looks: to read ten thousand rules anew takes seconds."""
        return rule_files(self._app, vocabulary(self._app))

    def look(self) -> None:
        """Compare what is not well with what each was told, and tell the difference."""
        now, told = troubles(self._app, self._rules.current()), self._told()
        operators = self._operators()
        noted = {name: told.get(name, told.get(_LOG, {})) for name in (_LOG, *operators)}
        self._log(now, noted[_LOG])
        noted[_LOG] = now
        try:
            for name, receiver in operators.items():
                if noted[name] != now and self._tell(receiver, now, noted[name]):
                    noted[name] = now
        finally:
            for channel in self._channels.values():
                channel.close()
        if noted != told:
            self._note(noted)

    def _operators(self) -> dict[str, Receiver]:
        """Those of the settings and those of receivers.yaml, each once."""
        directory = self._directory()
        names = [*map(directory.canonical, self._app.settings.operators), *directory.operators]
        found = {name: directory.find(name) for name in dict.fromkeys(names)}
        return {name: receiver for name, receiver in found.items() if receiver is not None}

    def _log(self, now: Troubles, before: Troubles) -> None:
        for text in _new(now, before):
            logger.bind(trouble=text).error("not well")
        for text in _new(before, now):
            logger.bind(trouble=text).info("well again")

    def _tell(self, receiver: Receiver, now: Troubles, before: Troubles) -> bool:
        """Whether this operator need not be told of it any more."""
        new, over = _new(now, before), _new(before, now)
        if not new and not over:
            return True
        channel = self._channels.get(receiver.channel)
        if channel is None or channel.why_not(receiver):
            return True  # nobody can be told; the log was
        try:
            channel.tell(receiver, _subject(new, over), _text(new, over))
        except RefusedError as exc:
            logger.bind(operator=receiver.id, error=str(exc)).error("operator refused the news")
        except KaigongError as exc:
            logger.bind(operator=receiver.id, error=str(exc)).warning("operator not told yet")
            return False
        return True

    def _told(self) -> dict[str, Troubles]:
        try:
            content = self._path.read_bytes()
            return msgspec.json.decode(content, type=dict[str, Troubles])
        except FileNotFoundError:
            return {}
        except msgspec.DecodeError:
            return self._told_to_all()

    def _told_to_all(self) -> dict[str, Troubles]:
        """Of an earlier version, in which all were told together."""
        try:
            return {_LOG: msgspec.json.decode(self._path.read_bytes(), type=Troubles)}
        except msgspec.DecodeError:
            return {}

    def _note(self, told: dict[str, Troubles]) -> None:
        scratch = self._path.with_suffix(".new")
        scratch.write_bytes(msgspec.json.encode(told))
        scratch.replace(self._path)


def _new(now: Troubles, before: Troubles) -> list[str]:
    return [text for key, text in now.items() if key not in before]


def _subject(new: list[str], over: list[str]) -> str:
    parts = [f"{len(new)} 处异常" if new else "", f"{len(over)} 处恢复" if over else ""]
    return f"[开工·运行] {'，'.join(part for part in parts if part)}"


def _text(new: list[str], over: list[str]) -> str:
    lines = [*(f"异常：{text}" for text in new), *(f"恢复：{text}" for text in over)]
    shown = [" ".join(line.split()) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"…… 另有 {len(lines) - _MOST_LINES} 条")
    return "\n".join([*shown, "", "逐段检查：kaigong doctor"])
