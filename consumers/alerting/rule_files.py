"""The rules in force: a folder read again when it changes; a broken file keeps its last good version."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from loguru import logger

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.rule_copies import RuleCopies
from consumers.alerting.rule_folder import Stamp, stamps
from consumers.alerting.rule_yaml import read_rules, stem_of
from consumers.alerting.rules import Rule
from wire.clock import Clock
from wire.errors import ConfigurationError

_LOOK_SECONDS = 1.0

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class _File:
    """`rules` are the last good ones; `problem` is what is wrong with the present content."""

    stamp: Stamp | None = None
    content: str = ""
    rules: tuple[CompiledRule, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`rules` are those in force and enabled, `disabled` the others; `problems` are by file name.

    `kept` are the ids that the last good version of a file with a problem has in force.
    """

    rules: tuple[CompiledRule, ...]
    disabled: tuple[CompiledRule, ...]
    problems: dict[str, str]
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)


class RuleFiles:
    """Looks at the folder at most once a second. A change applies from the next record on."""

    def __init__(
        self,
        folder: Path,
        compiler: Callable[[Rule], CompiledRule],
        clock: Clock,
        copies: RuleCopies | None = None,
        check: Callable[[CompiledRule], None] | None = None,
    ) -> None:
        """With `copies`, the last good version of a broken file also outlives a restart.

        `check` raises ConfigurationError for a rule that compiles and is no good. What was good once stays
        in force: a new tagger, under which an example comes out differently, takes no rule away.
        """
        self._copies = copies
        self._check = check
        self._folder = folder
        self._compile = compiler
        self._clock = clock
        self._files: dict[str, _File] = {}
        self._holders: dict[str, str] = {}
        self._looked = float("-inf")
        self._folder_problem: str | None = None
        self._current = RuleSet((), (), {})

    def current(self) -> RuleSet:
        now = self._clock.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            self.look()
        return self._current

    def close(self) -> None:
        """It holds nothing open."""

    def look(self) -> RuleSet:
        """Read what has changed, now."""
        try:
            found = self._stamps()
        except OSError as exc:
            self._report(f"cannot read the folder: {exc.strerror}")
            return self._current
        gone = self._files.keys() - found.keys()
        for name in gone:
            self._hold(name, ())
            del self._files[name]
        if self._copies and (gone or not self._files) and self._folder.exists():
            self._copies.retain(found.keys())
        changed = bool(gone)
        # Clocks of file systems are coarse: a file written within the last seconds may change unseen.
        unsettled = (self._clock.now().timestamp() - 2 * _LOOK_SECONDS) * 10**9
        for name, stamp in found.items():
            changed |= self._refresh(name, stamp, settled=stamp[0] < unsettled)
        if changed:
            # A file that was refused for an id that another one held may be good now.
            for name in found:
                if self._files[name].problem:
                    self._read(name, self._files[name])
        if changed or self._folder_problem:
            self._folder_problem = None
            self._current = self._assemble()
        return self._current

    def _stamps(self) -> dict[str, Stamp]:
        if not self._folder.exists() and not self._files:
            return {}  # no rules yet; a folder that vanishes later is an error
        return stamps(self._folder)

    def _refresh(self, name: str, stamp: Stamp, *, settled: bool) -> bool:
        if name not in self._files:
            self._files[name] = _File()
        file = self._files[name]
        if stamp == file.stamp and settled:
            return False
        file.stamp = stamp
        return self._read(name, file)

    def _read(self, name: str, file: _File) -> bool:
        """Whether anything about the file is new."""
        before = (file.content, file.problem)
        try:
            content = (self._folder / name).read_bytes()
            file.content = hashlib.blake2b(content).hexdigest()
            if (file.content, None) == before:
                return False
            rules = self._compiled(name, content)
            good = set(map(id, () if file.problem else file.rules))
            for one in rules:
                if self._check is not None and id(one) not in good:
                    _about(one.rule, self._check, one)
            self._hold(name, rules)
            file.problem = None
            self._keep(name, content)
        except OSError as exc:
            file.problem = f"cannot be read: {exc.strerror}"
        except ConfigurationError as exc:
            file.problem = str(exc)
        if file.problem and not file.rules:
            self._hold(name, self._copied(name))
        if (file.content, file.problem) == before:
            return False
        bound = logger.bind(file=name, rules=len(file.rules))
        if file.problem and file.rules:
            bound.bind(problem=file.problem).error("rule file refused; its last good version stays in force")
        elif file.problem:
            bound.bind(problem=file.problem).error("rule file refused; nothing of it is in force")
        else:
            bound.info("rule file loaded")
        return True

    def _keep(self, name: str, content: bytes) -> None:
        try:
            if self._copies:
                self._copies.keep(name, content)
        except OSError as exc:
            logger.bind(file=name, problem=str(exc)).warning("no copy of a good rule file could be kept")

    def _copied(self, name: str) -> tuple[CompiledRule, ...]:
        """What an earlier process had in force; nothing where that is no good either."""
        try:
            content = self._copies.of(name) if self._copies else None
            return self._compiled(name, content) if content is not None else ()
        except (OSError, ConfigurationError) as exc:
            logger.bind(file=name, problem=str(exc)).warning("last good version of a rule file lost")
            return ()

    def _compiled(self, name: str, content: bytes) -> tuple[CompiledRule, ...]:
        rules = read_rules(content, stem_of(Path(name)))
        for rule_id, count in Counter(rule.id for rule in rules).items():
            holder = self._holders.get(rule_id, name)
            if holder != name:
                raise ConfigurationError(f"id: {rule_id!r} is already in {holder}; rename one")
            if count > 1:
                raise ConfigurationError(f"id: {rule_id!r} is in this file twice; rename one")
        former = {one.rule.id: one for one in self._files[name].rules}
        return tuple(self._kept_or_compiled(rule, former.get(rule.id)) for rule in rules)

    def _kept_or_compiled(self, rule: Rule, former: CompiledRule | None) -> CompiledRule:
        """A rule that reads as before stays the same object: whoever has it need do nothing."""
        return former if former and former.rule == rule else _about(rule, self._compile, rule)

    def _hold(self, name: str, rules: tuple[CompiledRule, ...]) -> None:
        file = self._files[name]
        for one in file.rules:
            del self._holders[one.rule.id]
        self._holders |= {one.rule.id: name for one in rules}
        file.rules = rules

    def _assemble(self) -> RuleSet:
        everything = [one for name in sorted(self._files) for one in self._files[name].rules]
        refused = {name: file for name, file in sorted(self._files.items()) if file.problem}
        return RuleSet(
            _with_enabled(everything, True),
            _with_enabled(everything, False),
            {name: file.problem or "" for name, file in refused.items()},
            {name: tuple(one.rule.id for one in file.rules) for name, file in refused.items()},
        )

    def _report(self, problem: str) -> None:
        if problem != self._folder_problem:
            self._folder_problem = problem
            logger.bind(folder=str(self._folder), problem=problem).error(
                "rules cannot be read again; those known stay in force"
            )
        current = self._current
        self._current = RuleSet(
            current.rules,
            current.disabled,
            {**current.problems, self._folder.name: problem},
            {**current.kept, self._folder.name: tuple(one.rule.id for one in current.rules)},
        )


def _about(rule: Rule, act: Callable[[T], R], value: T) -> R:
    """An error of the act names the rule."""
    try:
        return act(value)
    except ConfigurationError as exc:
        raise ConfigurationError(f"rule {rule.id}: {exc}", exc.problems) from exc


def _with_enabled(rules: Iterable[CompiledRule], enabled: bool) -> tuple[CompiledRule, ...]:
    return tuple(one for one in rules if one.rule.enabled is enabled)
