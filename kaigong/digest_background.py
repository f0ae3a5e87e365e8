"""What digests say beside their alerts: read from the index, the rules and the stream when one is made."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property

from loguru import logger

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.directory import Directory
from consumers.alerting.model import Background
from consumers.alerting.necessary import necessary_values
from consumers.alerting.pause import Pause
from consumers.alerting.rule_files import RuleFiles
from consumers.alerting.vocabulary import Vocabulary
from consumers.query.ast import And, Node, Range
from kaigong.app import App
from kaigong.catalog import watched_sources
from kaigong.doctor.sources import SICK, latest_states
from kaigong.rule_trial.held_back import HeldBackSearch
from kaigong.stages.alerter import rule_files, vocabulary
from kaigong.stages.indexer import open_index
from wire.errors import KaigongError
from wire.retry import Backoff

# Mails wait while this is read.
_MOST_SECONDS = 3.0
_MOST_ARTICLES = 500
_PAUSE = Backoff(first=60.0, longest=600.0)


class DigestBackground:
    """Not knowing it costs no digest: it is left out, and not asked for again for a while."""

    def __init__(self, app: App, directory: Callable[[], Directory]) -> None:
        self._app = app
        self._directory = directory
        self._pause = Pause(_PAUSE, app.clock)

    def __call__(self, receiver: str, since: datetime) -> Background | None:
        if not self._pause.is_over():
            return None
        try:
            background = self._read(receiver, since)
        except Exception as exc:  # noqa: BLE001 - whatever is wrong here, the digest must go out
            self._pause.after_failure()
            is_bug = not isinstance(exc, KaigongError)
            logger.opt(exception=is_bug).bind(receiver=receiver, error=str(exc)).warning(
                "digest goes without what was held back"
            )
            return None
        self._pause.after_success()
        return background

    def _read(self, receiver: str, since: datetime) -> Background:
        directory = self._directory()
        rules = [
            one
            for one in self._rules.current().rules
            if receiver in directory.told_by(one.rule.id, one.rule.to, one.rule.notify)
        ]
        held, complete = self._held_back(rules, since)
        reasons = Counter(reason for reason, _ in held.values())
        by_rule = Counter(rule_id for _, rule_id in held.values())
        states = latest_states(self._app)
        watched = self._sources(rules)
        sick = [states[one] for one in watched if one in states and states[one].state in SICK]
        return Background(
            held_back=dict(reasons),
            at_least=not complete,
            rule_ids=tuple(rule_id for rule_id, _ in by_rule.most_common()),
            sources=len(watched),
            sick=len(sick),
            unseen=sum(one not in states for one in watched),
            sick_since=min((state.since for state in sick), default=None),
        )

    def _held_back(
        self, rules: Sequence[CompiledRule], since: datetime
    ) -> tuple[dict[tuple[object, ...], tuple[str, str]], bool]:
        """Reason and first rule of every word held back, each once; whether that is all."""
        started = self._app.clock.monotonic()
        held: dict[tuple[object, ...], tuple[str, str]] = {}
        looked_at = 0
        with closing(open_index(self._app)) as index:
            for compiled in rules:
                search = HeldBackSearch(index, self._words, compiled)
                for count, found in search.pages(self._period(since), _MOST_ARTICLES):
                    looked_at += count
                    for article, one in found:
                        place = article["article_id"], one["type"], one["start"], one["end"]
                        held.setdefault(place, (one["reason"], compiled.rule.id))
                    if looked_at >= _MOST_ARTICLES or self._app.clock.monotonic() - started > _MOST_SECONDS:
                        return held, False
        return held, True

    def _period(self, since: datetime) -> Node:
        """What was found since then, but old articles, which would not have been told either."""
        shown = since - timedelta(days=self._app.settings.alert_published_days)
        return And((Range("first_seen", gte=since), Range("shown_at", gte=shown)))

    def _sources(self, rules: Sequence[CompiledRule]) -> set[str]:
        """Those that a rule of these listens to: all, unless each names its own."""
        active = {source.id for source in watched_sources(self._app) if source.status == "active"}
        named = [necessary_values(one.node, "source_id") for one in rules]
        known = [one for one in named if one is not None]
        return active.intersection(*[set().union(*known)]) if len(known) == len(rules) else active

    @cached_property
    def _words(self) -> Vocabulary:
        return vocabulary(self._app)

    @cached_property
    def _rules(self) -> RuleFiles:
        return rule_files(self._app, self._words)
