"""How the sources behind a receiver's rules are, read from the rules and the stream when a digest is made."""

from collections.abc import Callable, Collection, Mapping, Sequence

from loguru import logger

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.directory import Directory
from consumers.alerting.model import Background
from consumers.alerting.pause import Pause
from consumers.alerting.rule_files import RuleFiles
from consumers.alerting.rule_sources import read_as_written, sources_of
from kaigong.app import App
from kaigong.catalog import watched_sources
from kaigong.doctor.sources import SICK, latest_states
from wire.errors import KaigongError
from wire.messages import SourceState
from wire.retry import Backoff

_PAUSE = Backoff(first=60.0, longest=600.0)
# Many digests are made in one minute, and messages wait while this is read.
_KEPT_SECONDS = 60.0


class DigestSources:
    """Not knowing it costs no digest: it is left out, and not asked for again for a while."""

    def __init__(self, app: App, directory: Callable[[], Directory]) -> None:
        self._app = app
        self._directory = directory
        self._pause = Pause(_PAUSE, app.clock)
        self._rules = RuleFiles(app.settings.rules_path, read_as_written(app.settings.zone), app.clock)
        self._active: Collection[str] = ()
        self._states: Mapping[str, SourceState] = {}
        self._looked = float("-inf")

    def __call__(self, receiver: str) -> Background | None:
        if not self._pause.is_over():
            return None
        try:
            background = self._read(receiver)
        except Exception as exc:  # noqa: BLE001 - whatever is wrong here, the digest must go out
            self._pause.after_failure()
            is_bug = not isinstance(exc, KaigongError)
            logger.opt(exception=is_bug).bind(receiver=receiver, error=str(exc)).warning(
                "digest goes without how the sources are"
            )
            return None
        self._pause.after_success()
        return background

    def _read(self, receiver: str) -> Background:
        directory = self._directory()
        rules = [
            one
            for one in self._rules.current().rules
            if receiver in directory.told_by(one.rule.id, one.rule.to, one.rule.notify)
        ]
        self._look()
        watched = self._behind(rules)
        known = [self._states[one] for one in watched if one in self._states]
        sick = [state for state in known if state.state in SICK]
        return Background(
            sources=len(watched),
            sick=len(sick),
            unseen=len(watched) - len(known),
            sick_since=min((state.since for state in sick), default=None),
        )

    def _look(self) -> None:
        now = self._app.clock.monotonic()
        if now - self._looked < _KEPT_SECONDS:
            return
        self._active = {source.id for source in watched_sources(self._app) if source.status == "active"}
        self._states = latest_states(self._app)
        self._looked = now

    def _behind(self, rules: Sequence[CompiledRule]) -> set[str]:
        """Those that a rule of these listens to: all, unless each names its own."""
        named = [sources_of(one) for one in rules]
        known = [one for one in named if one is not None]
        active = set(self._active)
        return active.intersection(*[set().union(*known)]) if len(known) == len(rules) else active
